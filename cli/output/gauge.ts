/** Blocks of one to seven eighths of a column. */
const eighths = "▏▎▍▌▋▊▉";

/**
 * A bar of `width` columns for a share from 0 to 1, to an eighth of a column; never empty or full unless the share is. Of
 * nothing it is empty.
 */
export function bar(share: number, width: number): string {
  if (width < 1) return "";
  const within = Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
  const whole = 8 * width;
  const rounded = Math.round(within * whole);
  const filled = Math.min(within < 1 ? whole - 1 : whole, Math.max(within > 0 ? 1 : 0, rounded));
  const begun = filled % 8 === 0 ? "" : eighths.charAt((filled % 8) - 1);
  const drawn = "█".repeat(Math.floor(filled / 8)) + begun;
  return drawn.padEnd(width, "░");
}

const [none, levels] = ["·", "▁▂▃▄▅▆▇█"];

/**
 * The last `width` values as a row of little columns, the newest at its right end. `most` is how high a full column is;
 * without it, the highest value is. Nothing at all is a dot, so that it differs from a little.
 */
export function sparkline(values: readonly number[], width: number, most = Math.max(...values, 0)): string {
  const shown = values.slice(-width);
  const columns = shown.map((value) => {
    if (most <= 0 || value <= 0) return none;
    return levels[Math.ceil(Math.min(1, value / most) * levels.length) - 1];
  });
  return columns.join("").padStart(width);
}

/** Values put together so that there are no more than `width`, each the sum of as many as the others. */
export function condensed(values: readonly number[], width: number): number[] {
  const each = Math.ceil(values.length / Math.max(1, width));
  const groups: number[] = [];
  // From the end, so that the newest is never of fewer than the others.
  for (let end = values.length; end > 0; end -= each)
    groups.unshift(values.slice(Math.max(0, end - each), end).reduce((sum, value) => sum + value, 0));
  return groups;
}
