import { fields, list, orNull, text } from "../../redis/replies.ts";
import type { DayTotals, History, HourTotals, JobTime, TimeTotals } from "../port.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";

/** All that is counted of one kind, day by day. */
const askDays = script([
  `
local answer = {'ok'}
for _, day in ipairs(call('ZRANGE', key('days'), '[' .. ask.first, '+', 'BYLEX')) do
  answer[#answer + 1] = {day, call('HGETALL', key(ask.kind, day))}
end
return answer
`,
]);

const askFirstDay = script(["return {'ok', call('GET', key('totals-from'))}"]);

/** What is counted by days: see lua/counting.ts. */
export function counted({ calls }: Store): Pick<History, "totals" | "hours" | "times" | "totalsFrom"> {
  async function days(kind: "totals" | "hours" | "times", first: string) {
    return (await calls.run(askDays, { kind, first })).rest.flatMap((each) => {
      const [day, counts] = list(each);
      const byName = [...fields(counts)].map(([name, count]) => [name, Number(count)] as const);
      return [{ day: text(day), counts: byName.sort(([one], [other]) => (one < other ? -1 : 1)) }];
    });
  }

  return {
    totals: async (fromDay) =>
      (await days("totals", fromDay)).flatMap(({ day, counts }): DayTotals[] => {
        const environments = Map.groupBy(counts, ([name]) => beforeColon(name));
        return sorted(environments).map(([environment, of]) => ({
          day,
          environment,
          counters: Object.fromEntries(
            of.map(([name, count]) => [name.slice(environment.length + 1), count]),
          ),
        }));
      }),
    hours: async (fromDay) =>
      (await days("hours", fromDay)).flatMap(({ day, counts }): HourTotals[] => {
        const hours = new Map<string, { received: number; ended: number }>();
        for (const [name, count] of counts) {
          const [environment = "", hour = "", what] = name.split(":");
          const at = `${environment}:${hour.padStart(2, "0")}`;
          const known = hours.get(at) ?? { received: 0, ended: 0 };
          hours.set(at, { ...known, [what === "received" ? "received" : "ended"]: count });
        }
        return sorted(hours).map(([at, both]) => {
          const [environment = "", hour] = at.split(":");
          return { day, environment, hour: Number(hour), ...both };
        });
      }),
    times: async (fromDay) =>
      (await days("times", fromDay)).flatMap(({ day, counts }) => {
        const buckets = Map.groupBy(counts, ([name]) => name.slice(0, name.lastIndexOf(":")));
        return [...buckets].map(([at, of]) => toTimes(day, at, of)).sort(byPlace);
      }),
    totalsFrom: async () => orNull((await calls.run(askFirstDay)).rest[0], text),
  };
}

function toTimes(day: string, at: string, of: readonly (readonly [string, number])[]): TimeTotals {
  const [environment = "", kind, bucket] = at.split(":");
  const value = (what: string): number => of.find(([name]) => name.endsWith(`:${what}`))?.[1] ?? 0;
  return {
    day,
    environment,
    kind: kind as JobTime,
    bucket: Number(bucket),
    count: value("count"),
    milliseconds: value("milliseconds"),
    longest: value("longest"),
  };
}

function byPlace(one: TimeTotals, other: TimeTotals): number {
  const text = ({ environment, kind }: TimeTotals) => `${environment}:${kind}`;
  if (text(one) !== text(other)) return text(one) < text(other) ? -1 : 1;
  return one.bucket - other.bucket;
}

function beforeColon(name: string): string {
  return name.slice(0, name.indexOf(":"));
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}
