import { count, say } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords } from "../instead.ts";
import type { Phone } from "../screen.ts";
import { box, circle, line, path, runs, type TextStyle, text, widthOf, wrap } from "../svg.ts";
import {
  AMBER,
  arches,
  BLUE,
  coloursOf,
  faceOf,
  hourUnit,
  kcalUnit,
  minuteUnit,
  RED,
  ringShares,
} from "./huawei-parts.ts";

/** The rings, their numbers, and under them the steps with their goal. */
export function ringCard(phone: Phone, dy: number): string {
  const { day, style, w } = phone;
  const { ink, soft, pill } = coloursOf(phone);
  const face = faceOf(phone);
  const parts = [arches(phone, w / 2, 184 + dy, 65, ringShares(day))];
  const columns = [
    [
      0.075,
      say(style, "Move", "Bergerak"),
      day.kcal,
      `/${count(day.kcalGoal, style)} ${kcalUnit(phone)}`,
      RED,
    ],
    [0.43, say(style, "Exercise", "Olahraga"), day.minutes, `/${day.minuteGoal} ${minuteUnit(phone)}`, AMBER],
    [0.79, say(style, "Stand", "Berdiri"), day.stand, `/${day.standGoal} ${hourUnit(phone)}`, BLUE],
  ] as const;
  for (const [place, name, value, goal, colour] of columns) {
    const x = w * place;
    parts.push(
      circle(x + 3, 259 + dy, 3, { fill: colour }),
      text(x + 10, 263 + dy, name, { size: 12.5, fill: soft, face }),
    );
    parts.push(text(x, 287 + dy, count(value, style), { size: 21, fill: ink, face, weight: 500 }));
    parts.push(text(x, 305 + dy, goal, { size: 12, fill: soft, face }));
  }
  const lead = `${dayWords(phone, say(style, "Today's steps", "Langkah hari ini"))} `;
  const tail = `/${count(day.goal, style)} ${say(style, "steps", "langkah")}`;
  const value = count(day.steps, style);
  const size = w < 370 && style.locale === "id" ? 11.6 : 12.5;
  const wide = widthOf(lead, size) + widthOf(value, 18) + widthOf(tail, size);
  const start = w / 2 - wide / 2;
  parts.push(
    box(26, 317 + dy, w - 52, 31, 15.5, { fill: pill }),
    icon("shoe", start - 8, 332 + dy, 15, "#58b368", { solid: true }),
    runs(start + 2, 338 + dy, [{ t: lead }, { t: value, size: 17.5, fill: ink, weight: 500 }, { t: tail }], {
      size,
      fill: soft,
      face,
    }),
    icon("info", Math.min(w - 40, start + wide + 16), 332 + dy, 14, soft, { width: 1.8 }),
  );
  return parts.join("");
}

/** Three leaves for sleep, steps and mood. */
export function cloverCard(phone: Phone, dy: number): string {
  const { day, style, w, r } = phone;
  const { ink, soft, pill, faint } = coloursOf(phone);
  const face = faceOf(phone);
  const c = w / 2;
  const y = 180 + dy;
  const leaf = (dx: number, dyLeaf: number, fill: string) =>
    circle(c + dx, y + dyLeaf, 31, { fill, opacity: phone.theme === "light" ? 0.55 : 0.45 });
  const name: TextStyle = { size: 12.3, fill: soft, face };
  const value: TextStyle = { size: 18, fill: ink, face, weight: 600 };
  const woken = `${String(r.int(4, 7)).padStart(2, "0")}${style.clockSeparator}${String(r.int(0, 59)).padStart(2, "0")}`;
  const stress = r.int(20, 62);
  const middle = w * 0.43;
  const last = w * 0.755;
  const parts = [
    leaf(0, -40, "#f6b46a"),
    leaf(-32, 20, "#b49bf0"),
    leaf(32, 20, "#7fd6c2"),
    path(
      `M${c} ${y}C${c - 24} ${y - 22} ${c - 12} ${y - 44} ${c} ${y - 40}C${c + 12} ${y - 44} ${c + 24} ${y - 22} ${c} ${y}Z`,
      { fill: "#ee9433" },
    ),
    icon("run", c, y - 24, 17, "#ffffff"),
    icon("moon", c - 14, y + 8, 12, "#ffffff", { solid: true }),
    circle(c + 14, y + 8, 5, { fill: "#ffffff", opacity: 0.9 }),
    circle(29, 241 + dy, 2.8, { fill: "#8d6cf0" }),
    text(36, 245 + dy, say(style, "Sleep", "Tidur"), name),
    text(26, 267 + dy, woken, value),
    text(26, 286 + dy, say(style, "Wake", "Bangun"), { ...name, size: 11 }),
    circle(middle + 3, 241 + dy, 2.8, { fill: "#f08a2e" }),
    text(middle + 10, 245 + dy, say(style, "Steps", "Langkah"), name),
    icon("info", middle + 16 + widthOf(say(style, "Steps", "Langkah"), 12.3) + 10, 241 + dy, 13, soft, {
      width: 1.8,
    }),
    text(middle, 272 + dy, count(day.steps, style), value),
    text(middle, 290 + dy, dayWords(phone, ""), { ...name, size: 11 }),
    circle(last + 3, 241 + dy, 2.8, { fill: "#39b9a5" }),
    text(last + 10, 245 + dy, say(style, "Mood", "Emosi"), name),
    runs(
      last,
      267 + dy,
      [{ t: say(style, "Stress ", "Stres "), size: 12, fill: soft, weight: 400 }, { t: String(stress) }],
      value,
    ),
    text(last, 286 + dy, "Normal", { ...name, size: 11.5, fill: "#39b9a5" }),
    line(w * 0.36, 252 + dy, w * 0.36, 274 + dy, { stroke: faint, width: 0.8 }),
    line(w * 0.68, 252 + dy, w * 0.68, 274 + dy, { stroke: faint, width: 0.8 }),
    box(26, 310 + dy, w - 52, 29, 14.5, { fill: pill }),
  ];
  const tasks = r.int(3, 9);
  const lead = say(style, "Today's tasks ", "Tugas hari ini ");
  parts.push(
    runs(
      c,
      330 + dy,
      [
        { t: lead },
        { t: String(r.int(0, tasks)), size: 16, fill: ink, weight: 600 },
        { t: `/${tasks} ${say(style, "completed", "selesai")}` },
      ],
      { size: 12, fill: soft, face, anchor: "middle" },
    ),
  );
  return parts.join("");
}

/** Ways to other parts of the app. */
export function shortcuts(phone: Phone, y: number): string {
  const { style, w } = phone;
  const { card, ink } = coloursOf(phone);
  const kinds: [IconName, string][] = [
    ["cup", say(style, "Food Diary", "Catatan Makan")],
    ["moon", say(style, "Sleep Music", "Musik Tidur")],
    ["clipboard", say(style, "Fitness Courses", "Latihan Olahraga")],
    ["diamond", say(style, "Health Club", "Klub Sehat")],
  ];
  const parts = [box(14, y, w - 28, 95, 18, { fill: card })];
  kinds.forEach(([name, words], index) => {
    const x = w * (0.145 + index * 0.235);
    parts.push(icon(name, x, y + 29, 27, "#f08c3a", { solid: name !== "clipboard", width: 1.6 }));
    wrap(words, 11.5, 68).forEach((words, line) => {
      parts.push(
        text(x, y + 63 + line * 14, words, { size: 11.5, fill: ink, face: faceOf(phone), anchor: "middle" }),
      );
    });
  });
  return parts.join("");
}
