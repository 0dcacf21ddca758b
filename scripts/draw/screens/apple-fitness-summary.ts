import { share } from "../day.ts";
import { footer, picture, statusBar } from "../device.ts";
import { count, decimal, isoDate, longDate, say } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { arc, bars, box, circle, line, type Run, runs, text } from "../svg.ts";
import { CYAN, FACE, hourUnit, kcalUnit, LIME, minuteUnit, RED } from "./apple-fitness-parts.ts";

const WHITE = { size: 12.8, fill: "#ffffff", face: FACE } as const;
const HEADING = { ...WHITE, weight: 600 } as const;
const SUMMARY: Page = {
  app: "Apple Health",
  page: "fitness_summary",
  os: ["ios"],
  themes: ["dark"],
  draw: drawSummary,
};

/** The Fitness app's first page; that app has only dark colours. */
export const APPLE_FITNESS_SUMMARY: readonly Page[] = [SUMMARY];

function drawSummary(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const watch = r.chance(0.7);
  const name = say(style, "Summary", r.pick(["Rangkuman", "Ringkasan"]));
  const half = (w - 47) / 2;
  const second = 28 + half;
  const workout = decimal(r.between(0.04, 6), 2, style);
  const when = `${r.int(1, 28)}/${String(r.int(1, 12)).padStart(2, "0")}/25`;
  const parts = [
    statusBar(phone, "#ffffff"),
    text(19, 141, titleWords(phone, name), { size: 28, fill: "#ffffff", face: FACE, weight: 700 }),
    text(19, 157, dayWords(phone, longDate(day.date, style, false)), {
      size: 11,
      fill: "#98989f",
      face: FACE,
      weight: 500,
    }),
    circle(w - 35, 132, 16, { fill: "#5b5b60" }),
    icon("person", w - 35, 132, 19, "#d8d8dc", { solid: true }),
    ringsCard(phone, watch),
    chartTile(
      phone,
      19,
      say(style, "Step Count", "Total Langkah"),
      [{ t: count(day.steps, style) }],
      "#a58be0",
    ),
    chartTile(
      phone,
      second,
      say(style, "Step Distance", "Jarak Langkah"),
      [{ t: decimal(day.km, 2, style) }, { t: "KM", size: 19 }],
      "#2ea5f2",
    ),
    sessionTile(phone, workout, when),
    awardTile(phone, second),
    card(19, 746, w - 38, 150),
    text(33, 770, "Fitness+", HEADING),
    floatingTabs(phone, name),
    footer(phone, "#ffffff", "#000000"),
  ];
  return {
    svg: picture(phone, "#000000", parts),
    label: labelFor(SUMMARY, phone, {
      date_text: longDate(day.date, style, false),
      date: isoDate(day.date, false),
      distance_text: `${decimal(day.km, 2, style)}KM`,
      distance_km: day.km,
      calories_text: `${count(day.kcal, style)}/${count(day.kcalGoal, style)}${kcalUnit(phone)}`,
      active_time_text: watch ? `${day.minutes}/${day.minuteGoal}${minuteUnit(phone)}` : null,
      note: `the session of ${workout}KM on ${when} is not the day's distance`,
    }),
  };
}

function card(x: number, y: number, wide: number, tall: number): string {
  return box(x, y, wide, tall, 15, { fill: "#1d1d1f" });
}

/** The rings beside their numbers: three with a watch, one without. */
function ringsCard(phone: Phone, watch: boolean): string {
  const { day, style, w } = phone;
  const title = say(style, watch ? "Activity Rings" : "Activity Ring", "Cincin Aktivitas");
  const parts = [card(19, 179, w - 38, 178), text(33, 202, title, HEADING)];
  const rings = [
    [say(style, "Move", "Bergerak"), day.kcal, day.kcalGoal, kcalUnit(phone), RED, "#3a0a18"],
    [say(style, "Exercise", "Latihan"), day.minutes, day.minuteGoal, minuteUnit(phone), LIME, "#20330a"],
    [say(style, "Stand", "Berdiri"), day.stand, day.standGoal, hourUnit(phone), CYAN, "#0a3336"],
  ] as const;
  rings.slice(0, watch ? 3 : 1).forEach(([words, value, goal, unit, colour, track], index) => {
    const [radius, width] = watch ? [54 - index * 19, 17.5] : [45, 26];
    const y = watch ? 229 + index * 38 : 268;
    const amount = `${count(value, style)}/${count(goal, style)}`;
    parts.push(
      circle(106, 281, radius, { stroke: track, width }),
      arc(106, 281, radius, 0, Math.max(3, share(value, goal) * 360), { stroke: colour, width }),
      icon("arrowRight", 106, 281 - radius, 11, "#101012", { width: 2.4 }),
      text(194, y, words, WHITE),
      runs(194, y + 18, [{ t: amount }, { t: unit, size: 14 }], { ...HEADING, size: 17, fill: colour }),
    );
  });
  return parts.join("");
}

