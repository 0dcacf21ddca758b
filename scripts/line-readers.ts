/**
 * Reads the lines of screenshots by our own recogniser and by PP-OCRv4, in turns: time a line, and how often they agree.
 *
 *   bun scripts/line-readers.ts [--set <folder>] [--list]
 *
 * Agreement is counted on letters, digits and the signs of numbers. What differs is right in the one or the other: --list
 * prints each such line with digits in it, where at least one of them is sure, for a person to judge.
 */
import "./common/without-telemetry.ts";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadSet } from "../src/eval/set.ts";
import type { Line } from "../src/reading/engines/engine.ts";
import { isSure } from "../src/reading/engines/line-reader.ts";
import { detect } from "../src/reading/engines/paddle/detect.ts";
import { loadPaddleReader } from "../src/reading/engines/paddle/engine.ts";
import { condensed } from "../src/reading/engines/paddle/recognize.ts";
import { loadTallyFinder, loadTallyReader, sure } from "../src/reading/engines/tally/engine.ts";
import { decode } from "../src/reading/image/decode.ts";
import { median } from "../src/reading/median.ts";

const { values: options } = parseArgs({
  options: {
    set: { type: "string", default: join(import.meta.dir, "..", "..", "shared", "screenshots") },
    list: { type: "boolean", default: false },
  },
});

const finder = await loadTallyFinder();
const paddle = (await loadPaddleReader())(condensed.screen);
const tally = await loadTallyReader();

const loose = (text: string): string =>
  text
    .replace(/[–—]/g, "-")
    .replace(/…/g, "...")
    .replace(/[^A-Za-z0-9.,:/%+\-\ufffd]/g, "");
const leastOf = (line: Line | null): number =>
  Math.min(1, ...(line?.words ?? []).map((word) => word.confidence));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const times = { tally: [] as number[], paddle: [] as number[] };
const counts = { lines: 0, unsure: 0, nothing: 0, same: 0, different: 0, digits: 0, digitsSame: 0 };
for (const { name, source } of loadSet(options.set).pictures) {
  const { raster } = await decode(await source.load(), name);
  for (const box of await detect(finder, raster, "usual")) {
    const began = performance.now();
    const ours = await tally(raster, box);
    const { line, confidence } = ours;
    const between = performance.now();
    const other = await paddle(raster, box);
    times.tally.push(between - began);
    times.paddle.push(performance.now() - between);
    counts.lines++;
    if (!isSure(ours, sure)) counts.unsure++;
    else if (line === null) counts.nothing++;
    const [text, theirs] = [loose(line?.text ?? ""), loose(other?.text ?? "")];
    if (text === theirs) counts.same++;
    else counts.different++;
    if (/^[\d.,:/%+-]+$/.test(theirs)) {
      counts.digits++;
      if (text === theirs) counts.digitsSame++;
    }
    if (
      options.list &&
      text !== theirs &&
      /\d/.test(text + theirs) &&
      Math.max(confidence, leastOf(other)) >= sure.text
    )
      console.log(
        `${name} at ${Math.round(box.x)}, ${Math.round(box.y)}: '${line?.text ?? ""}' (${confidence.toFixed(2)}), PP-OCRv4 '${other?.text ?? ""}' (${leastOf(other).toFixed(2)})`,
      );
  }
}

const share = (part: number, whole: number): string =>
  `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`;
console.log(
  `a line, one thread: tally ${median(times.tally).toFixed(2)} ms (mean ${mean(times.tally).toFixed(2)}), PP-OCRv4 ${median(times.paddle).toFixed(2)} ms (mean ${mean(times.paddle).toFixed(2)})`,
);
console.log(
  `both read the same ${share(counts.same, counts.lines)}; where PP-OCRv4 reads digits alone ${share(counts.digitsSame, counts.digits)}`,
);
console.log(
  `not sure enough, so PP-OCRv4 reads ${share(counts.unsure, counts.lines)}; sure that nothing is written ${share(counts.nothing, counts.lines)}`,
);
