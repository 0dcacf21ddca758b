/** Prints what was measured beside its target; `reached` is `null` where there is none, or nothing to measure. */
export function printTarget(what: string, value: string, wanted: string, reached: boolean | null): void {
  const word = reached === null ? "-" : reached ? "reached" : "MISSED";
  console.log(
    `  ${word.padEnd(7)}  ${what.padEnd(46)} ${value.padStart(17)}${wanted === "" ? "" : `   target ${wanted}`}`,
  );
}
