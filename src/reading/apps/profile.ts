/** What we know of one phone app. Knowledge only: the engine that uses it is `extract/`. */
export interface AppProfile {
  readonly name: string;
  /** The name in the contract with Laravel; apps that it does not know are `Other`. */
  readonly appClass: AppClass;
  /** Phrases that show the app, with a weight: 1 may stand elsewhere too, 5 stands nowhere else. */
  readonly marks: readonly Mark[];
  readonly pages: readonly PageProfile[];
}

export const appClasses = [
  "Apple Health",
  "Google Fit",
  "Huawei Health",
  "Samsung Health",
  "Fitbit",
  "Garmin Connect",
  "Other",
] as const;
export type AppClass = (typeof appClasses)[number];

/** Phrases of which any one, in whatever language, counts `weight` once. */
export interface Mark {
  readonly weight: number;
  readonly phrases: readonly string[];
}

export interface PageProfile {
  readonly name: string;
  readonly marks: readonly Mark[];
  /** Where the step count stands. */
  readonly steps: LabelledSteps | StackedSteps;
  /** Phrases at numbers of this page that look like the day's step count and are not, in every language. */
  readonly decoys: readonly string[];
}

/**
 * Where the words that make a number the step count stand, seen from the number: `behind` it on its row
 * (`401 steps`), `before` it, `above`, `below`; `pair` when it stands with its goal (`8,376/4,000 steps`).
 */
export type Place = "pair" | "behind" | "before" | "above" | "below" | "ring";

/** The count has a word for steps, in one of these places: versions of an app differ. */
export interface LabelledSteps {
  readonly kind: "labelled";
  readonly stands: readonly Standing[];
}

export interface Standing {
  readonly place: Exclude<Place, "ring">;
  /** The edge or axis that the count shares with its word: a digit that is missing puts it out of line. */
  readonly aligned?: "left" | "centre";
}

/**
 * The count is one of two numbers, one above the other on one axis, that stand over a legend: `place` says which,
 * `legend` names it.
 */
export interface StackedSteps {
  readonly kind: "stacked";
  readonly place: "upper" | "lower";
  readonly legend: readonly string[];
}
