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

/** `Exercise` alone on its row, and over no value that is seen: the page is about that. */
export function isOtherTitle(line: Line, seen: readonly Seen[], { lines, labels, values }: Screen): boolean {
  const label = labels.find((each) => each.line === line);
  if (label === undefined || label.concept === "steps") return false;
  const hasValue = values
    .filter((value) => value.label === label)
    .some(({ number }) => seen.some((each) => each.line === number.line && each.says.times.length === 0));
  const isWord = (other: Line): boolean => sameRow(other.box, line.box) && /\p{L}{3}/u.test(other.text);
  return !hasValue && !lines.some((other) => other !== line && isWord(other));
}
