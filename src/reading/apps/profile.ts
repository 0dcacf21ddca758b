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
  /**
   * Where the step count stands. `labelled`: beside, above or below a word for steps. `stacked`: one of two
   * numbers, one above the other on one axis, that stand over a legend: `place` says which, `legend` names it.
   */
  readonly steps: { readonly kind: "labelled" } | StackedSteps;
}

export interface StackedSteps {
  readonly kind: "stacked";
  readonly place: "upper" | "lower";
  readonly legend: readonly string[];
}
