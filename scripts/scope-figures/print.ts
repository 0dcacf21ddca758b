import { printScopes } from "../../cli/eval/figures.ts";
import type { Result } from "../../src/eval/document.ts";
import { tallyGroups, tallyScopes } from "../../src/eval/tally.ts";

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
