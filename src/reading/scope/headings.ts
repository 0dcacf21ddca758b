import type { Line } from "../engines/engine.ts";
import { sameRow } from "../extract/layout.ts";
import type { Screen } from "../extract/screen.ts";
import type { Seen } from "./around.ts";
import type { Explanation } from "./explain.ts";

/** From one day to another, however the line joins them: two dates, or two weekdays. */
export function namesDays({ times }: Explanation): boolean {
  const days = times.filter(({ span }) => span === "day");
  const weekdays = days.filter(({ form }) => form === "weekday");
  const dates = days.filter(({ form }) => form !== "weekday" && form !== "relative");
  return Math.max(weekdays.length, dates.length) > 1;
}

/** Known words that together say what nobody knows, as titles do: `Ringkasan olahraga`, `langkah/hari`. */
export function isCompound({ times, understood }: Explanation): boolean {
  return understood.filter((part) => !times.some(({ start }) => start === part.start)).length > 1;
}

/**
 * Two days in a title or at the count whose lines are read one by one, as `Apr 1` and `Apr 30` beside each other with a dash
 * that is not read; `null` where there is one, or none. Words such as `Today` name a day beside its date.
 */
export function daysOfTitle(seen: readonly Seen[]): string | null {
  const dates = seen
    .filter(({ zone }) => zone === "title" || zone === "near")
    .flatMap(({ says }) => says.times)
    .filter(({ form, day }) => day !== null && form !== "weekday");
  const [first] = dates;
  const other = dates.find(({ day }) => day?.month !== first?.day?.month || day?.day !== first?.day?.day);
  return first === undefined || other === undefined ? null : `${first.text} – ${other.text}`;
}

/** `Exercise` alone on its row, and over no value that is seen: the page is about that. A lone digit may as well be an icon. */
export function isOtherTitle(line: Line, seen: readonly Seen[], { lines, labels, values }: Screen): boolean {
  const label = labels.find((each) => each.line === line);
  if (label === undefined || label.concept === "steps") return false;
  const hasValue = values
    .filter((value) => value.label === label && !/^\d$/.test(value.number.text))
    .some(({ number }) => seen.some((each) => each.line === number.line && each.says.times.length === 0));
  const isWord = (other: Line): boolean => sameRow(other.box, line.box) && /\p{L}{3}/u.test(other.text);
  return !hasValue && !lines.some((other) => other !== line && isWord(other));
}
