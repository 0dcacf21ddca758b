import { type Day, share, shifted } from "../day.ts";
import { footer, picture, statusBar } from "../device.ts";
import { count, decimal, isoDate, longDate, month, say, weekday } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { arc, bars, box, circle, line, runs, type TextStyle, text } from "../svg.ts";

const FACE = "Inter" as const;
const RED = "#fa114f";
const LIME = "#a6ff00";
const CYAN = "#00e5e0";
const GREY = "#a5a5ad";

const DAY_PAGE: Page = {
  app: "Apple Health",
  page: "activity_day",
  os: ["ios"],
  themes: ["dark"],
  draw: drawDay,
};
const SUMMARY: Page = { ...DAY_PAGE, page: "fitness_summary", draw: drawSummary };

/** Apple's Fitness app, which has only dark colours. */
export const APPLE_FITNESS: readonly Page[] = [DAY_PAGE, SUMMARY];

function kcalUnit(phone: Phone): string {
  return say(phone.style, phone.style.monthFirst ? "CAL" : "KCAL", "KKAL");
}

function dateWords(day: Day, phone: Phone): string {
  if (!day.today) return longDate(day.date, phone.style, true);
  const rest = `${day.date.getUTCDate()} ${month(day.date, phone.style, 3)} ${day.date.getUTCFullYear()}`;
  return `${say(phone.style, "Today", "Hari ini")}, ${rest}`;
}

function drawDay(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const watch = r.chance(0.25);
  const parts = [statusBar(phone, "#ffffff")];
  const title = { size: 17, fill: "#ffffff", face: FACE, weight: 600, anchor: "middle" } as const;
  parts.push(
    icon("back", 18, 71, 23, LIME, { width: 2.4 }),
    text(30, 77, say(style, "Back", "Kembali"), { ...title, fill: LIME, weight: 400, anchor: "start" }),
    text(w / 2, 77, dateWords(day, phone), { ...title, size: 15.5 }),
    icon("calendar", w - 84, 71, 22, LIME),
    icon("upload", w - 29, 70, 24, LIME),
    weekRings(phone),
  );
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
        box(0, 0, w, 50, 0, { fill: "#000000" }),
        statusBar(phone, "#ffffff"),
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
      date_text: watch ? null : dateWords(day, phone),
      date: watch ? null : isoDate(day.date, true),
      distance_text: `${decimal(day.km, 2, style)}KM`,
      distance_km: day.km,
      calories_text: `${count(day.kcal, style)}/${count(day.kcalGoal, style)}${kcalUnit(phone)}`,
      active_time_text: watch ? `${day.minutes}/${day.minuteGoal}${say(style, "MIN", "MNT")}` : null,
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
      say(style, "MIN", "MNT"),
      LIME,
      `TOTAL ${Math.floor(day.minutes / 9)}${say(style, "H", "J")} ${r.int(1, 59)}${say(style, "M", "M")}`,
    ],
    stand: [say(style, "Stand", "Berdiri"), day.stand, day.standGoal, say(style, "HRS", "J"), CYAN, ""],
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

