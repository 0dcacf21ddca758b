/**
 * What a number of steps is the count of. Only a `day` can be booked; whatever is not shown to be one is something
 * else, or `unknown`.
 */
export const scopeKinds = [
  /** One whole day of the phone's owner. */
  "day",
  /** An hour, a morning, one entry of a log. */
  "part_of_day",
  /** A week, a month, a year, or the best of many days. */
  "several_days",
  /** All that was ever counted, or a sum whose days are not said. */
  "total",
  "average",
  /** One walk, run or trip. */
  "exercise",
  /** Somebody else's, or a group's. */
  "other_person",
  "goal",
  /** No record at all: an advertisement, a setting, a sentence, a picture of a screen. */
  "no_record",
  /** Nothing on the screen says which. */
  "unknown",
] as const;
export type ScopeKind = (typeof scopeKinds)[number];

/** What a count is the count of, and the text on the screen that says so; `null` where it is what nothing says. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly text: string | null;
}
