import type { fieldNames } from "../../src/reading/extract/fields.ts";
import type { Status } from "../../src/reading/verdict.ts";

/** How a status is called and coloured for a person. */
export const statusWords: Readonly<
  Record<Status, { mark: string; word: string; style: "green" | "yellow" | "gray" }>
> = {
  verified: { mark: "✓", word: "verified", style: "green" },
  needs_review: { mark: "?", word: "needs review", style: "yellow" },
  no_steps: { mark: "–", word: "no step count", style: "yellow" },
  not_a_step_screen: { mark: "–", word: "no step counter", style: "gray" },
};

export const fieldWords: Readonly<Record<(typeof fieldNames)[number], string>> = {
  date: "date",
  distance: "distance",
  duration: "active time",
  total_calories: "calories",
  avg_pace: "pace",
  avg_speed: "speed",
  avg_cadence: "cadence",
  avg_stride: "stride",
  avg_heart_rate: "heart rate",
};

/** A count with a thin gap every three digits: readable in either language, where `.` and `,` are not. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** A share as a percentage, cut and not rounded: nothing is ever 100 % sure. */
export function percent(share: number): string {
  return `${(Math.floor(Math.min(share, 0.999) * 1000) / 10).toFixed(1)} %`;
}
