/** A time as ISO 8601 has it; `null` for none, and for one that no calendar has: a disk may have changed it. */
export function isoTime(ms: number | null): string | null {
  const date = new Date(ms ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
