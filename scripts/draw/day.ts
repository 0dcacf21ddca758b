import type { Random } from "../common/random.ts";

/** What one person's phone knows about one day: every number that any of the screens prints. */
export interface Day {
  steps: number;
  goal: number;
  km: number;
  kcal: number;
  kcalGoal: number;
  totalKcal: number;
  minutes: number;
  minuteGoal: number;
  stand: number;
  standGoal: number;
  flights: number;
  heartRate: number;
  heartPoints: number;
  /** How active each of the 24 hours was; the busiest is 1. */
  hours: number[];
  /** Steps of the seven days that end with this one. */
  week: number[];
  /** Noon of the day, in UTC. */
  date: Date;
  today: boolean;
  clock: { hour: number; minute: number };
  battery: number;
}

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2025, 5, 1, 12);

/** Makes up a day. Distance follows from the steps by a plausible stride, calories follow from both. */
export function dayOf(r: Random): Day {
  const steps = stepsOf(r);
  const km = Math.round((steps * r.between(0.55, 0.85)) / 10) / 100;
  const kcal = Math.max(1, Math.round(steps * r.between(0.03, 0.045)));
  const today = r.chance(0.7);
  const clock = { hour: today ? r.int(8, 23) : r.int(6, 23), minute: r.int(0, 59) };
  const minutes = Math.max(1, Math.round(steps / r.between(90, 125)));
  return {
    steps,
    goal: r.pick([4000, 5000, 6000, 6000, 6600, 7000, 7600, 8000, 10_000, 10_000, 10_000, 12_000]),
    km,
    kcal,
    kcalGoal: r.int(11, 70) * 10,
    totalKcal: kcal + Math.round(r.between(40, 72) * (today ? clock.hour : 24)),
    minutes,
    minuteGoal: r.pick([15, 25, 30, 60, 90]),
    stand: r.int(1, 15),
    standGoal: r.pick([8, 10, 12, 12, 13]),
    flights: r.chance(0.3) ? 0 : r.int(1, 19),
    heartRate: r.int(58, 118),
    heartPoints: Math.round((minutes * r.between(0.3, 0.9)) / 2) * (r.chance(0.8) ? 1 : 2),
    hours: hoursOf(r, today ? clock.hour : 23),
    week: [...Array.from({ length: 6 }, () => stepsOf(r)), steps],
    date: new Date(FIRST_DAY + r.int(0, 420) * DAY_MS),
    today,
    clock,
    battery: r.int(9, 100),
  };
}

/** The day that lies `days` after this one. */
export function shifted(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}

/** The share of a goal that is reached, at most 1. */
export function share(value: number, goal: number): number {
  return Math.min(1, value / goal);
}

/** Few days have under a thousand steps, most have some thousands, and some go beyond ten thousand. */
function stepsOf(r: Random): number {
  const kind = r.next();
  if (kind < 0.12) return r.int(60, 999);
  if (kind < 0.65) return r.int(1000, 9999);
  return r.int(10_000, 27_000);
}

/** Quiet nights, a few busy hours, and nothing after the hour that it is now. */
function hoursOf(r: Random, last: number): number[] {
  const busy = [r.int(6, 9), r.int(11, 14), r.int(16, 20), r.int(6, Math.max(8, last))];
  const hours = Array.from({ length: 24 }, (_, hour) => {
    if (hour > last) return 0;
    if (busy.includes(hour)) return r.between(0.35, 1);
    if (hour < 5) return r.chance(0.1) ? r.between(0.01, 0.05) : 0;
    return r.chance(0.7) ? r.between(0.02, 0.3) : 0;
  });
  const highest = Math.max(...hours, 0.01);
  return hours.map((value) => value / highest);
}
