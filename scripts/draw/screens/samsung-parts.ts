import { footer, footerHeight, statusBar } from "../device.ts";
import { icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import type { Phone } from "../screen.ts";
import { box, circle, polyline, text } from "../svg.ts";

/** Samsung Health's colours. */
export interface Colours {
  ground: string;
  card: string;
  ink: string;
  soft: string;
  faint: string;
  track: string;
}

export const GREEN = "#12cc6b";
export const BLUE = "#3d9bf5";
export const PINK = "#fb3f94";

/** The page's colours in its theme. */
export function coloursOf(phone: Phone): Colours {
  return phone.theme === "light"
    ? {
        ground: "#f1f1f3",
        card: "#fdfdff",
        ink: "#111114",
        soft: "#6e6e74",
        faint: "#b4b4ba",
        track: "#ebebee",
      }
    : {
        ground: "#000000",
        card: "#17171a",
        ink: "#fafafa",
        soft: "#a8a8ad",
        faint: "#5a5a60",
        track: "#2b2b30",
      };
}

/** Outline of a rounded heart of half width 1, clockwise from the notch at the top. */
const HEART = heartOutline();

function heartOutline(): [number, number][] {
  const half: [number, number][] = [];
  type Point = [number, number];
  const curves: [Point, Point, Point, Point][] = [
    [
      [0, -0.62],
      [0.14, -0.74],
      [0.32, -0.84],
      [0.5, -0.84],
    ],
    [
      [0.5, -0.84],
      [0.86, -0.84],
      [1.04, -0.52],
      [1, -0.16],
    ],
    [
      [1, -0.16],
      [0.94, 0.34],
      [0.5, 0.68],
      [0.2, 0.88],
    ],
    [
      [0.2, 0.88],
      [0.1, 0.95],
      [0.05, 0.97],
      [0, 0.97],
    ],
  ];
  for (const [a, b, c, d] of curves) {
    for (let step = 0; step < 24; step++) {
      const t = step / 24;
      const u = 1 - t;
      const at = (k: 0 | 1) => u ** 3 * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t ** 3 * d[k];
      half.push([at(0), at(1)]);
    }
  }
  const mirrored = half.map(([x, y]): [number, number] => [-x, y]).reverse();
  return [...half, [0, 0.97], ...mirrored];
}

/** Three nested hearts, each drawn as far as its share of the goal. */
export function hearts(
  phone: Phone,
  x: number,
  y: number,
  half: number,
  shares: readonly [number, number, number],
): string {
  const dark = phone.theme === "dark";
  const kinds = [
    { on: GREEN, off: dark ? "#163524" : "#cdf3de", scale: 0.91 },
    { on: dark ? "#5aa5f5" : BLUE, off: dark ? "#1d2740" : "#d5e6fb", scale: 0.69 },
    { on: PINK, off: dark ? "#3d1a2b" : "#fbd8e8", scale: 0.47 },
  ];
  const width = half * 0.16;
  return kinds
    .map(({ on, off, scale }, index) => {
      const points = HEART.map(([px, py]): [number, number] => [
        x + px * half * scale,
        y + (py * scale - 0.02 * index) * half,
      ]);
      const done = Math.round((shares[index] ?? 0) * (points.length - 1));
      const track = polyline(points, { stroke: off, width, cap: "round" });
      const reached = polyline(points.slice(0, done + 1), { stroke: on, width, cap: "round" });
      return track + (done > 0 ? reached : "");
    })
    .join("");
}

/** The title row of an inner page: back, title and what one can do here. */
export function titleRow(phone: Phone, title: string, colours: Colours, chart: boolean): string {
  const y = 65;
  const { ink } = colours;
  return [
    statusBar(phone, phone.theme === "light" ? "#3b3b40" : "#ffffff"),
    icon("back", 33, y - 6, 22, ink, { width: 1.8 }),
    text(52, y, titleWords(phone, title), { size: 18.5, fill: ink, face: "Figtree", weight: 700 }),
    icon("share", phone.w - 98, y - 6, 19, ink, { width: 1.9 }),
    icon(chart ? "chart" : "calendar", phone.w - 63, y - 6, 19, ink, { width: 1.9 }),
    icon("more", phone.w - 29, y - 6, 19, ink),
    // The strip below has room for the number of a day only.
    text(phone.w / 2, y + 26, dayWords(phone, ""), {
      size: 13,
      fill: ink,
      face: "Figtree",
      weight: 600,
      anchor: "middle",
    }),
  ].join("");
}

/** Android's buttons below everything; what would stand there is covered. */
export function foot(phone: Phone, colours: Colours): string {
  const top = phone.h - footerHeight(phone);
  return (
    box(0, top, phone.w, footerHeight(phone), 0, { fill: colours.ground }) +
    footer(phone, colours.ink, colours.ground)
  );
}

/** A coloured disc with a white icon. */
export function badge(
  name: Parameters<typeof icon>[0],
  x: number,
  y: number,
  radius: number,
  fill: string,
): string {
  return (
    circle(x, y, radius, { fill }) +
    icon(name, x, y, radius * 1.25, "#ffffff", { width: 2.2, solid: name !== "clock" })
  );
}
