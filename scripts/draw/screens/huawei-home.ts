import { shifted } from "../day.ts";
import { footer, footerHeight, picture, statusBar } from "../device.ts";
import { count, decimal, say, slashed } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { arc, box, circle, polyline, runs, type TextStyle, text, widthOf } from "../svg.ts";
import { cloverCard, ringCard, shortcuts } from "./huawei-home-cards.ts";
import {
  ARCH_DEFS,
  coloursOf,
  faceOf,
  HUAWEI,
  hourUnit,
  kcalUnit,
  minuteUnit,
  ORANGE,
  shift,
} from "./huawei-parts.ts";

const RINGS: Page = { ...HUAWEI, page: "home", layout: "rings", draw: (phone) => drawHome(phone, true) };
const CLOVERS: Page = { ...HUAWEI, page: "home", layout: "clovers", draw: (phone) => drawHome(phone, false) };

/** Huawei Health's first page: with activity rings, and with health clovers. */
export const HUAWEI_HOME: readonly Page[] = [RINGS, CLOVERS];

function drawHome(phone: Phone, rings: boolean): Screen {
  const { day, style, w, r } = phone;
  const { ground, card, ink, pill } = coloursOf(phone);
  const ios = phone.os === "ios";
  const dy = shift(phone);
  const top = phone.h - footerHeight(phone) - (ios ? 44 : 58);
  const parts = [statusBar(phone, phone.theme === "light" ? (ios ? "#000000" : "#4d4f52") : "#ffffff")];
  const title: TextStyle = { size: 23, fill: ink, face: faceOf(phone), weight: ios ? 700 : 400 };
  parts.push(text(ios ? 16 : 26, 67 + dy, titleWords(phone, say(style, "Health", "Kesehatan")), title));
  if (ios) parts.push(circle(w - 33, 59 + dy, 17, { fill: pill }));
  parts.push(icon("four", w - 33, 59 + dy, 19, ink), box(14, 96 + dy, w - 28, 262, 18, { fill: card }));
  parts.push(rings ? ringCard(phone, dy) : cloverCard(phone, dy), shortcuts(phone, 370 + dy));

  const pulse = r.chance(0.6);
  const record = `${decimal(r.between(1.2, 9.8), 2, style)} km`;
  const other = slashed(shifted(day.date, -r.int(1, 60)), style);
  const y = 476 + dy;
  parts.push(recordTile(phone, y, record, other), planTile(phone, y));
  parts.push(sleepTile(phone, y + 210), heartTile(phone, y + 210, pulse));
  parts.push(tabs(phone, top), footer(phone, ink, phone.theme === "light" ? "#f6f7f8" : "#131415"));
  const calories = `${count(day.kcal, style)}/${count(day.kcalGoal, style)} ${kcalUnit(phone)}`;
  return {
    svg: picture(phone, ground, parts, ARCH_DEFS),
    label: labelFor(rings ? RINGS : CLOVERS, phone, {
      goal: rings ? day.goal : null,
      date_text: rings ? say(style, "Today's steps", "Langkah hari ini") : null,
      calories_text: rings ? calories : null,
      active_time_text: rings ? `${day.minutes}/${day.minuteGoal} ${minuteUnit(phone)}` : null,
      heart_rate_text: pulse && y + 268 < top ? `${day.heartRate} bpm` : null,
      note: `${record} of ${other} are a workout of another day`,
    }),
  };
}

/** The left edge of a column's text, and the styles of what stands in its tiles. */
function tileOf(phone: Phone, column: 0 | 1) {
  const { soft, ink } = coloursOf(phone);
  const half = (phone.w - 38) / 2;
  const face = faceOf(phone);
  const name: TextStyle = { size: 14.5, fill: ink, face, weight: phone.os === "ios" ? 600 : 400 };
  const small: TextStyle = { size: 11, fill: soft, face };
  return { x: 26 + column * (half + 10), half, name, small, unit: { size: 12.5, fill: soft } };
}

function tile(phone: Phone, column: 0 | 1, y: number, tall: number, title: string): string {
  const { x, half, name } = tileOf(phone, column);
  return box(x - 12, y, half, tall, 16, { fill: coloursOf(phone).card }) + text(x, y + 27, title, name);
}

/** A workout of another day: its distance is not today's. */
function recordTile(phone: Phone, y: number, record: string, date: string): string {
  const { style, r } = phone;
  const { x, half, name, small, unit } = tileOf(phone, 0);
  const kind = r.pick([
    say(style, "Outdoor run", "Berlari di luar ruangan"),
    say(style, "Outdoor walk", "Berjalan di luar ruangan"),
  ]);
  const words = `${date}  ${kind}`;
  const size = Math.min(11, 11 * ((half - 22) / widthOf(words, 11)));
  const [value = "", km = ""] = record.split(" ");
  const turns: [number, number][] = [
    [24, 80],
    [48, 88],
    [44, 112],
    [70, 106],
    [78, 132],
    [106, 150],
  ];
  return [
    tile(phone, 0, y, 200, say(style, "Exercise records", "Data olahraga")),
    runs(
      x,
      y + 54,
      [
        { t: value, weight: 600 },
        { t: ` ${km}`, ...unit },
      ],
      { ...name, size: 21 },
    ),
    polyline(
      turns.map(([dx, dy]): [number, number] => [x + dx, y + dy]),
      { stroke: "#7cd6f2", width: 3.5, cap: "round" },
    ),
    circle(x + 106, y + 150, 4, { stroke: "#6cc644", width: 2.5 }),
    text(x, y + 186, words, { ...small, size }),
  ].join("");
}

function planTile(phone: Phone, y: number): string {
  const { style } = phone;
  const { x, name, small } = tileOf(phone, 1);
  return [
    tile(phone, 1, y, 200, say(style, "Calculate BMI", "Hitung BMI")),
    text(x, y + 45, say(style, "Personal plan", "Rencana pribadi"), { ...small, size: 12 }),
    arc(x + 66, y + 118, 36, 225, 270, { stroke: "#b8d99a", width: 8 }),
    circle(x + 66, y + 118, 25, { fill: "#e9bb52" }),
    text(x + 66, y + 123, "-5kg", { ...name, size: 14, fill: "#ffffff", weight: 600, anchor: "middle" }),
  ].join("");
}

function sleepTile(phone: Phone, y: number): string {
  const { style, r } = phone;
  const { x, name, unit } = tileOf(phone, 0);
  const words = [
    { t: String(r.int(5, 8)), weight: 600 },
    { t: ` ${hourUnit(phone)} `, ...unit },
    { t: String(r.int(10, 59)), weight: 600 },
    { t: ` ${minuteUnit(phone)}`, ...unit },
  ];
  return tile(phone, 0, y, 180, say(style, "Sleep", "Tidur")) + runs(x, y + 53, words, { ...name, size: 20 });
}

function heartTile(phone: Phone, y: number, pulse: boolean): string {
  const { style, day } = phone;
  const { x, name, unit } = tileOf(phone, 1);
  const words = [
    { t: say(style, "Heart rate ", "Denyut "), ...unit },
    { t: String(day.heartRate), weight: 600 },
    { t: " bpm", ...unit },
  ];
  const rate = pulse ? runs(x, y + 53, words, { ...name, size: 20 }) : "";
  return tile(phone, 1, y, 180, say(style, "Heart", "Jantung")) + rate;
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
