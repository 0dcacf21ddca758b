import { printTarget, type Target } from "./target.ts";

/** Figures and targets that belong together. */
export interface Section {
  readonly title: string;
  readonly targets: readonly Target[];
}

/** Figures that are one table, by the names of rows and of columns. */
export interface Grid {
  readonly title: string;
  readonly rows: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}

/** Prints each figure beside its target, with reached or MISSED before it. */
export function printSection({ title, targets }: Section): void {
  console.log(`\n${title}`);
  for (const { what, shown, wanted, reached, note } of targets) {
    printTarget(what, shown, wanted, reached);
    if (note !== undefined) console.log(`           ${note}`);
  }
}
