import type { ApiKey } from "./keys.ts";

/** Days after which a key is old enough to be changed for another one. */
const oldAfter = 90;
/** Days before its end at which a key should have been changed. */
const soon = 14;

/** `old` and `expiring` ones still let in, `expired` ones do not. */
export const keyStates = ["valid", "old", "expiring", "expired"] as const;
export type KeyState = (typeof keyStates)[number];

/** How old a key is in days, `null` where nobody said when it was issued, and what follows. `today` is an ISO day. */
export function ageOf(
  { issued, expires }: Pick<ApiKey, "issued" | "expires">,
  today: string,
): { readonly days: number | null; readonly state: KeyState } {
  const days = issued === null ? null : daysBetween(issued, today);
  if (expires !== null && expires < today) return { days, state: "expired" };
  if (expires !== null && daysBetween(today, expires) <= soon) return { days, state: "expiring" };
  return { days, state: days !== null && days > oldAfter ? "old" : "valid" };
}

function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
}
