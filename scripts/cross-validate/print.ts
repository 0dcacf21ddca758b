import { countOrNone, reasonOf, statusOf } from "../../cli/eval/words.ts";
import { type Cell, printGrid } from "../../cli/output/grid.ts";
import type { Result } from "../../src/eval/document.ts";
import { tally } from "../../src/eval/tally.ts";
import type { Grid } from "../common/section.ts";
import { noMore, none, printTarget, type Target } from "../common/target.ts";
import { type Knowledge, kindsOfKnowledge } from "./leave-out.ts";

/** What became of the pictures of one page, by what was known. */
export interface PageOutcome {
  readonly app: string;
  readonly page: string;
  readonly results: Readonly<Record<Knowledge, readonly Result[]>>;
}

export interface Outcome {
  readonly folder: string;
  readonly pages: readonly PageOutcome[];
  /** Read with no app known at all. */
  readonly negatives: readonly Result[];
  /** Pictures whose label names no app or no page: they are not read. */
  readonly unlabelled: readonly string[];
}

/** A picture that is read exactly with all profiles and not without some. */
export interface Lost {
  readonly page: string;
  readonly without: Knowledge;
  readonly result: Result;
}

/** What knowledge of apps is needed for, of the smallest part that is: the page's before the app's. */
export function lostOf(pages: readonly PageOutcome[]): Lost[] {
  return pages.flatMap(({ app, page, results }) =>
    results["all profiles"].flatMap((before, index): Lost[] => {
      if (!before.right) return [];
      const without = kindsOfKnowledge.find((kind) => results[kind][index]?.right === false);
      const result = without === undefined ? undefined : results[without][index];
      return without === undefined || result === undefined
        ? []
        : [{ page: `${app}/${page}`, without, result }];
    }),
  );
}

/** Prints a table with a row for each page, then what was lost, then what must hold. */
export function print({ folder, pages, negatives, unlabelled }: Outcome): void {
  const all = (kind: Knowledge): Result[] => pages.flatMap(({ results }) => results[kind]);
  const stream = process.stdout;
  stream.write(`${all("all profiles").length} pictures of ${pages.length} pages in ${folder}\n`);
  stream.write("exact / accepted / accepted but wrong, by what is known of the page\n\n");
  printGrid(
    stream,
    [
      { title: "page", flexible: true },
      { title: "pictures", align: "right" },
      ...kindsOfKnowledge.map((title) => ({ title, align: "right" }) as const),
    ],
    [
      ...pages.map(({ app, page, results }) => [
        { text: `${app}/${page}` },
        { text: String(results["all profiles"].length) },
        ...kindsOfKnowledge.map((kind) => cell(results[kind])),
      ]),
      [
        { text: "total" },
        { text: String(all("all profiles").length) },
        ...kindsOfKnowledge.map((kind) => cell(all(kind))),
      ],
    ],
  );
  const lost = lostOf(pages);
  stream.write(`\nExact with all profiles, and not without some: ${lost.length === 0 ? "none" : ""}\n`);
  if (lost.length > 0) printLost(stream, lost);
  stream.write("\n");
  for (const { what, shown, wanted, reached } of targetsOf({ pages, negatives }))
    printTarget(what, shown, wanted, reached);
  if (unlabelled.length > 0)
    console.log(`  Left out, because their labels name no app or page: ${unlabelled.join(", ")}`);
}

/** What must hold, whatever is left out. */
export function targetsOf({ pages, negatives }: Pick<Outcome, "pages" | "negatives">): Target[] {
  const all = (kind: Knowledge): Result[] => pages.flatMap(({ results }) => results[kind]);
  const wrong = kindsOfKnowledge.reduce((sum, kind) => sum + tally(all(kind)).wrong_accepted, 0);
  const others = kindsOfKnowledge.flatMap(all).filter(({ read, right }) => read !== null && !right);
  const unknown = tally(all("without the app"));
  const accepted = negatives.filter(({ status }) => status === "verified").length;
  const looked = unknown.pictures - unknown.accepted;
  return [
    noMore("accepted but wrong, whatever is left out", wrong, 0),
    none("another number, accepted or doubtful", String(others.length), others.length),
    {
      what: "negatives accepted, with no app known",
      value: accepted,
      shown: `${accepted} of ${negatives.length}`,
      wanted: "0",
      reached: negatives.length === 0 ? null : accepted === 0,
    },
    {
      what: "for a human to look at, without the app",
      value: looked,
      shown: `${looked} of ${unknown.pictures}`,
      wanted: "most",
      reached: unknown.pictures === 0 ? null : 2 * unknown.accepted < unknown.pictures,
    },
  ];
}

/** All pages together: what is read by what is known. */
export function rowsOf(pages: Outcome["pages"]): Grid["rows"] {
  return Object.fromEntries(
    kindsOfKnowledge.map((kind) => {
      const {
        pictures,
        exact,
        accepted,
        wrong_accepted: wrong,
      } = tally(pages.flatMap(({ results }) => results[kind]));
      return [kind, { pictures, exact, accepted, "but wrong": wrong }];
    }),
  );
}

function cell(results: readonly Result[]): Cell {
  const { exact, accepted, wrong_accepted: wrong, pictures } = tally(results);
  const style = wrong > 0 ? ("red" as const) : exact < pictures ? ("yellow" as const) : undefined;
  return { text: `${exact} / ${accepted} / ${wrong}`, ...(style === undefined ? {} : { style }) };
}

function printLost(stream: NodeJS.WriteStream, lost: readonly Lost[]): void {
  printGrid(
    stream,
    [
      { title: "page", flexible: true },
      { title: "picture", flexible: true },
      { title: "lost" },
      { title: "expected", align: "right" },
      { title: "read", align: "right" },
      { title: "status" },
      { title: "why", flexible: true },
    ],
    lost.map(({ page, without, result }) => [
      { text: page },
      { text: result.picture },
      { text: without },
      { text: countOrNone(result.expected) },
      { text: countOrNone(result.read) },
      { text: statusOf(result) },
      { text: reasonOf(result) },
    ]),
  );
}
