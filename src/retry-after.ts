/**
 * Seconds that a server asks to be left alone for, from its `Retry-After`: seconds, or a date that `now`
 * (milliseconds since 1970) is subtracted from. `null` when it says nothing that is understood.
 */
export function retryAfterSeconds(header: string | null | undefined, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text);
  // `Date.parse` takes nearly everything for a date: HTTP's dates begin with the day of the week.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}
