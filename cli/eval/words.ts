import type { Result } from "../../src/eval/document.ts";
import type { FieldKey } from "../../src/eval/field-keys.ts";
import { grouped, statusWords } from "../output/words.ts";

/** How a field is called for a person. */
export const fieldTitles: Readonly<Record<FieldKey, string>> = {
  app: "app",
  page: "page",
  locale: "language",
  theme: "theme",
  date: "date as printed",
  date_iso: "date",
  distance: "distance as printed",
  distance_km: "distance in km",
  calories: "calories",
  active_time: "active time",
  heart_rate: "heart rate",
  goal: "goal",
  clock: "clock",
  scope: "scope",
};

/** A share as a percentage, cut and not rounded, so that only all is 100 %; a dash for a share of nothing. */
export function share(value: number | null): string {
  if (value === null) return "–";
  // A thousandth of a thousandth more, because 0.29 * 1000 is below 290.
  return `${(Math.floor(value * 1000 + 1e-6) / 10).toFixed(1)} %`;
}

/** Milliseconds as seconds. */
export function seconds(milliseconds: number | null): string {
  return milliseconds === null ? "–" : `${(milliseconds / 1000).toFixed(2)} s`;
}

/** A count or that there is none. */
export function countOrNone(count: number | null): string {
  return count === null ? "none" : grouped(count);
}

/** What became of a picture, in a word. */
export function statusOf({ status }: Pick<Result, "status">): string {
  return status === "failed" ? "unreadable" : statusWords[status].word;
}

/** Why a result is what it is: the failure, or the strongest reason. */
export function reasonOf({ error, reasons }: Pick<Result, "error" | "reasons">): string {
  return error?.message ?? reasons[0] ?? "";
}