/** A number of today over a small chart of its hours. */
function chartTile(phone: Phone, x: number, words: string, value: readonly Run[], colour: string): string {
  const { day, style, w } = phone;
  const half = (w - 47) / 2;
  const parts = [
    card(x, 367, half, 180),
    text(x + 14, 390, words, HEADING),
    disclosure(x + half - 18, 385),
    text(x + 14, 413, dayWords(phone, say(style, "Today", "Hari Ini")), { ...WHITE, size: 11.5 }),
    runs(x + 14, 438, value, { size: 23, fill: colour, face: FACE, weight: 500 }),
  ];
  for (let tick = 0; tick <= 24; tick++) {
    const at = x + 15 + ((half - 30) / 24) * tick;
    parts.push(line(at, 452, at, tick % 6 === 0 ? 534 : 522, { stroke: "#3a3a3d", width: 0.8 }));
    if (tick % 6 === 0 && tick < 24) {
      parts.push(text(at + 3, 534, String(tick).padStart(2, "0"), { size: 8, fill: "#7c7c82", face: FACE }));
    }
  }
  parts.push(bars(x + 15, 522, half - 30, 62, day.hours, 2.6, colour));
  return parts.join("");
}

/** The last workout, whose distance is not the day's. */
function sessionTile(phone: Phone, workout: string, when: string): string {
  const { style, w } = phone;
  const half = (w - 47) / 2;
  return [
    card(19, 556, half, 180),
    text(33, 579, say(style, "Sessions", "Sesi"), HEADING),
    disclosure(19 + half - 18, 574),
    circle(47, 606, 15, { fill: "#1f3305" }),
    icon("walk", 47, 606, 19, LIME),
    text(33, 640, say(style, "Outdoor Walk", "Berjalan Kaki Di Luar"), WHITE),
    runs(33, 664, [{ t: workout }, { t: "KM", size: 19 }], { size: 22, fill: LIME, face: FACE, weight: 500 }),
    text(33, 723, when, { ...WHITE, size: 11, fill: "#98989f" }),
  ].join("");
}

function awardTile(phone: Phone, x: number): string {
  const { style, w } = phone;
  const half = (w - 47) / 2;
  const award = say(style, "Move Goal 200%", "Target Bergerak 200%");
  return [
    card(x, 556, half, 180),
    text(x + 14, 579, say(style, "Awards", "Medali"), HEADING),
    disclosure(x + half - 18, 574),
    circle(x + half / 2, 640, 36, { fill: "#c8c8ce" }),
    circle(x + half / 2, 640, 28, { fill: "#e2725b" }),
    text(x + half / 2, 708, award, { ...WHITE, size: 10.5, anchor: "middle" }),
  ].join("");
}

function disclosure(x: number, y: number): string {
  return circle(x, y, 7, { fill: "#55555a" }) + icon("next", x, y, 10, "#1d1d1f", { width: 3 });
}

function floatingTabs(phone: Phone, first: string): string {
  const { style, w, h } = phone;
  const top = h - 74;
  const tabs: [IconName, string][] = [
    ["clock", first],
    ["run", "Fitness+"],
    ["walk", say(style, "Workout", "Olahraga")],
    ["people", say(style, "Sharing", "Berbagi")],
  ];
  const parts = [
    box(19, top, w - 38, 58, 29, { fill: "#161618", stroke: "#3c3c40", width: 1 }),
    box(24, top + 4, 92, 50, 25, { fill: "#3a3a3d" }),
  ];
  tabs.forEach(([name, words], index) => {
    const x = 70 + ((w - 140) / 3) * index;
    const colour = index === 0 ? LIME : "#ffffff";
    if (index === 0)
      for (const radius of [10, 6.2, 2.4])
        parts.push(circle(x, top + 21, radius, { stroke: LIME, width: 2.6 }));
    else parts.push(icon(name, x, top + 21, 22, colour, { solid: name === "people" }));
    parts.push(
      text(x, top + 44, words, { size: 9.5, fill: colour, face: FACE, weight: 600, anchor: "middle" }),
    );
  });
  return parts.join("");
}
