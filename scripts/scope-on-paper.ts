/**
 * Gives the texts of drawn screens that are no day of the owner to the rules as they were drawn, without reading them:
 * what the rules would accept of what is read without a mistake. A thousand take half a minute, so that gaps in what the
 * rules know are found before `scope-figures.ts` is asked how often they are met. Exit status 1 when there is one.
 *
 *   bun scripts/scope-on-paper.ts [--count 4000] [--seed 1]
 */
import { parseArgs } from "node:util";
import sharp from "sharp";
import type { OcrEngine, SecondReader } from "../src/reading/engines/engine.ts";
import { decode } from "../src/reading/image/decode.ts";
import type { Box, Raster } from "../src/reading/image/raster.ts";
import { defaultReadOptions } from "../src/reading/options.ts";
import { interpret } from "../src/reading/read.ts";
import { progressOf } from "./common/progress.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { renderQuickly, runWithOwnFonts, scopeSet } from "./draw/index.ts";
import { linesOf } from "./scope-on-paper/lines.ts";

const { values } = parseArgs({
  options: { count: { type: "string", default: "4000" }, seed: { type: "string", default: "1" } },
});
const count = wholeFrom1("count", values.count);
const blanks = new Map<string, Raster>();

if (runWithOwnFonts()) {
  // What reads pictures of strangers forbids all that phones do not send; these are drawn.
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  const { negatives } = scopeSet(values.seed, count);
  const progress = progressOf("screens on paper", negatives.length);
  let accepted = 0;
  for (const { file, svg, label } of negatives) {
    const lines = linesOf(svg, label?.group?.includes("sender") === true);
    const says = async (raster: Raster) => {
      const options = { ...defaultReadOptions, signals: false };
      const engine = echo(lines);
      return (
        await interpret({ raster, lines }, { first: engine, second: async () => engine }, options, false)
      ).interpretation;
    };
    // Most are found out without their looks.
    const { scope } = await says(blank(svg));
    if (scope?.kind === "day") {
      const { raster } = await decode(await renderQuickly(svg), file);
      const { status, app, page } = await says(raster);
      if (status === "verified") {
        accepted++;
        console.log(`${file}: ${app ?? "no app"}, ${page ?? "no page"} (${label?.note})`);
      }
    }
    progress();
  }
  console.log(`\nAccepted on paper: ${accepted} of ${negatives.length}`);
  process.exitCode = accepted === 0 ? 0 : 1;
}

/** An engine that reads what stands there. */
function echo(lines: ReturnType<typeof linesOf>): OcrEngine & SecondReader {
  return {
    name: "tesseract",
    recognize: async () => [...lines],
    recognizeLine: async (_image, box) => {
      const words = lines.flatMap((line) => line.words).filter((word) => overlap(word.box, box));
      return { text: words.map(({ text }) => text).join(" "), confidence: 0.95, words, box };
    },
  };
}

/** Whether a word reaches into a box, on its row. */
function overlap(word: Box, box: Box): boolean {
  const middle = word.y + word.height / 2;
  return (
    word.x < box.x + box.width && word.x + word.width > box.x && middle > box.y && middle < box.y + box.height
  );
}

/** A white picture of a drawing's size. */
function blank(svg: string): Raster {
  const [, width = 0, height = 0] = (/ width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
  return blanks.getOrInsertComputed(`${width}x${height}`, () => ({
    width,
    height,
    data: new Uint8Array(3 * width * height).fill(255),
  }));
}
