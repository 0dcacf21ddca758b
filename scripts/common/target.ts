/** Something that the project promises, as it was measured. */
export interface Target {
  readonly what: string;
  /** A count, a share (0–1), milliseconds or megabytes; `null` where there was nothing to measure. */
  readonly value: number | null;
  readonly shown: string;
  /** What was promised; empty for what is only printed beside it. */
  readonly wanted: string;
  /** `null` where nothing was promised, or nothing could be measured. */
  readonly reached: boolean | null;
  /** A sentence for a person. */
  readonly note?: string;
}

/** Prints what was measured beside its target; `reached` is `null` where there is none, or nothing to measure. */
export function printTarget(what: string, value: string, wanted: string, reached: boolean | null): void {
  const word = reached === null ? "-" : reached ? "reached" : "MISSED";
  console.log(
    `  ${word.padEnd(7)}  ${what.padEnd(46)} ${value.padStart(17)}${wanted === "" ? "" : `   target ${wanted}`}`,
  );
}

/** A figure without a target. */
export function none(what: string, shown: string, value: number | null = null): Target {
  return { what, value, shown, wanted: "", reached: null };
}

/** A figure that should not be above `most`. */
export function noMore(what: string, value: number, most: number, unit = ""): Target {
  const with_ = (number: number): string => (unit === "" ? String(number) : `${number} ${unit}`);
  return {
    what,
    value,
    shown: with_(value),
    wanted: most === 0 ? "0" : `≤ ${with_(most)}`,
    reached: value <= most,
  };
}

/** A figure that should not be below `least`. */
export function noLess(what: string, value: number, least: number, unit = ""): Target {
  const target = noMore(what, value, least, unit);
  return { ...target, wanted: target.wanted.replace("≤", "≥"), reached: value >= least };
}

/** A share with its parts. `least` is `null` where nothing is promised; of nothing there is no share. */
export function share(what: string, [part, all]: readonly [number, number], least: number | null): Target {
  const wanted = least === null ? "" : least === 1 ? "all" : `≥ ${Number((100 * least).toFixed(1))} %`;
  if (all === 0) return { what, value: null, shown: "there are none", wanted, reached: null };
  const value = part / all;
  // Cut and not rounded, so that what misses its target never looks as if it reached it.
  const percent = (Math.floor(1000 * value + 1e-6) / 10).toFixed(1);
  return {
    what,
    value,
    shown: `${part} of ${all}, ${percent} %`,
    wanted,
    reached: least === null ? null : value >= least,
  };
}
