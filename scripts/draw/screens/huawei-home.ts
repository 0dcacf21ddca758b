import { shifted } from "../day.ts";
import { footer, footerHeight, picture, statusBar } from "../device.ts";
import { count, decimal, say, slashed } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { arc, box, circle, line, path, polyline, runs, type TextStyle, text, widthOf, wrap } from "../svg.ts";
import {
  AMBER,
  ARCH_DEFS,
  arches,
  BLUE,
  coloursOf,
  faceOf,
  HUAWEI,
  hourUnit,
  kcalUnit,
  minuteUnit,
  ORANGE,
  RED,
  ringShares,
} from "./huawei-parts.ts";

const RINGS: Page = { ...HUAWEI, page: "home", layout: "rings", draw: (phone) => drawHome(phone, true) };
const CLOVERS: Page = { ...HUAWEI, page: "home", layout: "clovers", draw: (phone) => drawHome(phone, false) };

/** Huawei Health's first page: with activity rings, and with health clovers. */
export const HUAWEI_HOME: readonly Page[] = [RINGS, CLOVERS];

function drawHome(phone: Phone, rings: boolean): Screen {
  const { day, style, w, r } = phone;
  const { ground, card, ink, soft, pill } = coloursOf(phone);
  const face = faceOf(phone);
  const ios = phone.os === "ios";
  const dy = ios ? 14 : 0;
  const parts = [statusBar(phone, phone.theme === "light" ? (ios ? "#000000" : "#4d4f52") : "#ffffff")];
  const title: TextStyle = { size: ios ? 23 : 23, fill: ink, face, weight: ios ? 700 : 400 };
  parts.push(text(ios ? 16 : 26, 67 + dy, say(style, "Health", "Kesehatan"), title));
  if (ios) parts.push(circle(w - 33, 59 + dy, 17, { fill: pill }));
  parts.push(icon("four", w - 33, 59 + dy, 19, ink));
  parts.push(box(14, 96 + dy, w - 28, 262, 18, { fill: card }));
  parts.push(rings ? ringCard(phone, dy) : cloverCard(phone, dy));

  const heart = r.chance(0.6);
  parts.push(shortcuts(phone, 370 + dy));
  const half = (w - 38) / 2;
  const top = phone.h - footerHeight(phone) - (ios ? 44 : 58);
  const record = decimal(r.between(1.2, 9.8), 2, style);
  const other = shifted(day.date, -r.int(1, 60));
  const kind = r.pick([
    say(style, "Outdoor run", "Berlari di luar ruangan"),
    say(style, "Outdoor walk", "Berjalan di luar ruangan"),
  ]);
  const name: TextStyle = { size: 14.5, fill: ink, face, weight: ios ? 600 : 400 };
  const small: TextStyle = { size: 11, fill: soft, face };
  const tile = (column: number, y: number, tall: number) =>
    box(14 + column * (half + 10), y, half, tall, 16, { fill: card });
  const y = 476 + dy;
  const left = 26;
  const right = 14 + half + 22;
  parts.push(tile(0, y, 200), tile(1, y, 200));
  parts.push(text(left, y + 27, say(style, "Exercise records", "Data olahraga"), name));
  parts.push(
    runs(
      left,
      y + 54,
      [
        { t: record, weight: 600 },
        { t: " km", size: 12.5, fill: soft },
      ],
      { ...name, size: 21 },
    ),
  );
  parts.push(
    polyline(
      [
        [50, y + 80],
        [74, y + 88],
        [70, y + 112],
        [96, y + 106],
        [104, y + 132],
        [132, y + 150],
      ],
      { stroke: "#7cd6f2", width: 3.5, cap: "round" },
    ),
  );
  parts.push(circle(132, y + 150, 4, { stroke: "#6cc644", width: 2.5 }));
  parts.push(
    text(left, y + 186, `${slashed(other, style)}  ${kind}`, {
      ...small,
      size: Math.min(11, 11 * ((half - 22) / widthOf(`${slashed(other, style)}  ${kind}`, 11))),
    }),
  );
  parts.push(text(right, y + 27, say(style, "Calculate BMI", "Hitung BMI"), name));
  parts.push(text(right, y + 45, say(style, "Personal plan", "Rencana pribadi"), { ...small, size: 12 }));
  parts.push(
    arc(right + 66, y + 118, 36, 225, 270, { stroke: "#b8d99a", width: 8 }),
    circle(right + 66, y + 118, 25, { fill: "#e9bb52" }),
  );
  parts.push(
    text(right + 66, y + 123, "-5kg", { size: 14, fill: "#ffffff", face, weight: 600, anchor: "middle" }),
  );
  const z = y + 210;
  const sleep = r.int(5, 8);
  parts.push(tile(0, z, 180), tile(1, z, 180));
  parts.push(text(left, z + 27, say(style, "Sleep", "Tidur"), name));
  parts.push(
    runs(
      left,
      z + 53,
      [
        { t: String(sleep), weight: 600 },
        { t: ` ${hourUnit(phone)} `, size: 12.5, fill: soft },
        { t: String(r.int(10, 59)), weight: 600 },
        { t: ` ${minuteUnit(phone)}`, size: 12.5, fill: soft },
      ],
      { ...name, size: 20 },
    ),
  );
  parts.push(text(right, z + 27, say(style, "Heart", "Jantung"), name));
  const rate = say(style, "Heart rate ", "Denyut ");
  if (heart)
    parts.push(
      runs(
        right,
        z + 53,
        [
          { t: rate, size: 12.5, fill: soft },
          { t: String(day.heartRate), weight: 600 },
          { t: " bpm", size: 12.5, fill: soft },
        ],
        { ...name, size: 20 },
      ),
    );
  parts.push(tabs(phone, top), footer(phone, ink, phone.theme === "light" ? "#f6f7f8" : "#131415"));
  const shown = {
    goal: rings ? day.goal : null,
    date_text: rings ? say(style, "Today's steps", "Langkah hari ini") : null,
    calories_text: rings
      ? `${count(day.kcal, style)}/${count(day.kcalGoal, style)} ${kcalUnit(phone)}`
      : null,
    active_time_text: rings ? `${day.minutes}/${day.minuteGoal} ${minuteUnit(phone)}` : null,
    heart_rate_text: heart && z + 58 < top ? `${day.heartRate} bpm` : null,
    note: `${record} km of ${slashed(other, style)} are a workout of another day`,
  };
  return {
    svg: picture(phone, ground, parts, ARCH_DEFS),
    label: labelFor(rings ? RINGS : CLOVERS, phone, shown),
  };
}

function ringCard(phone: Phone, dy: number): string {
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
  const lead = say(style, "Today's steps ", "Langkah hari ini ");
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

function cloverCard(phone: Phone, dy: number): string {
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

function shortcuts(phone: Phone, y: number): string {
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

function tabs(phone: Phone, top: number): string {
  const { style, w, h } = phone;
  const { soft } = coloursOf(phone);
  const kinds: [IconName, string][] = [
    ["heart", say(style, "Health", "Kesehatan")],
    ["run", say(style, "Exercise", "Olahraga")],
    ["globe", say(style, "Discover", "Temukan")],
    ["watch", say(style, "Devices", "Perangkat")],
    ["person", say(style, "Me", "Saya")],
  ];
  const parts = [box(0, top, w, h - top, 0, { fill: phone.theme === "light" ? "#f6f7f8" : "#131415" })];
  kinds.forEach(([name, words], index) => {
    const x = (w / 5) * (index + 0.5);
    const colour = index === 0 ? ORANGE : soft;
    parts.push(icon(name, x, top + 20, 21, colour, { solid: index === 0, width: 1.8 }));
    parts.push(text(x, top + 43, words, { size: 10.5, fill: colour, face: faceOf(phone), anchor: "middle" }));
  });
  return parts.join("");
}
