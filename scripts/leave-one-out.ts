/**
 * Prints how often a number is accepted that is no day's count of the phone's owner when the reader does not know the words
 * that say so: an honest figure for screens that nobody has thought of.
 *
 *   bun scripts/leave-one-out.ts [--count 1500] [--days 300] [--seed 1] [--workers <cores>] [--cache <folder>] [--write]
 *
 * Draws screens that are no day and screens that are one, reads each of them once, and interprets its text again and again,
 * each time without one thing that says what its count is of, or whose page it is: a kind of words, a form of expressions of time, all forms of a span, the
 * names of tabs, a page, an app, an app's decoys. With --cache what engines read is kept in a folder, so that the same
 * screens can be measured again after a change to the rules.
 *
 * What stays known: the names of labels (average, goal), the months and weekdays, and the date that a page prints. Screens
 * are not searched once more from near and from afar, as the reader does where it finds no count.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Figures } from "./common/figures.ts";
import { progressOf } from "./common/progress.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { runWithoutTelemetry } from "./common/without-telemetry.ts";
import { randomSet, runWithOwnFonts, scopeSet } from "./draw/index.ts";
import { nothing, type Outcomes, together } from "./leave-one-out/measure.ts";
import { printOutcomes, targetsOf } from "./leave-one-out/print.ts";
import { removals } from "./leave-one-out/removals.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "1500" },
    days: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: String(availableParallelism()) },
    cache: { type: "string" },
    write: { type: "boolean", default: false },
    /** Which share of the pictures this process reads, from 0; the one that the user starts reads none. */
    part: { type: "string" },
  },
});
const count = wholeFrom1("count", options.count);
const days = wholeFrom1("days", options.days);
const workers = wholeFrom1("workers", options.workers);
const all = removals();
const sum = (a: Outcomes, b: Outcomes): Outcomes =>
  [undefined, ...all].map((_, index) => together(a[index] ?? nothing, b[index] ?? nothing));

if (options.part !== undefined) console.log(JSON.stringify(await measure(Number(options.part))));
else if (runWithoutTelemetry() && runWithOwnFonts()) {
  const figures = new Figures("leave-one-out", options);
  const parts = await Promise.all(Array.from({ length: workers }, (_, part) => measuredElsewhere(part)));
  const outcomes = parts.reduce(sum);
  printOutcomes(all, outcomes);
  const title = `Accepted without one thing, of ${count} screens that are no day and ${days} that are`;
  figures.keep({ title, targets: targetsOf(all, outcomes) });
  figures.end();
}

/** What another process measures of its share. */
async function measuredElsewhere(part: number): Promise<Outcomes> {
  const child = Bun.spawn([process.execPath, ...process.argv.slice(1), "--part", String(part)], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const printed = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error(`The process for part ${part} failed.`);
  return JSON.parse(printed) as Outcomes;
}

async function measure(part: number): Promise<Outcomes> {
  const [{ loadEngines, defaultLanguages }, { outcomesOf }, { drawnPictures, drawnDays }] = await Promise.all(
    [
      import("../src/reading/engines/choose.ts"),
      import("./leave-one-out/measure.ts"),
      import("./scope-figures/pictures.ts"),
    ],
  );
  const engines = await loadEngines({ engine: "auto", languages: defaultLanguages, dataFolder: null });
  const pictures = [
    ...drawnPictures(scopeSet(options.seed, count)),
    ...drawnDays(randomSet(options.seed, days)),
  ].filter((_, index) => index % workers === part);
  const progress = part === 0 ? progressOf("a share of all screens", pictures.length) : null;
  let outcomes: Outcomes = [];
  for (const picture of pictures) {
    outcomes = sum(outcomes, await outcomesOf(picture, engines, all, options.cache ?? null));
    progress?.();
  }
  return outcomes;
}
