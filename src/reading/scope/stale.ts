import { squeeze } from "../extract/vocabulary.ts";
import type { Seen } from "./around.ts";
import type { Scope } from "./scope.ts";
import type { TimeForm } from "./time-forms.ts";
import { timesIn } from "./times.ts";
import { updateWords } from "./words.ts";

const updates: ReadonlySet<string> = new Set(updateWords.map(squeeze));
const earlier = /(?<!\p{L})(?:yesterday|kemarin|kemaren)(?!\p{L})/iu;

/**
 * A page that was brought up to date yesterday for the last time: its count is not of all of the day that it shows, unless that is
 * yesterday. `null` where no line says so that may be about the count: another tile below it has a time of its own.
 */
export function staleScope(
  seen: readonly Seen[],
  day: string | null,
  times: readonly TimeForm[],
): Scope | null {
  if (day !== null && earlier.test(day)) return null;
  for (const {
    line: { text },
    zone,
    isAfter,
  } of seen) {
    if (!earlier.test(text) || isAfter || zone === "elsewhere") continue;
    const rest = timesIn(text, times).reduce((left, time) => left.replace(time.text, " "), text);
    if (updates.has(squeeze(rest))) return { kind: "part_of_day", text };
  }
  return null;
}
