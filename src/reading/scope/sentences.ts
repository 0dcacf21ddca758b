import type { Scope, ScopeKind } from "./scope.ts";

/** What a count is the count of, in a few words for a person. */
export const scopeNames: Readonly<Record<ScopeKind, string>> = {
  day: "a day",
  part_of_day: "a part of a day",
  several_days: "several days",
  total: "a total",
  average: "an average",
  exercise: "one exercise",
  other_person: "somebody else",
  goal: "a goal",
  no_record: "no record",
  unknown: "something that is not known",
};

const words = {
  day: "it is the count of a day",
  part_of_day: "it may be the count of a part of a day",
  several_days: "it may be the count of several days",
  total: "it may be a total",
  average: "it may be an average",
  exercise: "it may be the count of one exercise",
  other_person: "it may be somebody else's count",
  goal: "it may be a goal",
  no_record: "it may be no record of a day",
} as const satisfies Readonly<Record<Exclude<ScopeKind, "unknown">, string>>;
/** Each of them in the words that sentences have for it. */
export type ScopePhrase = (typeof words)[keyof typeof words];

/** Why a count of this scope is not booked, in a sentence for a person. */
export function scopeDoubt({ kind, text }: Scope): string {
  if (kind === "unknown") {
    return text === null
      ? "the screen does not print the day that it is about"
      : `'${text}' stands in the title or at the number, and what it means is not known`;
  }
  return text === null ? words[kind] : `${words[kind]}: '${text}'`;
}
