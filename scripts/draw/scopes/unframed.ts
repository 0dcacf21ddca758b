import { picture, statusBar } from "../device.ts";
import { clock, count, longDate, say, stepsBehind } from "../format.ts";
import { icon } from "../icons.ts";
import { bars, box, circle, line, paragraph, runs, text, widthOf, wrap } from "../svg.ts";
import { avatar, type Canvas, coloursOf, type } from "./frame.ts";

/** A locked phone: the clock, the date, and notifications. */
export function lockScreen(canvas: Canvas, sentences: readonly string[]): string {
  const { phone, skin } = canvas;
  const { w, h, r, day, style } = phone;
  const ground = r.pick(["#1d2b3a", "#3a2333", "#20352b", "#2c2c34"]);
  const white = type(canvas, 15, { fill: "#ffffff" });
  const ios = phone.os === "ios";
  const top = ios ? 290 : 330;
  const x = ios ? w / 2 : 28;
  const anchor = ios ? "middle" : "start";
  return picture(phone, ground, [
    statusBar(phone, "#ffffff"),
    text(x, 130, longDate(day.date, style, false), { ...white, size: 18, anchor }),
    text(x, 215, clock(day, style), { ...white, size: 80, weight: 300, anchor }),
    ...sentences.flatMap((words, index) => {
      const y = top + index * 104;
      return [
        box(12, y, w - 24, 94, 20, { fill: "#ffffff", opacity: 0.82 }),
        box(26, y + 14, 22, 22, 6, { fill: skin.accent }),
        text(58, y + 31, skin.app, { ...white, size: 13, fill: "#333333", weight: 600 }),
        text(w - 28, y + 31, say(style, "now", "sekarang"), {
          ...white,
          size: 12,
          fill: "#555555",
          anchor: "end",
        }),
        paragraph(28, y + 60, words, w - 60, 20, { ...white, fill: "#111111" }),
      ];
    }),
    line(w / 2 - 60, h - 14, w / 2 + 60, h - 14, { stroke: "#ffffff", width: 4, cap: "round" }),
  ]);
}

/** People who write to each other about their steps; one of them may send a picture of a step counter. */
export function chat(canvas: Canvas, name: string, remarks: readonly string[], steps: number): string {
  const { phone } = canvas;
  const { w, r, style } = phone;
  const dark = phone.theme === "dark";
  const [mine, theirs] = dark ? ["#144d37", "#23272b"] : ["#d9f5cf", "#ffffff"];
  const ink = dark ? "#eeeeee" : "#16181c";
  const parts = [
    box(0, 0, w, 104, 0, { fill: dark ? "#1a1f22" : "#f6f6f6" }),
    statusBar(phone, ink),
    icon("back", 22, 78, 20, ink),
    avatar(canvas, 62, 77, 18, name),
    text(90, 83, name, type(canvas, 17, { fill: ink, weight: 600 })),
  ];
  let y = 130;
  if (r.chance(0.5)) {
    parts.push(
      box(14, y, 214, 168, 14, { fill: theirs }),
      box(22, y + 8, 198, 140, 10, { fill: dark ? "#0d0f10" : "#eef1f4" }),
      text(121, y + 50, say(style, "Today", "Hari ini"), type(canvas, 13, { fill: ink, anchor: "middle" })),
      runs(
        121,
        y + 88,
        [
          { t: count(steps, style), weight: 700 },
          { t: stepsBehind(style), size: 12 },
        ],
        type(canvas, 27, { fill: ink, anchor: "middle" }),
      ),
    );
    y += 184;
  }
  remarks.forEach((words, index) => {
    const own = index % 2 === 1;
    const lines = wrap(words, 16, w * 0.62);
    const wide = Math.min(w * 0.72, Math.max(...lines.map((each) => widthOf(each, 16))) + 34);
    const x = own ? w - wide - 14 : 14;
    parts.push(
      box(x, y, wide, 20 + lines.length * 22, 14, { fill: own ? mine : theirs }),
      ...lines.map((each, at) => text(x + 14, y + 26 + at * 22, each, type(canvas, 16, { fill: ink }))),
    );
    y += 34 + lines.length * 22;
  });
  return picture(phone, dark ? "#0b1014" : "#e9e2d8", parts);
}

