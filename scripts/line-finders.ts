/**
 * Finds the lines of screenshots by our own detector and by PP-OCRv4's, in turns: time a picture, and how often they agree.
 *
 *   bun scripts/line-finders.ts [--set <folder>] [--list]
 *
 * What is read in each box says whether they agree, as a box may be a pixel wider without any harm: of the lines with two
 * characters or more that one of them finds, how many the other one finds with the same text, with that text as part of a
 * longer line or in pieces, or not at all. --list prints those which are not found.
 */
import "./common/without-telemetry.ts";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadSet } from "../src/eval/set.ts";
import { fragmentSign, withFallBack } from "../src/reading/engines/line-reader.ts";
import { detect, type LineFinder } from "../src/reading/engines/paddle/detect.ts";
import { loadPaddleFinder, loadPaddleReader } from "../src/reading/engines/paddle/engine.ts";
import { condensed } from "../src/reading/engines/paddle/recognize.ts";
import { loadTallyFinder, loadTallyReader, sure } from "../src/reading/engines/tally/engine.ts";
import { decode } from "../src/reading/image/decode.ts";
import type { Box, Raster } from "../src/reading/image/raster.ts";
import { median } from "../src/reading/median.ts";

const { values: options } = parseArgs({
  options: {
    set: { type: "string", default: join(import.meta.dir, "..", "..", "shared", "screenshots") },
    list: { type: "boolean", default: false },
  },
});

type Finder = "ours" | "PP-OCRv4";
const finders: Record<Finder, LineFinder> = {
  ours: await loadTallyFinder(),
  "PP-OCRv4": await loadPaddleFinder(),
};
const read = withFallBack(await loadTallyReader(), (await loadPaddleReader())(condensed.screen), sure);

interface Found {
  readonly box: Box;
  readonly text: string;
}

const loose = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

const times: Record<Finder, number[]> = { ours: [], "PP-OCRv4": [] };
const tally = { same: 0, other: 0, missing: 0 };
const counts: Record<Finder, typeof tally> = { ours: { ...tally }, "PP-OCRv4": { ...tally } };

async function linesOf(finder: Finder, image: Raster): Promise<Found[]> {
  const began = performance.now();
  const boxes = await detect(finders[finder], image, "usual");
  times[finder].push(performance.now() - began);
  const lines = await Promise.all(boxes.map(async (box) => ({ box, line: await read(image, box) })));
  return lines.flatMap(({ box, line }) => (line === null ? [] : [{ box, text: line.text }]));
}

function areNear(a: Box, b: Box): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0.4 * Math.min(a.height, b.height);
}

/** Counts how well the other one finds what `finder` found. */
function compare(name: string, finder: Finder, found: readonly Found[], others: readonly Found[]): void {
  for (const { box, text } of found) {
    const wanted = loose(text);
    if (wanted.length < 2 || text.includes(fragmentSign)) continue;
    const near = others.filter((other) => areNear(box, other.box)).sort((a, b) => a.box.x - b.box.x);
    const texts = near.map((other) => loose(other.text));
    if (texts.includes(wanted)) counts[finder].same++;
    else if (texts.join("").includes(wanted) || texts.some((each) => each !== "" && wanted.includes(each)))
      counts[finder].other++;
    else counts[finder].missing++;
    if (!options.list || texts.includes(wanted)) continue;
    const there = near.map((other) => `'${other.text}'`).join(" ");
    console.log(
      `${name} at ${Math.round(box.x)}, ${Math.round(box.y)}, ${Math.round(box.width)} × ${Math.round(box.height)}: ${finder} '${text}', the other ${there || "nothing"}`,
    );
  }
}

for (const { name, source } of loadSet(options.set).pictures) {
  const { raster } = await decode(await source.load(), name);
  const ours = await linesOf("ours", raster);
  const theirs = await linesOf("PP-OCRv4", raster);
  compare(name, "PP-OCRv4", theirs, ours);
  compare(name, "ours", ours, theirs);
}

for (const finder of ["ours", "PP-OCRv4"] as const) {
  const { same, other, missing } = counts[finder];
  const all = same + other + missing;
  const share = (count: number): string => `${count} (${((100 * count) / Math.max(1, all)).toFixed(1)} %)`;
  console.log(
    `${finder}: ${median(times[finder]).toFixed(1)} ms a picture; of its ${all} lines the other one has the same text in ${share(same)}, cut or joined in another way ${share(other)}, not ${share(missing)}`,
  );
}
