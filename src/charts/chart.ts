import type { Unit } from "./scale.ts";

/** The colours that series can have. */
export type Tone = 1 | 2 | 3 | 4 | "bad";

/** Values that belong together, one for each label; `null` where there is none. */
interface Series {
  readonly name: string;
  readonly tone: Tone;
  readonly values: readonly (number | null)[];
}

/** A line across a chart that values are held against. */
interface Limit {
  readonly value: number;
  readonly name: string;
}

/** What a chart says of its own. */
interface Words {
  /** Opens the same numbers as a table. */
  readonly asTable: string;
  /** Stands where there would be bars or lines. */
  readonly nothing: string;
}

export const englishWords: Words = { asTable: "as a table", nothing: "nothing" };

export interface Chart {
  readonly title: string;
  /** One sentence that says what there is to see: it is what those hear who do not see the chart. */
  readonly summary: string;
  /** What stands below each place, and at the beginning of each row of the table. */
  readonly labels: readonly string[];
  /** What the labels are, as the head of their column. */
  readonly labelled: string;
  readonly series: readonly Series[];
  readonly unit: Unit;
  /** How a value is written. */
  readonly text: (value: number) => string;
  readonly limit?: Limit;
  /** English where they are left out. */
  readonly words?: Words;
}
