import type { Line } from "../engines/engine.ts";
import { squeeze } from "../extract/vocabulary.ts";
import type { Scope } from "./scope.ts";
import type { TimeForm } from "./time-forms.ts";
import { timesIn } from "./times.ts";
import { updateWords } from "./words.ts";

const updates: ReadonlySet<string> = new Set(updateWords.map(squeeze));
const earlier = /(?<!\p{L})(?:yesterday|kemarin|kemaren)(?!\p{L})/iu;

/**
 * A page that was brought up to date yesterday for the last time: its count is not of all of the day that it shows. `null` where no line
 * says so.
 */
export function staleScope(lines: readonly Line[], times: readonly TimeForm[]): Scope | null {
  for (const { text } of lines) {
    if (!earlier.test(text)) continue;
    const rest = timesIn(text, times).reduce((left, time) => left.replace(time.text, " "), text);
    if (updates.has(squeeze(rest))) return { kind: "part_of_day", text };
  }
  return null;
}