/** An article with a headline about a number of steps. */
export function article(canvas: Canvas, headline: string, sentences: readonly string[]): string {
  const { phone } = canvas;
  const { w, style, day } = phone;
  const { ink, soft, ground, accent, faint } = coloursOf(canvas);
  const serif = { size: 25, fill: ink, face: "PT Serif", weight: 700 } as const;
  const lines = wrap(headline, 26, w - 44).length;
  return picture(phone, ground, [
    statusBar(phone, ink),
    text(22, 92, say(style, "HEALTH", "KESEHATAN"), type(canvas, 13, { fill: accent, weight: 700 })),
    paragraph(22, 130, headline, w - 44, 32, serif),
    text(22, 130 + lines * 32, longDate(day.date, style, true), type(canvas, 12.5, { fill: soft })),
    box(22, 150 + lines * 32, w - 44, 180, 8, { fill: faint }),
    icon("shoe", w / 2, 240 + lines * 32, 70, soft),
    ...sentences.map((words, index) =>
      paragraph(22, 370 + lines * 32 + index * 84, words, w - 44, 25, { ...serif, size: 17, weight: 400 }),
    ),
  ]);
}

/** A letter about a span of time, as services send each week or month. */
export function mail(canvas: Canvas, span: string, steps: number): string {
  const { phone, skin } = canvas;
  const { w, r, style } = phone;
  const { ink, soft, ground, card, accent } = coloursOf(canvas);
  const subject = `${skin.app}: ${span}`;
  const weekdays = Array.from({ length: 7 }, () => r.between(0.2, 1));
  return picture(phone, ground, [
    statusBar(phone, ink),
    icon("arrowLeft", 26, 74, 20, ink),
    paragraph(20, 124, subject, w - 40, 26, type(canvas, 21, { weight: 600 })),
    circle(40, 190, 19, { fill: accent }),
    text(70, 186, skin.app, type(canvas, 14.5, { weight: 600 })),
    text(70, 205, say(style, "to me", "kepada saya"), type(canvas, 12, { fill: soft })),
    box(14, 226, w - 28, 430, 10, { fill: card }),
    text(w / 2, 270, span, type(canvas, 16, { fill: soft, anchor: "middle" })),
    text(w / 2, 322, count(steps, style), type(canvas, 42, { fill: accent, weight: 700, anchor: "middle" })),
    text(w / 2, 348, say(style, "steps", "langkah"), type(canvas, 15, { fill: soft, anchor: "middle" })),
    bars(40, 520, w - 80, 120, weekdays, 18, accent),
    box(w / 2 - 80, 570, 160, 42, 21, { fill: accent }),
    text(
      w / 2,
      597,
      say(style, "Open the app", "Buka aplikasi"),
      type(canvas, 14, { fill: "#ffffff", anchor: "middle" }),
    ),
  ]);
}

/** Faces that a watch could have, each with numbers that nobody walked. */
export function watchFaces(canvas: Canvas, heading: string, button: string): string {
  const { phone } = canvas;
  const { w, r, style } = phone;
  const { ink, ground, soft, accent } = coloursOf(canvas);
  const parts = [
    statusBar(phone, ink),
    icon("back", 22, 78, 20, ink),
    text(44, 84, heading, type(canvas, 18, { weight: 600 })),
  ];
  const many = r.pick([1, 4]);
  for (let index = 0; index < many; index++) {
    const radius = many === 1 ? 130 : 74;
    const x = many === 1 ? w / 2 : w * (0.27 + 0.46 * (index % 2));
    const y = many === 1 ? 290 : 210 + Math.floor(index / 2) * 230;
    const middle = type(canvas, radius * 0.5, { fill: "#ffffff", weight: 600, anchor: "middle" });
    const size = radius * 0.17;
    parts.push(
      circle(x, y, radius, { fill: "#0b0c0e", stroke: "#55585e", width: 6 }),
      text(x, y - radius * 0.05, `10${style.clockSeparator}08`, middle),
      icon("shoe", x - radius * 0.42, y + radius * 0.3, size * 1.3, accent),
      text(x + radius * 0.08, y + radius * 0.36, count(r.int(1000, 13_000), style), { ...middle, size }),
      text(x, y + radius * 0.62, say(style, "STEPS", "LANGKAH"), {
        ...middle,
        size: size * 0.7,
        fill: "#9aa0a8",
      }),
      text(
        x,
        y + radius + 28,
        `${say(style, "Face", "Tampilan")} ${r.int(1, 60)}`,
        type(canvas, 13, { fill: soft, anchor: "middle" }),
      ),
    );
  }
  parts.push(
    box(40, phone.h - 120, w - 80, 46, 23, { fill: accent }),
    text(w / 2, phone.h - 91, button, type(canvas, 15, { fill: "#ffffff", weight: 600, anchor: "middle" })),
  );
  return picture(phone, ground, parts);
}
