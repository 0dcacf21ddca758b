import { count, decimal, stepsBehind } from "../format.ts";
import { icon } from "../icons.ts";
import { arc, bars, box, circle, line, polyline, runs, text, widthOf } from "../svg.ts";
import { type Canvas, coloursOf, inLanguage, type } from "./frame.ts";

/** A count with the words around it. */
export interface Hero {
  readonly steps: number;
  /** Above the count. */
  readonly above?: string;
  /** Below it. */
  readonly below?: string;
  /** As many bars as the chart below has; 0 for no chart. */
  readonly bars: number;
}

/** The count as printed, mostly with the word for steps behind it. */
function number(
  canvas: Canvas,
  steps: number,
  x: number,
  y: number,
  size: number,
  anchor: "start" | "middle",
): string {
  const { style, r } = canvas.phone;
  const { soft } = coloursOf(canvas);
  const unit = r.chance(0.75);
  const behind = unit ? [{ t: stepsBehind(style), size: size * 0.45, fill: soft }] : [];
  const label = unit
    ? ""
    : text(
        x,
        y + size * 0.55,
        inLanguage(canvas, ["Steps", "Langkah"]),
        type(canvas, 13, { fill: soft, anchor }),
      );
  return (
    runs(x, y, [{ t: count(steps, style), weight: 600 }, ...behind], type(canvas, size, { anchor })) + label
  );
}

/** The count large, in the middle or at the left, over a chart. */
export function heroBody(canvas: Canvas, hero: Hero, y: number): string {
  const { w, r } = canvas.phone;
  const { card, soft } = coloursOf(canvas);
  const anchor = r.pick(["start", "middle"] as const);
  const x = anchor === "middle" ? w / 2 : 28;
  const small = type(canvas, r.pick([12, 13, 15]), { fill: soft, weight: 500, anchor });
  const at = y + (hero.above === undefined ? 50 : 72);
  return [
    box(10, y + 4, w - 20, 420, 16, { fill: card }),
    hero.above === undefined ? "" : text(x, at - 42, hero.above, small),
    number(canvas, hero.steps, x, at, r.pick([32, 38, 44]), anchor),
    hero.below === undefined ? "" : text(x, at + 44, hero.below, small),
    hero.bars === 0 ? "" : chart(canvas, at + 70, 190, hero.bars),
    facts(canvas, at + 320, hero.steps),
  ].join("");
}

/** The count inside of a ring, its goal or caption below it. */
export function ringBody(canvas: Canvas, hero: Hero, y: number): string {
  const { w, r } = canvas.phone;
  const { card, faint, accent, soft } = coloursOf(canvas);
  const c = w / 2;
  const middle = type(canvas, 13, { fill: soft, anchor: "middle" });
  return [
    box(10, y + 4, w - 20, 310, 16, { fill: card }),
    circle(c, y + 150, 100, { stroke: faint, width: 12 }),
    arc(c, y + 150, 100, 0, r.int(60, 350), { stroke: accent, width: 12 }),
    hero.above === undefined
      ? ""
      : text(c, y + 112, hero.above, { ...middle, size: fit(hero.above, 13, 150) }),
    number(canvas, hero.steps, c, y + 158, 32, "middle"),
    hero.below === undefined ? "" : text(c, y + 290, hero.below, { ...middle, size: 15 }),
    facts(canvas, y + 350, hero.steps),
  ].join("");
}

/** A day's chart, one of its bars tapped: the count and its hour stand in a box above, below or beside the bar. */
export function calloutBody(canvas: Canvas, hero: Hero, y: number): string {
  const { phone } = canvas;
  const { w, r, style } = phone;
  const { card, faint, accent, soft, ink } = coloursOf(canvas);
  const place = r.pick(["above", "below", "beside"] as const);
  const top = y + 16;
  const words = hero.above ?? "";
  const wide = Math.max(140, widthOf(words, 13) + 30);
  const tapped = r.int(5, 19);
  const bar = 20 + ((w - 40) / 24) * (tapped + 0.5);
  const besideX = bar > w / 2 ? bar - wide - 14 : bar + 14;
  const x = Math.max(12, Math.min(w - 12 - wide, place === "beside" ? besideX : bar - wide / 2));
  const boxY = place === "above" ? top : place === "below" ? top + 250 : top + 90;
  const base = place === "above" ? top + 270 : top + 220;
  const heights = Array.from({ length: 24 }, (_, hour) =>
    hour === tapped ? 1 : hour < 5 ? 0 : r.chance(0.8) ? r.between(0.03, 0.8) : 0,
  );
  const first = r.chance(0.5);
  const line1 = type(canvas, 13, { fill: soft });
  return [
    box(10, y + 4, w - 20, top - y + 340, 16, { fill: card }),
    bars(20, base, w - 40, 180, heights, 7, accent),
    line(16, base, w - 16, base, { stroke: faint, width: 1 }),
    ...[0, 6, 12, 18].map((hour) =>
      text(
        20 + ((w - 40) / 24) * hour,
        base + 18,
        style.hour12 ? `${((hour + 11) % 12) + 1}` : String(hour),
        {
          ...line1,
          size: 11,
        },
      ),
    ),
    line(bar, Math.min(boxY + 60, base - 180), bar, base, { stroke: soft, width: 1 }),
    box(x, boxY, wide, 62, 9, { fill: faint }),
    first ? text(x + 14, boxY + 22, words, line1) : "",
    runs(
      x + 14,
      boxY + (first ? 48 : 28),
      [
        { t: count(hero.steps, style), weight: 700 },
        { t: stepsBehind(style), size: 13, fill: soft },
      ],
      type(canvas, 22, { fill: ink }),
    ),
    first ? "" : text(x + 14, boxY + 50, words, line1),
  ].join("");
}

