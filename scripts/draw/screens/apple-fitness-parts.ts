import { say } from "../format.ts";
import type { Phone } from "../screen.ts";

export const FACE = "Inter" as const;
export const RED = "#fa114f";
export const LIME = "#a6ff00";
export const CYAN = "#00e5e0";
export const GREY = "#a5a5ad";

/** Capitals, as Apple's Fitness app sets all of its units. */
export function kcalUnit(phone: Phone): string {
  return say(phone.style, phone.style.monthFirst ? "CAL" : "KCAL", "KKAL");
}

/** "MIN" or "MNT". */
export function minuteUnit(phone: Phone): string {
  return say(phone.style, "MIN", "MNT");
}

/** "HRS" or "J". */
export function hourUnit(phone: Phone): string {
  return say(phone.style, "HRS", "J");
}
