import { none, type Target } from "../common/target.ts";
import { type Compared, tools } from "./compare.ts";
import { percentilesOfDelays } from "./delays.ts";
import type { Percentiles } from "./tools.ts";

const names = ["p50", "p90", "p99"] as const;

/**
 * What each tool measured, and then ours as a part of theirs, which should be within a tenth. Theirs are no more than that
 * either: wrk adds what it believes to have missed (`stats_correct` in its wrk.c), which makes its times longer, and on a
 * service each tool takes as much of the processors from it as it needs itself.
 */
export function comparison(found: Compared): Target[] {
  const { "ocr-eco loadtest": ours, wrk, ab } = found;
  const measured = tools.map((tool): Target => {
    const figures = found[tool];
    return figures === undefined
      ? none(tool, "is not installed")
      : none(tool, `${timesOf(figures)}, ${Math.round(figures.perSecond)}/s`);
  });
  if (ours === undefined) return measured;
  return [
    ...measured,
    ...(wrk === undefined ? [] : parts("ours as a part of wrk's", ours, wrk, true)),
    ...(ab === undefined ? [] : parts("ours as a part of ab's", ours, ab, true)),
    // How far two tools are apart that are known to be right.
    ...(wrk === undefined || ab === undefined ? [] : parts("wrk's as a part of ab's", wrk, ab, false)),
  ];
}

/** The same beside what the times were. */
export function comparisonWithKnown(found: Compared): Target[] {
  const { "ocr-eco loadtest": ours } = found;
  return [
    none("the handler's own", timesOf(percentilesOfDelays)),
    ...(ours === undefined ? [] : parts("ours as a part of the handler's", ours, percentilesOfDelays, true)),
    ...comparison(found),
  ];
}

type Times = Omit<Percentiles, "perSecond">;

function timesOf({ p50, p90, p99 }: Times): string {
  return [p50, p90, p99].map((milliseconds) => milliseconds.toFixed(2)).join(" / ");
}

function parts(what: string, one: Times, other: Times, isAim: boolean): Target[] {
  return names.map((name) => {
    const value = one[name] / other[name];
    return {
      what: `${name}: ${what}`,
      value,
      shown: value.toFixed(2),
      wanted: isAim ? "0.9 to 1.1" : "",
      reached: isAim ? value >= 0.9 && value <= 1.1 : null,
    };
  });
}