/** A list of a trip's or a workout's figures, steps among them. */
export function rowsBody(canvas: Canvas, steps: number, above: string, y: number): string {
  const { w, r, style } = canvas.phone;
  const { card, soft, faint, accent } = coloursOf(canvas);
  const km = (steps * r.between(0.6, 0.8)) / 1000;
  const minutes = Math.round(steps / r.between(90, 130));
  const clock = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${r.int(10, 59)}`;
  const rows: [string, string][] = [
    [inLanguage(canvas, ["Distance", "Jarak"]), `${decimal(km, 2, style)} km`],
    [
      inLanguage(
        canvas,
        r.pick([
          ["Moving time", "Waktu bergerak"],
          ["Duration", "Durasi"],
          ["Move", "Bergerak"],
        ]),
      ),
      clock,
    ],
    [
      inLanguage(
        canvas,
        r.pick([
          ["Steps", "Langkah"],
          ["Total steps", "Total langkah"],
          ["Step count", "Jumlah langkah"],
        ]),
      ),
      count(steps, style),
    ],
    [
      inLanguage(canvas, ["Calories", "Kalori"]),
      `${Math.round(steps * 0.04)} ${inLanguage(canvas, ["kcal", "kkal"])}`,
    ],
    [inLanguage(canvas, ["Avg pace", "Kecepatan rata-rata"]), `${r.int(9, 14)}'${r.int(10, 59)}" /km`],
    [inLanguage(canvas, ["Elevation gain", "Kenaikan"]), `${r.int(3, 900)} m`],
  ];
  const grid = r.chance(0.5);
  const map = r.chance(0.6) ? 150 : 0;
  const points = Array.from({ length: 9 }, (_, index): [number, number] => [
    30 + ((w - 60) / 8) * index,
    y + 84 + r.int(0, 90),
  ]);
  const start = y + 62 + map;
  return [
    box(10, y + 4, w - 20, start - y + (grid ? 240 : 310), 16, { fill: card }),
    text(24, y + 38, above, type(canvas, 17, { weight: 600 })),
    map === 0
      ? ""
      : box(18, y + 56, w - 36, map - 10, 10, { fill: faint }) +
        polyline(points, { stroke: accent, width: 4, cap: "round" }),
    ...rows.flatMap(([name, value], index) => {
      if (!grid)
        return [
          text(24, start + 34 + index * 46, name, type(canvas, 14.5, { fill: soft })),
          text(w - 24, start + 34 + index * 46, value, type(canvas, 15.5, { weight: 600, anchor: "end" })),
        ];
      const x = 24 + (index % 2) * (w / 2 - 10);
      const top = start + 20 + Math.floor(index / 2) * 72;
      return [
        text(x, top + 12, name, type(canvas, 12.5, { fill: soft })),
        text(x, top + 40, value, type(canvas, 23, { weight: 600 })),
      ];
    }),
  ].join("");
}

/** Bars of a span of time with a scale. */
function chart(canvas: Canvas, y: number, height: number, many: number): string {
  const { w, r } = canvas.phone;
  const { accent, faint } = coloursOf(canvas);
  const heights = Array.from({ length: many }, () => r.between(0.15, 1));
  return [
    ...[0, 0.5, 1].map((part) =>
      line(24, y + height * part, w - 24, y + height * part, { stroke: faint, width: 0.8 }),
    ),
    bars(28, y + height, w - 56, height - 8, heights, Math.min(22, (w - 56) / many - 3), accent),
  ].join("");
}

/** Distance, energy and time beside each other, or nothing. */
function facts(canvas: Canvas, y: number, steps: number): string {
  const { w, r, style } = canvas.phone;
  if (r.chance(0.3)) return "";
  const { soft, accent } = coloursOf(canvas);
  const cells: [string, string, "pin" | "flame" | "clock"][] = [
    [decimal((steps * 0.68) / 1000, 2, style), "km", "pin"],
    [count(Math.round(steps * 0.038), style), inLanguage(canvas, ["kcal", "kkal"]), "flame"],
    [count(Math.round(steps / 105), style), inLanguage(canvas, ["min", "mnt"]), "clock"],
  ];
  return cells
    .map(([value, unit, mark], index) => {
      const x = w * (0.2 + 0.3 * index);
      return (
        icon(mark, x, y + 8, 18, accent) +
        text(x, y + 38, value, type(canvas, 17, { weight: 600, anchor: "middle" })) +
        text(x, y + 55, unit, type(canvas, 12, { fill: soft, anchor: "middle" }))
      );
    })
    .join("");
}

/** The size at which words fit into a width. */
function fit(words: string, size: number, width: number): number {
  return Math.min(size, (size * width) / widthOf(words, size));
}
