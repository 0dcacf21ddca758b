/** One point of the curve: what the odds promise, and the share of numbers that were right there. */
export type Knot = readonly [promised: number, right: number];

/**
 * What became of the odds' promises on drawn screens and on real and drawn ones that were cropped, shrunk, blurred,
 * turned and so on. Printed by `bun scripts/calibrate.ts`, which says how.
 */
const knots: readonly Knot[] = [
  [0, 0],
  [0.1111, 0.7347],
  [0.6978, 0.8776],
  [0.973, 0.9976],
  [0.998, 0.9993],
  [1, 1],
];

/**
 * The share of numbers that are right where the odds promise `promised` (0–1): of a hundred numbers with a
 * confidence of 0.9, ninety are right.
 */
export function calibrated(promised: number): number {
  return interpolate(knots, promised);
}

/** What the odds promised where the confidence is `confidence`: the inverse of `calibrated`, for refitting. */
export function promisedAt(confidence: number): number {
  return interpolate(
    knots.map(([promised, right]) => [right, promised]),
    confidence,
  );
}

function interpolate(points: readonly Knot[], at: number): number {
  const upper = points.findIndex(([x]) => x >= at);
  const [x1, y1] = points[upper === -1 ? points.length - 1 : upper] ?? [1, 1];
  const [x0, y0] = points[Math.max(0, upper - 1)] ?? [0, 0];
  return x1 <= x0 ? y1 : y0 + ((at - x0) / (x1 - x0)) * (y1 - y0);
}
