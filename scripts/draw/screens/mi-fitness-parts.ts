import type { Day } from "../day.ts";
import { share } from "../day.ts";
import { say } from "../format.ts";
import type { Page, Phone } from "../screen.ts";
import { arc, circle } from "../svg.ts";

/** What both pages of Mi Fitness have in common. */
export const MI_FITNESS = {
  app: "Mi Fitness",
  os: ["android", "android", "ios"],
  themes: ["light", "dark"],
} as const satisfies Partial<Page>;

export const YELLOW = "#f7b500";
export const RED = "#fa5a45";
export const BLUE = "#2f80ed";

/** The colours of the page in its theme. */
export function coloursOf(phone: Phone) {
  return phone.theme === "light"
    ? {
        ground: "#f4f5f7",
        card: "#ffffff",
        pill: "#e8eaee",
        ink: "#16181c",
        soft: "#7d828b",
        faint: "#d9dce2",
      }
    : {
        ground: "#000000",
        card: "#1c1d20",
        pill: "#2c2e33",
        ink: "#eceef2",
        soft: "#8d929b",
        faint: "#3a3d43",
      };
}

/** The type face of the phone's system. */
export function faceOf(phone: Phone): "Inter" | "Roboto" {
  return phone.os === "ios" ? "Inter" : "Roboto";
}

/** "kcal" or "kkal". */
export function kcalUnit(phone: Phone): string {
  return say(phone.style, "kcal", "kkal");
}

/** "mins" or "mnt". */
export function minuteUnit(phone: Phone): string {
  return say(phone.style, "mins", "mnt");
}

/** How far down a page's own content begins: the iPhone's status bar is higher. */
export function shift(phone: Phone): number {
  return phone.os === "ios" ? 18 : 0;
}

/** Three closed rings: steps outside, calories, time in motion inside. */
export function rings(phone: Phone, day: Day, x: number, y: number, radius: number): string {
  const { pill } = coloursOf(phone);
  const width = radius * 0.17;
  const parts: [number, string][] = [
    [share(day.steps, day.goal), YELLOW],
    [share(day.kcal, day.kcalGoal), RED],
    [share(day.minutes, day.minuteGoal), BLUE],
  ];
  return parts
    .map(([part, colour], index) => {
      const r = radius - index * width * 1.35;
      return (
        circle(x, y, r, { stroke: pill, width }) + arc(x, y, r, 0, part * 360, { stroke: colour, width })
      );
    })
    .join("");
}