function drawSummary(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const white = { size: 12.8, fill: "#ffffff", face: FACE } as const;
  const heading = { ...white, weight: 600 } as const;
  const watch = r.chance(0.7);
  const name = say(style, "Summary", r.pick(["Rangkuman", "Ringkasan"]));
  const card = (x: number, y: number, wide: number, tall: number) =>
    box(x, y, wide, tall, 15, { fill: "#1d1d1f" });
  const parts = [
    statusBar(phone, "#ffffff"),
    text(19, 141, name, { size: 28, fill: "#ffffff", face: FACE, weight: 700 }),
    text(19, 157, longDate(day.date, style, false), { size: 11, fill: "#98989f", face: FACE, weight: 500 }),
    circle(w - 35, 132, 16, { fill: "#5b5b60" }),
    icon("person", w - 35, 132, 19, "#d8d8dc", { solid: true }),
    card(19, 179, w - 38, 178),
    text(33, 202, say(style, watch ? "Activity Rings" : "Activity Ring", "Cincin Aktivitas"), heading),
  ];
  const rings = [
    [say(style, "Move", "Bergerak"), day.kcal, day.kcalGoal, kcalUnit(phone), RED, "#3a0a18"],
    [
      say(style, "Exercise", "Latihan"),
      day.minutes,
      day.minuteGoal,
      say(style, "MIN", "MNT"),
      LIME,
      "#20330a",
    ],
    [say(style, "Stand", "Berdiri"), day.stand, day.standGoal, say(style, "HRS", "J"), CYAN, "#0a3336"],
  ] as const;
  rings.slice(0, watch ? 3 : 1).forEach(([words, value, goal, unit, colour, track], index) => {
    const [radius, width] = watch ? [54 - index * 19, 17.5] : [45, 26];
    const y = watch ? 229 + index * 38 : 268;
    parts.push(circle(106, 281, radius, { stroke: track, width }));
    parts.push(arc(106, 281, radius, 0, Math.max(3, share(value, goal) * 360), { stroke: colour, width }));
    parts.push(icon("arrowRight", 106, 281 - radius, 11, "#101012", { width: 2.4 }));
    parts.push(text(194, y, words, white));
    const amount = `${count(value, style)}/${count(goal, style)}`;
    parts.push(
      runs(194, y + 18, [{ t: amount }, { t: unit, size: 14 }], {
        size: 17,
        fill: colour,
        face: FACE,
        weight: 600,
      }),
    );
  });

  const half = (w - 47) / 2;
  const second = 28 + half;
  const tiles = [
    [19, say(style, "Step Count", "Total Langkah"), [{ t: count(day.steps, style) }], "#a58be0"],
    [
      second,
      say(style, "Step Distance", "Jarak Langkah"),
      [{ t: decimal(day.km, 2, style) }, { t: "KM", size: 19 }],
      "#2ea5f2",
    ],
  ] as const;
  for (const [x, words, value, colour] of tiles) {
    parts.push(card(x, 367, half, 180), text(x + 14, 390, words, heading), disclosure(x + half - 18, 385));
    parts.push(text(x + 14, 413, say(style, "Today", "Hari Ini"), { ...white, size: 11.5 }));
    parts.push(runs(x + 14, 438, value, { size: 23, fill: colour, face: FACE, weight: 500 }));
    for (let tick = 0; tick <= 24; tick++) {
      const at = x + 15 + ((half - 30) / 24) * tick;
      parts.push(line(at, 452, at, tick % 6 === 0 ? 534 : 522, { stroke: "#3a3a3d", width: 0.8 }));
      if (tick % 6 === 0 && tick < 24) {
        parts.push(
          text(at + 3, 534, String(tick).padStart(2, "0"), { size: 8, fill: "#7c7c82", face: FACE }),
        );
      }
    }
    parts.push(bars(x + 15, 522, half - 30, 62, day.hours, 2.6, colour));
  }

  const workout = decimal(r.between(0.04, 6), 2, style);
  const when = `${r.int(1, 28)}/${String(r.int(1, 12)).padStart(2, "0")}/25`;
  parts.push(
    card(19, 556, half, 180),
    text(33, 579, say(style, "Sessions", "Sesi"), heading),
    disclosure(19 + half - 18, 574),
  );
  parts.push(circle(47, 606, 15, { fill: "#1f3305" }), icon("walk", 47, 606, 19, LIME));
  parts.push(text(33, 640, say(style, "Outdoor Walk", "Berjalan Kaki Di Luar"), white));
  parts.push(
    runs(33, 664, [{ t: workout }, { t: "KM", size: 19 }], { size: 22, fill: LIME, face: FACE, weight: 500 }),
  );
  parts.push(text(33, 723, when, { ...white, size: 11, fill: "#98989f" }));
  parts.push(
    card(second, 556, half, 180),
    text(second + 14, 579, say(style, "Awards", "Medali"), heading),
    disclosure(second + half - 18, 574),
  );
  parts.push(
    circle(second + half / 2, 640, 36, { fill: "#c8c8ce" }),
    circle(second + half / 2, 640, 28, { fill: "#e2725b" }),
  );
  const award = say(style, "Move Goal 200%", "Target Bergerak 200%");
  parts.push(text(second + half / 2, 708, award, { ...white, size: 10.5, anchor: "middle" }));
  parts.push(
    card(19, 746, w - 38, 150),
    text(33, 770, "Fitness+", heading),
    floatingTabs(phone, name),
    footer(phone, "#ffffff", "#000000"),
  );
  return {
    svg: picture(phone, "#000000", parts),
    label: labelFor(SUMMARY, phone, {
      date_text: longDate(day.date, style, false),
      date: isoDate(day.date, false),
      distance_text: `${decimal(day.km, 2, style)}KM`,
      distance_km: day.km,
      calories_text: `${count(day.kcal, style)}/${count(day.kcalGoal, style)}${kcalUnit(phone)}`,
      active_time_text: watch ? `${day.minutes}/${day.minuteGoal}${say(style, "MIN", "MNT")}` : null,
      note: `the session of ${workout}KM on ${when} is not the day's distance`,
    }),
  };
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
