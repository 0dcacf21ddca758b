import { count, say, stepsBehind } from "../format.ts";
import { icon } from "../icons.ts";
import { box, circle, line, paragraph, runs, text } from "../svg.ts";
import { avatar, type Canvas, coloursOf, inLanguage, type } from "./frame.ts";

/** One row of a list: whose or when, and how many. */
export interface Row {
  readonly name: string;
  readonly steps: number;
}

/** People, each with a count; one of them may be the owner, who is not marked but by a word. */
export function peopleBody(canvas: Canvas, rows: readonly Row[], y: number): string {
  const { w, r, style } = canvas.phone;
  const { card, soft, ink } = coloursOf(canvas);
  const unit = r.chance(0.6);
  return [
    box(10, y + 4, w - 20, rows.length * 62 + 14, 16, { fill: card }),
    ...rows.map(({ name, steps }, index) => {
      const top = y + 14 + index * 62;
      const behind = unit ? [{ t: stepsBehind(style), size: 12, fill: soft }] : [];
      const amount = [{ t: count(steps, style), weight: 600 }, ...behind];
      return [
        text(24, top + 32, String(index + 1), type(canvas, 14, { fill: soft })),
        avatar(canvas, 62, top + 27, 18, name),
        text(92, top + 32, name, type(canvas, 15, { fill: ink })),
        runs(w - 26, top + 32, amount, type(canvas, 17, { anchor: "end" })),
      ].join("");
    }),
  ].join("");
}

/** Entries of a log, each with its time and what counted it. */
export function entriesBody(canvas: Canvas, rows: readonly Row[], y: number): string {
  const { w, r, style } = canvas.phone;
  const { card, soft, faint } = coloursOf(canvas);
  const source = r.pick(["iPhone", "Samsung Health", "Google Fit", "Galaxy Watch6", "Mi Band 8", "Android"]);
  const two = r.chance(0.6);
  return [
    box(10, y + 4, w - 20, rows.length * 56 + 14, 16, { fill: card }),
    ...rows.map(({ name, steps }, index) => {
      const top = y + 14 + index * 56;
      const amount = [
        { t: count(steps, style), weight: 500 },
        { t: stepsBehind(style), size: 13, fill: soft },
      ];
      return [
        two
          ? runs(24, top + 22, amount, type(canvas, 16)) +
            text(24, top + 42, `${source} · ${name}`, type(canvas, 12, { fill: soft }))
          : text(24, top + 30, name, type(canvas, 14)) +
            runs(w - 24, top + 30, amount, type(canvas, 15, { anchor: "end" })),
        index === 0 ? "" : line(24, top, w - 24, top, { stroke: faint, width: 0.8 }),
      ].join("");
    }),
  ].join("");
}

/** A dialog in which a number is set or typed in. */
export function dialogBody(canvas: Canvas, heading: string, steps: number, hint: string, y: number): string {
  const { w, style, r } = canvas.phone;
  const { card, soft, accent, faint } = coloursOf(canvas);
  const top = y + r.int(20, 160);
  const middle = type(canvas, 17, { weight: 600, anchor: "middle" });
  const wheel = r.chance(0.5);
  const unit = inLanguage(canvas, ["steps", "langkah"]);
  return [
    box(20, top, w - 40, 290, 22, { fill: card }),
    text(w / 2, top + 40, heading, middle),
    wheel ? text(w / 2, top + 92, count(steps - 500, style), { ...middle, size: 18, fill: faint }) : "",
    runs(w / 2, top + 136, [{ t: count(steps, style) }, { t: ` ${unit}`, size: 15, fill: soft }], {
      ...middle,
      size: 32,
    }),
    wheel ? text(w / 2, top + 178, count(steps + 500, style), { ...middle, size: 18, fill: faint }) : "",
    wheel ? "" : icon("minus", 60, top + 126, 26, accent) + icon("plus", w - 60, top + 126, 26, accent),
    text(w / 2, top + 212, hint, { ...middle, size: 12.5, weight: 400, fill: soft }),
    text(w * 0.3, top + 262, say(style, "Cancel", "Batal"), { ...middle, size: 15, fill: soft }),
    text(w * 0.7, top + 262, say(style, "Save", "Simpan"), { ...middle, size: 15, fill: accent }),
  ].join("");
}

/** Cards of one sentence each, as notifications, messages or offers are shown. */
export function cardsBody(
  canvas: Canvas,
  cards: readonly { head: string; words: string }[],
  y: number,
): string {
  const { w } = canvas.phone;
  const { card, soft, accent } = coloursOf(canvas);
  return cards
    .map(({ head, words }, index) => {
      const top = y + 10 + index * 112;
      return [
        box(12, top, w - 24, 100, 16, { fill: card }),
        circle(38, top + 26, 11, { fill: accent }),
        text(58, top + 31, head, type(canvas, 13, { fill: soft, weight: 500 })),
        paragraph(28, top + 62, words, w - 56, 21, type(canvas, 16, { weight: 500 })),
      ].join("");
    })
    .join("");
}

/** A picture of another phone's screen with a count, under what is said about the app. */
export function mockBody(
  canvas: Canvas,
  steps: number,
  words: readonly [string, string, string],
  y: number,
): string {
  const { w, style, r } = canvas.phone;
  const { card, soft, accent, faint } = coloursOf(canvas);
  const [first, second, third] = words;
  const c = w / 2;
  return [
    box(20, y + 10, 62, 62, 15, { fill: accent }),
    icon("shoe", 51, y + 41, 34, "#ffffff"),
    text(
      96,
      y + 36,
      r.pick(["Step Counter", "Pedometer", "Penghitung Langkah", "Walk Tracker"]),
      type(canvas, 19, { weight: 600 }),
    ),
    text(96, y + 60, first, type(canvas, 13, { fill: soft })),
    box(20, y + 90, w - 40, 40, 20, { fill: accent }),
    text(c, y + 116, second, type(canvas, 15, { fill: "#ffffff", weight: 600, anchor: "middle" })),
    box(c - 105, y + 150, 210, 330, 26, { fill: card, stroke: faint, width: 4 }),
    text(c, y + 192, say(style, "Today", "Hari ini"), type(canvas, 15, { anchor: "middle" })),
    circle(c, y + 290, 66, { stroke: faint, width: 9 }),
    text(c, y + 296, count(steps, style), type(canvas, 29, { weight: 700, anchor: "middle" })),
    text(c, y + 320, say(style, "steps", "langkah"), type(canvas, 13, { fill: soft, anchor: "middle" })),
    text(c, y + 430, third, type(canvas, 13, { fill: soft, anchor: "middle" })),
  ].join("");
}
