import type { Place } from "../apps/profile.ts";
import type { Line } from "../engines/engine.ts";
import type { Reason } from "../reasons.ts";
import type { NumberToken } from "./numbers.ts";

/** What speaks for a number being the step count, strongest first. The last two are guesses: see `likely.ts`. */
export type Evidence = "goal-pair" | "unit" | "label" | "ring" | "sentence" | "size";

/** A number that the screen calls steps: it may be the day's count. */
export interface StepCandidate {
  readonly count: number;
  readonly token: NumberToken;
  readonly evidence: Evidence;
  readonly place: Place;
  /** The lines that make it the step count: its label, its unit, its goal. */
  readonly ties: readonly Line[];
  readonly goal: number | null;
  /** What makes it doubtful, in sentences for a person. */
  readonly doubts: readonly Reason[];
}
