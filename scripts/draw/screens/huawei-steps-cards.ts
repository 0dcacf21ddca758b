import { share } from "../day.ts";
import { count, decimal, say } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import type { Phone } from "../screen.ts";
import { box, line, runs, type TextStyle, text } from "../svg.ts";
import { coloursOf, faceOf, kcalUnit } from "./huawei-parts.ts";

export const GREEN = "#7cc576";

/** The steps with their goal, and on Android calories and distance. */
export function goalCard(phone: Phone, y: number, ios: boolean): { drawn: string; height: number } {
  const { day, style, w } = phone;
  const { ink, soft, faint, pill } = coloursOf(phone);
  const face = faceOf(phone);
  const steps = say(style, "steps", "langkah");
  const plain: TextStyle = { size: 13.2, fill: ink, face, weight: ios ? 600 : 400 };
  const small: TextStyle = { size: 11.3, fill: soft, face };
  const full = w - 46;
  const parts = [
    text(23, y + 33, say(style, "Goal progress", "Kemajuan target"), plain),
    text(w - 43, y + 31, "Edit", { ...small, size: 12.5, anchor: "end" }),
    icon("edit", w - 31, y + 26, 14, soft, { width: 1.8 }),
    runs(
      23,
      y + 64,
      [{ t: count(day.steps, style) }, { t: `/${count(day.goal, style)} ${steps}`, size: 11.3, fill: soft }],
      { size: 17.5, fill: ink, face },
    ),
    box(23, y + 79, full, 17, 8.5, { fill: pill }),
    box(23, y + 79, Math.max(17, full * share(day.steps, day.goal)), 17, 8.5, { fill: "url(#done)" }),
  ];
  let height = 116;
  if (day.steps < day.goal) {
    const left = `${count(day.goal - day.steps, style)} ${say(style, "steps to go", "langkah lagi")}`;
    parts.push(
      line(23, y + 114, w - 23, y + 114, { stroke: faint, width: 0.5 }),
      text(23, y + 142, left, { ...plain, weight: 400, size: 12.5 }),
    );
    parts.push(
      box(w - 89, y + 125, 66, 27, 13.5, { fill: pill }),
      text(w - 56, y + 143, say(style, "Start", "Mulai"), {
        ...small,
        size: 12,
        fill: GREEN,
        anchor: "middle",
      }),
    );
    height += 52;
  }
  if (!ios) {
    const rows = [
      [
        say(style, "Calories", "Kalori"),
        count(day.kcal, style),
        kcalUnit(phone),
        say(style, "Equivalent to 2 eggs", "Sama dengan 2 telur"),
      ],
      [say(style, "Distance", "Jarak"), decimal(day.km, 2, style), "km", ""],
    ] as const;
    for (const [name, value, unit, like] of rows) {
      const top = y + height - 2;
      parts.push(
        line(23, top, w - 23, top, { stroke: faint, width: 0.5 }),
        text(23, top + 24, name, { ...small, size: 11 }),
      );
      parts.push(
        runs(23, top + 44, [{ t: value }, { t: ` ${unit}`, size: 11.3, fill: soft }], {
          size: 17,
          fill: ink,
          face,
        }),
      );
      parts.push(text(w - 23, top + 44, like, { ...small, size: 10.5, anchor: "end" }));
      height += 60;
    }
  }
  return { drawn: parts.join(""), height };
}

/** How much of it was running, walking and climbing, in per cent. */
export function breakdown(phone: Phone, y: number): string {
  const { style, w, r } = phone;
  const { card, ink, soft } = coloursOf(phone);
  const face = faceOf(phone);
  const run = r.int(0, 30);
  const climb = r.int(2, 14);
  const items: [IconName, number, string][] = [
    ["run", run, say(style, "Run", "Lari")],
    ["walk", 100 - run - climb, say(style, "Walk", "Jalan")],
    ["climb", climb, say(style, "Climb", "Mendaki")],
  ];
  const parts = [
    text(22, y + 8, say(style, "Breakdown", "Perincian"), { size: 14.5, fill: ink, face, weight: 500 }),
    box(11, y + 24, w - 22, 112, 16, { fill: card }),
    box(23, y + 43, w - 46, 3, 1.5, { fill: "#a3d6a0" }),
  ];
  items.forEach(([name, value, words], index) => {
    const x = w * (0.22 + index * 0.28);
    parts.push(
      icon(name, x, y + 72, 20, soft),
      runs(x, y + 102, [{ t: String(value) }, { t: "%", size: 10 }], {
        size: 16,
        fill: GREEN,
        face,
        anchor: "middle",
      }),
    );
    parts.push(text(x, y + 123, words, { size: 12, fill: ink, face, anchor: "middle" }));
  });
  return parts.join("");
}

/** The devices that counted, with a number that is less than the day's. */
export function sources(phone: Phone, y: number, second: number): string {
  const { style, w, r } = phone;
  const { card, ink, soft } = coloursOf(phone);
  const face = faceOf(phone);
  const steps = say(style, "steps", "langkah");
  const title = say(style, "Step count source", "Sumber hitungan langkah");
  const device = say(style, "This device", "Perangkat saat ini");
  return [
    text(22, y, title, { size: 13.5, fill: ink, face, weight: 500 }),
    box(11, y + 14, w - 22, 62, 16, { fill: card }),
    icon("phone", 36, y + 45, 22, soft, { width: 1.6 }),
    text(60, y + 41, `SM${r.int(100, 999)}`, { size: 13, fill: ink, face }),
    text(60, y + 57, device, { size: 10.5, fill: soft, face }),
    text(w - 25, y + 49, `${count(second, style)} ${steps}`, { size: 12, fill: soft, face, anchor: "end" }),
  ].join("");
}
