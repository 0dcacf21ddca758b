import { type Day, shifted } from "../day.ts";
import { footer, picture, statusBar } from "../device.ts";
import { count, decimal, isoDate, longDate, month, say, weekday } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { arc, bars, box, circle, line, runs, type TextStyle, text } from "../svg.ts";
import { CYAN, FACE, GREY, hourUnit, kcalUnit, LIME, minuteUnit, RED } from "./apple-fitness-parts.ts";

const DAY_PAGE: Page = {
  app: "Apple Health",
  page: "activity_day",
  os: ["ios"],
  themes: ["dark"],
  draw: drawDay,
};

/** The Fitness app's page about one day; that app has only dark colours. */
export const APPLE_FITNESS_DAY: readonly Page[] = [DAY_PAGE];

function dateWords(day: Day, phone: Phone): string {
  return dayWords(phone, ownDate(day, phone));
}

function ownDate(day: Day, phone: Phone): string {
  if (!day.today) return longDate(day.date, phone.style, true);
  const rest = `${day.date.getUTCDate()} ${month(day.date, phone.style, 3)} ${day.date.getUTCFullYear()}`;
  return `${say(phone.style, "Today", "Hari ini")}, ${rest}`;
}

function drawDay(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const watch = r.chance(0.25);
  const parts = [statusBar(phone, "#ffffff")];
  const title = { size: 17, fill: "#ffffff", face: FACE, weight: 600, anchor: "middle" } as const;
  // It stays where it is while the rest is scrolled.
  const bar = [
    icon("back", 18, 71, 23, LIME, { width: 2.4 }),
    text(30, 77, titleWords(phone, say(style, "Back", "Kembali")), {
      ...title,
      fill: LIME,
      weight: 400,
      anchor: "start",
    }),
    text(w / 2, 77, dateWords(day, phone), { ...title, size: 15.5 }),
    icon("calendar", w - 84, 71, 22, LIME),
    icon("upload", w - 29, 70, 24, LIME),
  ];
  parts.push(...bar, weekRings(phone));
  const reached = day.kcal / day.kcalGoal;
  parts.push(circle(w / 2, 311, 105, { stroke: "#31000e", width: 53 }));
  parts.push(arc(w / 2, 311, 105, 0, Math.max(2, reached * 360), { stroke: RED, width: 53 }));
  parts.push(icon("arrowRight", w / 2, 206, 32, "#200008", { width: 2.4 }));

  let y = 461;
  parts.push(ringSection(phone, y, "move"));
  if (watch) {
    parts.push(ringSection(phone, y + 167, "exercise"), ringSection(phone, y + 334, "stand"));
    y += 334;
  }
  y += 187;
  const label: TextStyle = { size: 16.5, fill: "#f5f5f7", face: FACE };
  const value: TextStyle = { size: 28, fill: GREY, face: FACE };
  parts.push(
    text(19, y, say(style, "Steps", "Langkah"), label),
    text(19, y + 28, count(day.steps, style), value),
    text(w * 0.43, y, say(style, "Distance", "Jarak"), label),
    runs(w * 0.43, y + 28, [{ t: decimal(day.km, 2, style) }, { t: "KM", size: 23 }], value),
    line(19, y + 44, w, y + 44, { stroke: "#2a2a2c", width: 1 }),
    text(19, y + 76, say(style, "Flights Climbed", "Tangga Terpanjat"), label),
    text(19, y + 104, count(day.flights, style), value),
  );
  // With a watch there are three sections, and the steps come into view only after scrolling by this much.
  const scroll = watch ? y + 200 - phone.h : 0;
  const body = watch
    ? [
        `<g transform="translate(0 ${-scroll})">${parts.slice(1).join("")}</g>`,
        box(0, 0, w, 94, 0, { fill: "#000000" }),
        statusBar(phone, "#ffffff"),
        ...bar,
      ]
    : parts;
  const tabs: [IconName, string][] = [
    ["clock", say(style, "Summary", "Ringkasan")],
    ["run", "Fitness+"],
    ["people", say(style, "Sharing", "Berbagi")],
  ];
  body.push(flatTabs(phone, tabs), footer(phone, "#ffffff", "#1b1b1d"));
  return {
    svg: picture(phone, "#000000", body),
    label: labelFor(DAY_PAGE, phone, {
      date_text: dateWords(day, phone),
      date: isoDate(day.date, true),
      distance_text: `${decimal(day.km, 2, style)}KM`,
      distance_km: day.km,
      calories_text: `${count(day.kcal, style)}/${count(day.kcalGoal, style)}${kcalUnit(phone)}`,
      active_time_text: watch ? `${day.minutes}/${day.minuteGoal}${minuteUnit(phone)}` : null,
      flights_text: count(day.flights, style),
      note: `TOTAL ${count(day.totalKcal, style)} ${kcalUnit(phone)} stands close to the steps`,
    }),
  };
}

