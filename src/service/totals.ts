import type { DayTotals, PeriodTotals, Totals } from "../api/totals.ts";
import { loadTestEnvironment } from "../queue/load-tests.ts";
import type { DayTotals as CountedDay, History, HourTotals, TimeTotals } from "../queue/port.ts";
import { addDays } from "../reading/extract/calendar.ts";
import { localHourIn } from "./local-hour.ts";
import { distributionOf, summariesOf } from "./time-summaries.ts";

interface Asked {
  /** The last so many days, today included. */
  readonly days: number;
  /** One environment alone. */
  readonly environment?: string;
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What was counted on some days. */
interface Counted {
  readonly counters: readonly CountedDay[];
  readonly hours: readonly HourTotals[];
  readonly times: readonly TimeTotals[];
}

/** The totals of the last days, each and together, and of as many days before, as far as they are kept. */
export async function totalsOf(
  history: Pick<History, "totals" | "hours" | "times" | "totalsFrom">,
  { days, environment, timeZone, now }: Asked,
): Promise<Totals> {
  const today = localHourIn(timeZone)(now).day;
  const [from, fromBefore] = [addDays(today, 1 - days), addDays(today, 1 - 2 * days)];
  const all: Counted = {
    counters: await history.totals(fromBefore),
    hours: await history.hours(fromBefore),
    times: await history.times(fromBefore),
  };
  const isOfLoadTest = (each: { readonly environment: string }) => each.environment === loadTestEnvironment;
  const asked = only(all, (each) =>
    environment === undefined ? !isOfLoadTest(each) : each.environment === environment,
  );
  const kept = firstKept(all, await history.totalsFrom(), today);
  const asking = Array.from({ length: days }, (_, index) => addDays(from, index));
  const names = asking.filter((day) => day >= kept);
  const [, beginning = fromBefore] = [fromBefore, kept].sort();
  const before = periodOf(asked, beginning, addDays(from, -1));
  return {
    time_zone: timeZone,
    environment: environment ?? null,
    as_of: new Date(now).toISOString(),
    deleted: names.length === days ? null : { from, until: addDays(kept, -1) },
    days: daysOf(asked, names),
    sum: periodOf(asked, names[0] ?? today, today),
    load_tests:
      environment === undefined ? periodOf(only(all, isOfLoadTest), names[0] ?? today, today).processed : 0,
    before: before.days_with_work === 0 ? null : before,
  };
}

/** The first day of which is known what happened, or that nothing did. */
function firstKept({ counters, hours }: Counted, left: string | null, today: string): string {
  if (left === null) return "";
  // Where the clock was wrong for a while, days were counted after others that seemed to be older had gone.
  const counted = [...counters, ...hours].map(({ day }) => day);
  const [first = today] = [left, today, ...counted].sort();
  return first;
}

function only(
  { counters, hours, times }: Counted,
  isAsked: (row: { readonly day: string; readonly environment: string }) => boolean,
): Counted {
  return {
    counters: counters.filter(isAsked),
    hours: hours.filter(isAsked),
    times: times.filter(isAsked),
  };
}

function daysOf({ counters, hours, times }: Counted, names: readonly string[]): DayTotals[] {
  const countersOf = Map.groupBy(counters, ({ day }) => day);
  const hoursOf = Map.groupBy(hours, ({ day }) => day);
  const timesOf = Map.groupBy(times, ({ day }) => day);
  return names.map((day) => {
    const hoursOfDay = hoursOf.get(day) ?? [];
    const figures = figuresOf({
      counters: countersOf.get(day) ?? [],
      hours: hoursOfDay,
      times: timesOf.get(day) ?? [],
    });
    const busiest = figures.received === null ? null : busiestOf(hoursOfDay);
    return {
      day,
      ...figures,
      busiest_hour: busiest && { hour: busiest.hour, received: busiest.received },
    };
  });
}

function periodOf(all: Counted, from: string, until: string): PeriodTotals {
  const counted = only(all, ({ day }) => from <= day && day <= until);
  const { counters, hours, times } = counted;
  const figures = figuresOf(counted);
  return {
    from,
    until,
    days_with_work: new Set([...counters, ...hours].map(({ day }) => day)).size,
    ...figures,
    busiest_hour: figures.received === null ? null : busiestOf(hours),
    result_distribution: distributionOf(times.filter(({ kind }) => kind === "result")),
  };
}

function figuresOf({ counters, hours, times }: Counted): Omit<DayTotals, "day" | "busiest_hour"> {
  const sums = new Map<string, number>();
  for (const day of counters)
    for (const [counter, count] of Object.entries(day.counters))
      sums.set(counter, (sums.get(counter) ?? 0) + count);
  const sum = (counter: string): number => sums.get(counter) ?? 0;
  const [verified, needs_review, no_steps] = [sum("verified"), sum("needs_review"), sum("no_steps")];
  const failed = sum("failed");
  const processed = verified + needs_review + no_steps + failed;
  const shareOf = (count: number): number | null => (processed === 0 ? null : count / processed);
  const prefix = "failed:";
  const failures = [...sums].filter(([counter]) => counter.startsWith(prefix));
  // What ended and no hour knows of did before hours were counted: then they do not know what came in, either.
  const isKnown = hours.reduce((all, { ended }) => all + ended, 0) >= sum("ended");
  const summaries = summariesOf(times);
  return {
    received: isKnown ? hours.reduce((all, { received }) => all + received, 0) : null,
    processed,
    verified,
    needs_review,
    no_steps,
    failed,
    cancelled: sum("cancelled"),
    verified_share: shareOf(verified),
    failed_share: shareOf(failed),
    failures: Object.fromEntries(failures.map(([counter, count]) => [counter.slice(prefix.length), count])),
    deliveries: { delivered: sum("delivered"), failed: sum("undelivered") },
    waiting_seconds: summaries.waiting,
    reading_seconds: summaries.reading,
    result_seconds: summaries.result,
    received_by_hour: isKnown ? byHour(hours, "received") : null,
    ended_by_hour: isKnown ? byHour(hours, "ended") : null,
  };
}

function byHour(hours: readonly HourTotals[], what: "received" | "ended"): number[] {
  const sums = Array.from({ length: 24 }, () => 0);
  for (const each of hours) sums[each.hour] = (sums[each.hour] ?? 0) + each[what];
  return sums;
}

/** The hour in which most came in, of all environments together; the first of several. */
function busiestOf(hours: readonly HourTotals[]): PeriodTotals["busiest_hour"] {
  const together = [...Map.groupBy(hours, ({ day, hour }) => `${day} ${hour}`).values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    return { day: first.day, hour: first.hour, received: rows.reduce((all, each) => all + each.received, 0) };
  });
  const busiest = together
    .toSorted((one, other) => one.day.localeCompare(other.day) || one.hour - other.hour)
    .reduce((most, each) => (each.received > most.received ? each : most), { day: "", hour: 0, received: 0 });
  return busiest.received === 0 ? null : busiest;
}
