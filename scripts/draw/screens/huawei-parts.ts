import type { Day } from "../day.ts";
import { statusBar } from "../device.ts";
import { say } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import type { Page, Phone } from "../screen.ts";
import { arc, circle, gradient, text } from "../svg.ts";

/** What all pages of Huawei Health have in common. */
export const HUAWEI = {
  app: "Huawei Health",
  os: ["android", "android", "ios"],
  themes: ["light", "dark"],
} as const satisfies Partial<Page>;

/** Colours of a page in its theme. */
export interface Colours {
  ground: string;
  card: string;
  pill: string;
  ink: string;
  soft: string;
  faint: string;
}

export const RED = "#e8452f";
export const AMBER = "#f2b23c";
export const BLUE = "#2f73f6";
export const ORANGE = "#f0672f";

/** The colours of the page. */
export function coloursOf(phone: Phone): Colours {
  return phone.theme === "light"
    ? {
        ground: "#f1f3f5",
        card: "#ffffff",
        pill: "#f0f0f1",
        ink: "#17181a",
        soft: "#66686c",
        faint: "#c9cbd0",
      }
    : {
        ground: "#000000",
        card: "#242527",
        pill: "#393a3c",
        ink: "#e2e3e5",
        soft: "#9a9ca0",
        faint: "#4a4b4f",
      };
}

/** The type face of the phone's system. */
export function faceOf(phone: Phone): "Inter" | "Roboto" {
  return phone.os === "ios" ? "Inter" : "Roboto";
}

/** How far the three rings of a day are closed. */
export function ringShares(day: Day): [number, number, number] {
  return [day.kcal / day.kcalGoal, day.minutes / day.minuteGoal, day.stand / day.standGoal];
}

/** Gradients that `arches` uses. */
export const ARCH_DEFS =
  gradient("arch0", "#f08a3c", "#df3a2a") +
  gradient("arch1", "#f7cf4a", "#f0a92e") +
  gradient("arch2", "#55b6f7", "#2a62ef");

/** Huawei's rings, which stay open at the foot; the outer one is move, then exercise, then stand. */
export function arches(
  phone: Phone,
  x: number,
  y: number,
  radius: number,
  shares: readonly [number, number, number],
): string {
  const tracks =
    phone.theme === "light" ? ["#f8dcd9", "#fdf3d8", "#dcebfd"] : ["#4a2320", "#3d3420", "#1d2f4d"];
  const marks: IconName[] = ["flame", "run", "person"];
  const width = radius * 0.245;
  return shares
    .map((part, index) => {
      const r = radius - index * width * 1.13;
      const sweep = Math.max(6, Math.min(1, part) * 270);
      const angle = ((225 - 90) * Math.PI) / 180;
      const mark =
        radius > 30
          ? icon(
              marks[index] ?? "run",
              x + r * Math.cos(angle),
              y + r * Math.sin(angle),
              width * 0.72,
              "#ffffff",
              { solid: index === 0, width: 2.6 },
            )
          : "";
      return (
        arc(x, y, r, 225, 270, { stroke: tracks[index] ?? "", width }) +
        arc(x, y, r, 225, sweep, { stroke: `url(#arch${index})`, width }) +
        mark
      );
    })
    .join("");
}

/** The title of an inner page with its way back; `tools` are the icons at the right. */
export function titleRow(phone: Phone, title: string, tools: readonly IconName[], centred = false): string {
  const { ink, pill } = coloursOf(phone);
  const ios = phone.os === "ios";
  const y = ios ? 78 : 60;
  const size = ios ? 17 : 18.5;
  const weight = ios ? 700 : 500;
  const parts = [statusBar(phone, phone.theme === "light" ? (ios ? "#000000" : "#4d4f52") : "#ffffff")];
  if (ios && !centred) parts.push(circle(34, y, 16, { fill: pill }), icon("back", 33, y, 20, ink));
  else parts.push(icon("arrowLeft", 31, y, 22, ink, { width: 1.7 }));
  const style = { size, fill: ink, face: faceOf(phone), weight } as const;
  parts.push(
    centred
      ? text(phone.w / 2, y + 6, title, { ...style, anchor: "middle" })
      : text(60, y + 6.5, title, style),
  );
  tools.forEach((name, index) => {
    const x = phone.w - 33 - (tools.length - 1 - index) * 45;
    if (ios && !centred) parts.push(circle(x, y, 16, { fill: pill }));
    parts.push(icon(name, x, y, 21, ink, { width: 1.7 }));
  });
  return parts.join("");
}

/** Where a page's content begins, counted from the top of an Android phone's title. */
export function shift(phone: Phone): number {
  return phone.os === "ios" ? 14 : 0;
}

/** "kcal" or "kkal". */
export function kcalUnit(phone: Phone): string {
  return say(phone.style, "kcal", "kkal");
}

/** "min", "mnt", or as iPhones write it, "menit". */
export function minuteUnit(phone: Phone): string {
  return say(phone.style, "min", phone.os === "ios" ? "menit" : "mnt");
}

/** "h", "j", or as iPhones write it, "jam". */
export function hourUnit(phone: Phone): string {
  return say(phone.style, "h", phone.os === "ios" ? "jam" : "j");
}
