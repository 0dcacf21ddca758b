import { printScopes } from "../../cli/eval/figures.ts";
import type { Result } from "../../src/eval/document.ts";
import { tallyGroups, tallyScopes } from "../../src/eval/tally.ts";
import type { Grid, Section } from "../common/section.ts";
import { none } from "../common/target.ts";

/** What was accepted of what, for the page of figures; `rest` are pictures that were not read. */
export function partsOf(results: readonly Result[], rest: number): [Section, Grid] {
  const accepted = results.filter(({ status }) => status === "verified").length;
  const targets = [
    none("accepted", `${accepted} of ${results.length}`),
    none("not read: cut off before", String(rest)),
  ];
  const rows = Object.entries(tallyScopes(results)).map(([scope, figures]) => [
    scope.replaceAll("_", " "),
    {
      pictures: figures.pictures + figures.negatives,
      accepted: figures.accepted + figures.negatives_accepted,
    },
  ]);
  return [
    { title: "All", targets },
    { title: "By what the number is the count of", rows: Object.fromEntries(rows) },
  ];
}

/** Prints what was accepted, by scope and by group, and each of them with what speaks for it. */
export function printAccepted(results: readonly Result[]): void {
  const accepted = results.filter(({ status }) => status === "verified");
  console.log("\nBy what the number is the count of");
  printScopes(process.stdout, "scope", tallyScopes(results));
  console.log("\nBy group");
  printScopes(
    process.stdout,
    "group",
    tallyGroups(results, ({ group }) => group),
  );
  console.log(`\nAccepted: ${accepted.length} of ${results.length}`);
  for (const { picture, read, confidence, reasons, fields } of accepted) {
    const scope = fields.scope?.read ?? "none";
    console.log(`  ${picture}\n    ${read} (${confidence}), scope ${scope}: ${reasons.join("; ")}`);
  }
  const failed = results.flatMap(({ picture, error }) =>
    error === undefined ? [] : [`${picture}: ${error.message}`],
  );
  if (failed.length > 0) console.log(`\nNot read:\n  ${failed.join("\n  ")}`);
}
