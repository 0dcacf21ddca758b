/** What we know of one phone app. Knowledge only: the engine that uses it is `extract/`. */
export interface AppProfile {
  readonly name: string;
  /** The name in the contract with Laravel; apps that it does not know are `Other`. */
  readonly appClass: AppClass;
  /** Phrases that show the app, wherever they stand. */
  readonly marks: readonly Mark[];
  /** What stands in its places on several pages, such as the tabs at the foot. Those of its pages show the app, too. */
  readonly arrangements: readonly Arrangement[];
  readonly pages: readonly PageProfile[];
  /** What else the app prints in its titles and on its cards, in every language. It is understood, and says nothing. */
  readonly prints: readonly string[];
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

/** Phrases of which any one, in whatever language, counts `weight` once: see `Arrangement`. */
export interface Mark {
  readonly weight: number;
  readonly phrases: readonly string[];
}

/**
 * Texts in their places to each other. Words can stand anywhere; that these stand together like this is what one app
 * shows. `weight` is how many times more often it stands on the app's screens than on others', as a power of two, and
 * at most 5: `scripts/marks.ts` counts it.
 */
export interface Arrangement {
  readonly weight: number;
  /** `row`: side by side, from left to right; `column`: one below the other, each on a line of its own. */
  readonly along: "row" | "column";
  /** In their order. */
  readonly items: readonly Item[];
  /** How many of the items must be there; all of them where it is not said. */
  readonly least?: number;
}

/** One text of an arrangement: what it is called, in every language, or its form. */
export type Item = readonly string[] | RegExp;

export interface PageProfile {
  readonly name: string;
  /** Phrases that tell it from the app's other pages. */
  readonly marks: readonly Mark[];
  /** Its structure: what is not shown to have any of these is not taken for this page. */
  readonly arrangements: readonly Arrangement[];
  /** Where the step count stands. */
  readonly steps: LabelledSteps | StackedSteps;
  /** Phrases at numbers of this page that look like the day's step count and are not, in every language. */
  readonly decoys: readonly string[];
  /** Phrases that stand at the day's count although elsewhere they would say that it is something else. */
  readonly atCount: readonly string[];
  /** Whether the page is a stack of cards about several things; others are about the steps from top to bottom. */
  readonly cards: boolean;
  /** Whether the page always prints its day; others show today. */
  readonly printsDay: boolean;
  /** Tabs at the foot of the screen under which only the owner's pages are: with one selected, the day may be cut off with the top. */
  readonly ownTabs?: readonly string[];
  /** Whether the card of steps prints when it was updated. */
  readonly updated?: boolean;
  /** Whether its chart prints an hour that the count over its goal has nothing to do with. */
  readonly chartHours?: boolean;
  /** Whether it is a part of a screen, of any shape. */
  readonly part?: boolean;
}

/**
 * Where the words that make a number the step count stand, seen from the number: `behind` it on its row
 * (`401 steps`), `before` it, `above`, `below`; `pair` when it stands with its goal (`8,376/4,000 steps`); `nowhere`
 * near it.
 */
export type Place = "pair" | "behind" | "before" | "above" | "below" | "ring" | "nowhere";

/** The count has a word for steps, in one of these places: versions of an app differ. */
export interface LabelledSteps {
  readonly kind: "labelled";
  readonly stands: readonly Standing[];
}

export interface Standing {
  readonly place: Exclude<Place, "ring" | "nowhere">;
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
