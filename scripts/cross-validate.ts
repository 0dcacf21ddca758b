/**
 * Shows what the reading does on app pages that it has never seen: takes each page of a labelled set away from
 * what is known, and reads that page's pictures without it.
 *
 *   bun scripts/cross-validate.ts [--json] [--set <folder>] [--write]
 *
 * Real screenshots in ../shared/screenshots, else the drawn ones. The text of each picture is recognised once, then
 * interpreted four times, each time with the second engine's look at the number:
 *
 *   all profiles      as the program does
 *   without the page  its profile is gone, and those of pages that it is taken for; the app keeps all its words
 *   and its words     besides, the app is known only by words that other pictures of it show; an app of which the
 *                     set has one page only is unknown then
 *   without the app   its whole profile is gone
 *
 * Negatives are read with no app known at all. A wrong number must never be accepted, and a number of an unknown
 * app is to be looked at by a human.
 *
 * What this can show: what declared knowledge of apps is worth, and that general rules find the number without it,
 * or do not and say so. What it cannot: those rules and the lexicon (the words for steps, goals, averages) were
 * written by people who had seen these pages, and no run takes that from them; a new app brings words that no list
 * has. Nor are the odds of verdict.ts fitted again without a page: they are one table for all apps, with no entry
 * for a page, so one page can move them only a little, but that is an argument and no measurement. Pictures that
 * nobody had seen when the rules were written are the only test of both.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createProgress } from "../cli/output/progress.ts";
import type { Result } from "../src/eval/document.ts";
import { loadSet } from "../src/eval/set.ts";
import { profiles, recogniseApp } from "../src/reading/apps/index.ts";
import { Figures } from "./common/figures.ts";
import { runWithoutTelemetry } from "./common/without-telemetry.ts";
import { kindsOfKnowledge, knowledge, pagesOf, type Seen } from "./cross-validate/leave-out.ts";
import { type Outcome, type PageOutcome, print, rowsOf, targetsOf } from "./cross-validate/print.ts";
import type { Recognised } from "./cross-validate/reader.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    set: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

if (runWithoutTelemetry()) {
  const figures = new Figures("cross-validate", options);
  const root = join(import.meta.dir, "..");
  const real = join(root, "..", "shared", "screenshots");
  const outcome = await crossValidate(
    options.set ?? (existsSync(real) ? real : join(root, "test", "fixtures")),
  );
  if (options.json) console.log(JSON.stringify(outcome, null, 1));
  else print(outcome);
  figures.keep({ title: "What must hold", targets: targetsOf(outcome) });
  figures.keep({ title: "All pages together, by what is known of them", rows: rowsOf(outcome.pages) });
  figures.end();
}

async function crossValidate(folder: string): Promise<Outcome> {
  const [{ loadEngines, defaultLanguages }, { interpretWith, recognise }] = await Promise.all([
    import("../src/reading/engines/choose.ts"),
    import("./cross-validate/reader.ts"),
  ]);
  const engines = await loadEngines({ engine: "auto", languages: defaultLanguages, dataFolder: null });
  const set = loadSet(folder);
  const progress = createProgress(process.stderr, 2 * set.pictures.length);
  let done = 0;
  const step = (): void => progress.show(++done);

  const pictures: (Recognised & Seen)[] = [];
  const negatives: Outcome["negatives"][number][] = [];
  const unlabelled: string[] = [];
  for (const picture of set.pictures) {
    const { label, name } = picture;
    const [app, page] = [label?.app ?? null, label?.page ?? null];
    if (label !== null && (app === null || page === null)) unlabelled.push(name);
    else {
      const recognised = await recognise(picture, engines);
      if (app !== null && page !== null) {
        const found = recogniseApp(recognised.lines);
        const takenFor = found?.profile.name === app ? (found.page?.name ?? null) : null;
        pictures.push({ ...recognised, app, page, takenFor });
      } else negatives.push(...(await interpretWith(recognised, engines, [[]])));
    }
    step();
  }
  const pages: PageOutcome[] = [];
  for (const left of pagesOf(pictures)) {
    const known = kindsOfKnowledge.map((kind) => knowledge[kind](profiles, left));
    const rows: Result[][] = [];
    for (const picture of left.own) {
      rows.push(await interpretWith(picture, engines, known));
      step();
    }
    pages.push({
      app: left.app,
      page: left.page,
      results: byKnowledge(rows),
    });
  }
  progress.hide();
  return { folder, pages, negatives, unlabelled };
}

/** From a row of results for each picture to the pictures' results for each kind of knowledge. */
function byKnowledge(rows: readonly Result[][]): PageOutcome["results"] {
  const entries = kindsOfKnowledge.map((kind, index) => [kind, rows.flatMap((row) => row[index] ?? [])]);
  return Object.fromEntries(entries);
}
