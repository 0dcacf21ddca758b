import type { Knot } from "../../src/reading/calibration.ts";

/** A number that was read: what the odds promised, what was said of it, and whether it was right. */
export interface Judged {
  readonly promised: number;
  readonly confidence: number;
  readonly right: boolean;
}

/** Fewer numbers than this say little about their share. */
const leastInBin = 40;

interface Bin {
  readonly promised: number;
  readonly right: number;
  readonly numbers: number;
}

/**
 * A curve that never falls through the shares of right numbers: bins of equal promises, merged where a higher promise
 * was kept less often (pool adjacent violators, Ayer et al. 1955) or where there are too few. Shares are (right + 1) ÷
 * (numbers + 2), Laplace's rule, so that a bin without an error does not promise certainty.
 */
export function fitMonotone(judged: readonly Judged[]): Knot[] {
  const sorted = [...judged].sort((a, b) => a.promised - b.promised);
  const bins: Bin[] = [];
  for (let from = 0; from < sorted.length; ) {
    let to = Math.min(sorted.length, from + leastInBin);
    // Equal promises stay together.
    while (to < sorted.length && sorted[to]?.promised === sorted[to - 1]?.promised) to++;
    if (sorted.length - to < leastInBin) to = sorted.length;
    const part = sorted.slice(from, to);
    bins.push({
      promised: part.reduce((sum, each) => sum + each.promised, 0) / part.length,
      right: part.filter((each) => each.right).length,
      numbers: part.length,
    });
    for (let last = bins.at(-1), before = bins.at(-2); last && before; ) {
      if (share(before) < share(last)) break;
      bins.splice(-2, 2, pooled(before, last));
      [last, before] = [bins.at(-1), bins.at(-2)];
    }
    from = to;
  }
  return [[0, 0], ...bins.map((bin): Knot => [bin.promised, share(bin)]), [1, 1]];
}

function share({ right, numbers }: Bin): number {
  return (right + 1) / (numbers + 2);
}

function pooled(a: Bin, b: Bin): Bin {
  const numbers = a.numbers + b.numbers;
  return {
    promised: (a.promised * a.numbers + b.promised * b.numbers) / numbers,
    right: a.right + b.right,
    numbers,
  };
}
