/**
 * Which second reader catches more of what the first one reads wrongly, and what does it cost?
 *
 *   bun scripts/second-readers.ts [--set <folder>] [--every 1]
 *
 * Cuts the counts out of labelled screenshots, damages their digits in some twenty ways, and lets tally, PP-OCRv4 and
 * tesseract read each. For each pair it prints how often both read the same wrong number, which is what would be booked,
 * and how often the second one does not confirm what the first one read rightly, which is what a human would have to
 * look at. What is painted over may really have become another number; that is the same for all pairs.
 */
import "./common/without-telemetry.ts";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadSet } from "../src/eval/set.ts";
import { loadEngines } from "../src/reading/engines/choose.ts";
import type { Line } from "../src/reading/engines/engine.ts";
import { loadPaddleReader } from "../src/reading/engines/paddle/engine.ts";
import { condensed } from "../src/reading/engines/paddle/recognize.ts";
import { loadTallyReader } from "../src/reading/engines/tally/engine.ts";
import { tighten } from "../src/reading/image/ink.ts";
import { type Box, clip, type Raster } from "../src/reading/image/raster.ts";
import { median } from "../src/reading/median.ts";
import { readPicture } from "../src/reading/read.ts";
import { padded } from "../src/reading/second-look.ts";
import { damages } from "./second-readers/damage.ts";

const root = join(import.meta.dir, "..");
const { values: options } = parseArgs({
  options: {
    set: { type: "string", default: join(root, "..", "shared", "screenshots") },
    every: { type: "string", default: "1" },
  },
});
const every = Number(options.every);
if (!Number.isInteger(every) || every < 1) throw new Error("--every takes a whole number from 1.");

const engines = await loadEngines({ engine: "auto", languages: ["eng"], dataFolder: null });
const tesseract = await engines.second?.("paddle");
if (tesseract === undefined) throw new Error("The engines that were loaded have no tesseract.");
const tally = await loadTallyReader();
const paddle = (await loadPaddleReader())(condensed.screen);

const digitsOf = (line: Line | null): string => line?.text.replace(/[^\d\ufffd]/g, "") ?? "";

/** How each reads a number; the second readers know what the first one read, as in a second look. */
const readers = {
  tally: async (image: Raster, box: Box) => digitsOf((await tally(image, tighten(image, box))).line),
  "PP-OCRv4": async (image: Raster, box: Box) =>
    digitsOf(await paddle(image, clip(padded(box), image.width, image.height))),
  tesseract: async (image: Raster, box: Box, first: string) =>
    digitsOf(await tesseract.recognizeLine(image, padded(box), (line) => digitsOf(line) === first)),
} as const;
type Reader = keyof typeof readers;

/** Who reads first, and who has to agree. */
const pairs: readonly (readonly [Reader, readonly Reader[]])[] = [
  ["tally", ["tesseract"]],
  ["tally", ["PP-OCRv4"]],
  ["tally", ["PP-OCRv4", "tesseract"]],
  ["PP-OCRv4", ["tesseract"]],
];
const tallied = pairs.map(() => ({
  right: 0,
  confirmed: 0,
  wrong: 0,
  sameWrong: 0,
  byKind: new Map<string, number>(),
}));
const times = new Map<Reader, number[]>();
let read = 0;

const pictures = loadSet(options.set).pictures.filter(({ label }) => typeof label?.steps === "number");
for (const [index, { name, source, label }] of pictures.entries()) {
  if (index % every !== 0) continue;
  const { reading, raster } = await readPicture(await source.load(), name, engines, {
    signals: false,
    received: null,
    mostSteps: 100_000,
  });
  const count = String(label?.steps);
  const { evidence } = reading;
  if (evidence === null || (reading.steps ?? reading.candidateSteps) !== label?.steps) continue;
  for await (const { kind, image, box } of damages(raster, evidence.box, count.length)) {
    read++;
    const seen = new Map<string, string>();
    const ask = async (reader: Reader, first: string): Promise<string> => {
      const key = reader === "tesseract" ? `${reader} ${first}` : reader;
      const before = seen.get(key);
      if (before !== undefined) return before;
      const began = performance.now();
      const text = await readers[reader](image, box, first);
      times.getOrInsertComputed(reader, () => []).push(performance.now() - began);
      seen.set(key, text);
      return text;
    };
    for (const [at, [first, others]] of pairs.entries()) {
      const figures = tallied[at];
      if (figures === undefined) continue;
      const one = await ask(first, "");
      if (one === "" || one.includes("\ufffd")) continue;
      let agrees = true;
      for (const other of others) agrees &&= (await ask(other, one)) === one;
      if (one === count) {
        figures.right++;
        if (agrees) figures.confirmed++;
      } else {
        figures.wrong++;
        if (agrees) {
          figures.sameWrong++;
          figures.byKind.set(kind, (figures.byKind.get(kind) ?? 0) + 1);
        }
      }
    }
  }
}

const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
console.log(`${read} damaged counts of ${pictures.length} screenshots`);
for (const [at, [first, others]] of pairs.entries()) {
  const second = others.join(" and ");
  const figures = tallied[at];
  if (figures === undefined) continue;
  const { right, confirmed, wrong, sameWrong, byKind } = figures;
  console.log(`${first}, then ${second}:`);
  console.log(
    `  ${first} is right ${right} times (${share(right, read)}), confirmed ${confirmed} (${share(confirmed, right)})`,
  );
  console.log(
    `  ${first} is wrong ${wrong} times, and ${second} reads the same ${sameWrong} times (${share(sameWrong, wrong)})`,
  );
  const kinds = [...byKind].sort((a, b) => b[1] - a[1]).map(([kind, times]) => `${kind} ${times}`);
  if (kinds.length > 0) console.log(`  the same wrong number: ${kinds.join(", ")}`);
}
for (const [reader, each] of times) console.log(`${reader}: ${median(each).toFixed(1)} ms a look (median)`);