function weekRings(phone: Phone): string {
  const { day, style, w, r } = phone;
  const back = (day.date.getUTCDay() + 6) % 7;
  const parts: string[] = [];
  for (let index = 0; index < 7; index++) {
    const x = 34 + ((w - 68) / 6) * index;
    const date = shifted(day.date, index - back);
    const chosen = index === back;
    const letter = {
      size: 11,
      fill: chosen ? "#ffffff" : GREY,
      face: FACE,
      weight: 500,
      anchor: "middle",
    } as const;
    if (chosen) parts.push(circle(x, 105, 9.5, { fill: RED }));
    parts.push(text(x, 109, weekday(date, style, 1), letter));
    parts.push(circle(x, 138, 16.5, { stroke: "#31000e", width: 7.5 }));
    const sweep = (chosen ? day.kcal / day.kcalGoal : r.between(0.1, 1)) * 360;
    if (index <= back) parts.push(arc(x, 138, 16.5, 0, Math.max(8, sweep), { stroke: RED, width: 7.5 }));
  }
  return parts.join("");
}

/** One ring in words with its chart over the day; y is the base line of its name. */
function ringSection(phone: Phone, y: number, kind: "move" | "exercise" | "stand"): string {
  const { day, style, w, r } = phone;
  const peak = r.int(5, 60);
  const kinds = {
    move: [
      say(style, "Move", "Bergerak"),
      day.kcal,
      day.kcalGoal,
      kcalUnit(phone),
      RED,
      `TOTAL ${count(day.totalKcal, style)} ${kcalUnit(phone)}`,
    ],
    exercise: [
      say(style, "Exercise", "Latihan"),
      day.minutes,
      day.minuteGoal,
      minuteUnit(phone),
      LIME,
      `TOTAL ${Math.min(14, 1 + Math.floor(day.minutes / 20))}${say(style, "H", "J")} ${r.int(1, 59)}${say(style, "M", "M")}`,
    ],
    stand: [say(style, "Stand", "Berdiri"), day.stand, day.standGoal, hourUnit(phone), CYAN, ""],
  } as const;
  const [name, value, goal, unit, colour, total] = kinds[kind];
  const small: TextStyle = { size: 11, fill: GREY, face: FACE, weight: 500 };
  const ticks = ["00", "06", "12", "18"].map(
    (hour) =>
      (style.hour12
        ? { "00": "12AM", "06": "6AM", "12": "12PM", "18": "6PM" }[hour]
        : `${hour}${style.clockSeparator}00`) ?? hour,
  );
  const parts = [
    text(19, y, name, { size: 16.5, fill: "#f5f5f7", face: FACE }),
    runs(19, y + 28, [{ t: `${count(value, style)}/${count(goal, style)}` }, { t: unit, size: 23 }], {
      size: 28,
      fill: colour,
      face: FACE,
    }),
  ];
  for (const dy of [46, 69, 92])
    parts.push(line(19, y + dy, w - 16, y + dy, { stroke: "#333336", width: 1, dash: "1 3" }));
  if (kind !== "stand") parts.push(text(19, y + 57, `${peak} ${unit}`, small));
  const quarters = day.hours
    .flatMap((value) => [value * r.next(), value, value * r.next()])
    .map((value) => Math.max(0.03, value));
  parts.push(bars(19, y + 114, w - 36, 62, quarters, 2.6, colour));
  ticks.forEach((words, index) => {
    parts.push(text(19 + ((w - 36) / 4) * index, y + 129, words, small));
  });
  parts.push(text(19, y + 142, total, { ...small, fill: colour, weight: 400 }));
  return parts.join("");
}

function flatTabs(phone: Phone, tabs: readonly (readonly [IconName, string])[]): string {
  const top = phone.h - 84;
  const parts = [box(0, top, phone.w, 84, 0, { fill: "#1b1b1d" })];
  tabs.forEach(([name, words], index) => {
    const x = phone.w * (0.17 + 0.33 * index);
    const colour = index === 0 ? LIME : "#8e8e93";
    if (index === 0) parts.push(circle(x, top + 21, 8.5, { stroke: LIME, width: 5.5 }));
    else parts.push(icon(name, x, top + 21, 25, colour));
    parts.push(
      text(x, top + 47, words, { size: 10.5, fill: colour, face: FACE, weight: 500, anchor: "middle" }),
    );
  });
  return parts.join("");
}
