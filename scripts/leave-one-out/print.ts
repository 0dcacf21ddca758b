import { type Cell, printGrid } from "../../cli/output/grid.ts";
import { noMore, printTarget, type Target } from "../common/target.ts";
import { nothing, type Outcome, type Outcomes, together } from "./measure.ts";
import { type Removal, type RemovalKind, removalKinds } from "./removals.ts";

/** The share of screens that may be accepted although they show something that nobody has told the reader of. */
const aim = 0.005;
/** What says what a count is of. */
const sayings: readonly RemovalKind[] = ["words", "form of time", "all forms"];
/** So many of the accepted are named for each thing. */
const named = 4;

/** Prints a table of what is accepted without each thing, what that is, and the share of all. */
export function printOutcomes(removals: readonly Removal[], [whole = nothing, ...without]: Outcomes): void {
  const rows = removals.map((removal, index) => ({ removal, outcome: without[index] ?? nothing }));
  const used = rows.filter(({ outcome }) => outcome.noDays + outcome.days > 0);
  const stream = process.stdout;
  stream.write("Accepted without one thing, of the screens on which it says what the count is of\n\n");
  printGrid(
    stream,
    [
      { title: "without" },
      { title: "what", flexible: true },
      ...["no days", "known page", "accepted", "days", "accepted", "wrong"].map(
        (title) => ({ title, align: "right" }) as const,
      ),
    ],
    [
      rowOf("nothing", "", whole),
      ...used.map(({ removal, outcome }) => rowOf(removal.kind, removal.name, outcome)),
      ...removalKinds.map((kind) =>
        rowOf(`any ${kind}`, "", sumOf(used.filter(({ removal }) => removal.kind === kind))),
      ),
    ],
  );
  for (const { removal, outcome } of used) {
    const results = [...outcome.accepted, ...outcome.wrong];
    if (results.length === 0) continue;
    stream.write(`\nWithout ${removal.kind} ${removal.name}\n`);
    for (const { picture, read, expected, reasons } of results.slice(0, named))
      stream.write(`  ${picture}: ${read}, not ${expected ?? "a day"}; ${reasons.join("; ")}\n`);
    if (results.length > named) stream.write(`  and ${results.length - named} more\n`);
  }
  stream.write("\n");
  for (const { what, shown, wanted, reached } of targetsOf(removals, [whole, ...without]))
    printTarget(what, shown, wanted, reached);
}

/** What is to hold of all things that can be taken away. */
export function targetsOf(removals: readonly Removal[], [, ...without]: Outcomes): Target[] {
  const of = (isMeant: (kind: RemovalKind) => boolean): Outcome =>
    sumOf(removals.flatMap(({ kind }, at) => (isMeant(kind) ? { outcome: without[at] ?? nothing } : [])));
  const said = of((kind) => sayings.includes(kind));
  const places = of((kind) => !sayings.includes(kind));
  return [
    atMost("accepted without what says that it is no day", said.accepted.length, said.noDays),
    atMost("the same, of pages that are known", said.accepted.length, said.known),
    atMost("accepted without its page, app, decoys, tabs", places.accepted.length, places.noDays),
    noMore("days accepted with a wrong count", said.wrong.length + places.wrong.length, 0),
  ];
}

function atMost(what: string, accepted: number, of: number): Target {
  const value = of === 0 ? 0 : accepted / of;
  const shown = `${accepted} of ${of}, ${(100 * value).toFixed(2)} %`;
  return { what, value, shown, wanted: `at most ${100 * aim} %`, reached: value <= aim };
}

function sumOf(rows: readonly { readonly outcome: Outcome }[]): Outcome {
  return rows.map(({ outcome }) => outcome).reduce(together, nothing);
}

function rowOf(
  kind: string,
  name: string,
  { noDays, known, accepted, days, daysAccepted, wrong }: Outcome,
): Cell[] {
  const numbers = [noDays, known, accepted.length, days, daysAccepted, wrong.length].map((value): Cell => {
    return { text: String(value) };
  });
  return [{ text: kind }, { text: name }, ...numbers];
}
