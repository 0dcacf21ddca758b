import type { ScopeKind } from "../../../src/reading/scope/scope.ts";
import { AVERAGES } from "./averages.ts";
import { BEST_DAYS } from "./best-days.ts";
import { CHALLENGES } from "./challenges.ts";
import { DAY_RANGES } from "./day-ranges.ts";
import { EXERCISES } from "./exercises.ts";
import type { Expressions } from "./expressions.ts";
import { DAY_PARTS, HOURS } from "./hours.ts";
import { MONTHS } from "./months.ts";
import { FAMILY, GROUPS, NAMES } from "./people.ts";
import { FACES, NOTIFICATIONS, REMARKS, REWARDS, SHOPS, TUTORIALS } from "./sentences.ts";
import { ENTRIES, GOALS, LOGS } from "./settings.ts";
import { TOTALS } from "./totals.ts";
import { WEEKS } from "./weeks.ts";
import { YEARS } from "./years.ts";

/** Every list of expressions, and what a count of steps is of that such a line belongs to. */
export const LISTS = {
  hours: { says: HOURS, scope: "part_of_day" },
  dayParts: { says: DAY_PARTS, scope: "part_of_day" },
  weeks: { says: WEEKS, scope: "several_days" },
  months: { says: MONTHS, scope: "several_days" },
  years: { says: YEARS, scope: "several_days" },
  dayRanges: { says: DAY_RANGES, scope: "several_days" },
  bestDays: { says: BEST_DAYS, scope: "several_days" },
  totals: { says: TOTALS, scope: "total" },
  averages: { says: AVERAGES, scope: "average" },
  exercises: { says: EXERCISES, scope: "exercise" },
  names: { says: NAMES, scope: "other_person" },
  family: { says: FAMILY, scope: "other_person" },
  groups: { says: GROUPS, scope: "other_person" },
  challenges: { says: CHALLENGES, scope: "total" },
  goals: { says: GOALS, scope: "goal" },
  entries: { says: ENTRIES, scope: "no_record" },
  logs: { says: LOGS, scope: "part_of_day" },
  notifications: { says: NOTIFICATIONS, scope: "no_record" },
  shops: { says: SHOPS, scope: "no_record" },
  faces: { says: FACES, scope: "no_record" },
  tutorials: { says: TUTORIALS, scope: "no_record" },
  rewards: { says: REWARDS, scope: "no_record" },
  remarks: { says: REMARKS, scope: "no_record" },
} as const satisfies Record<string, { says: Expressions; scope: ScopeKind }>;

/** The name of a list. */
export type ListName = keyof typeof LISTS;
