import { type Day, share, shifted } from "../day.ts";
import { picture } from "../device.ts";
import { count, decimal, isoDate, say, slashed, stepsBehind, weekday } from "../format.ts";
import { icon } from "../icons.ts";
import { type Label, labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { bars, box, line, runs, text, widthOf } from "../svg.ts";
import { BLUE, coloursOf, foot, GREEN, hearts, PINK, titleRow } from "./samsung-parts.ts";

const FACE = "Figtree" as const;
const ACTIVITY: Page = {
  app: "Samsung Health",
  page: "daily_activity",
  os: ["android"],
  themes: ["light", "dark"],
  draw: drawActivity,
};
const STEPS: Page = { ...ACTIVITY, page: "steps_detail", draw: drawSteps };

/** Samsung Health's pages about one day. */
export const SAMSUNG_DAYS: readonly Page[] = [ACTIVITY, STEPS];

function shares(day: Day): [number, number, number] {
  return [share(day.steps, day.goal), share(day.minutes, day.minuteGoal), share(day.kcal, day.kcalGoal)];
}

function drawActivity(phone: Phone): Screen {
  const { day, style, w } = phone;
  const colours = coloursOf(phone);
  const { ink, soft, card } = colours;
  const kcal = say(style, style.monthFirst ? "Cal" : "kcal", "kkal");
  const minutes = say(style, "mins", "menit");
  const title = say(style, "Daily activity", "Aktivitas harian");
  const parts = [titleRow(phone, title, colours, false), weekStrip(phone)];

  parts.push(box(9, 194, w - 18, 366, 26, { fill: card }), hearts(phone, w / 2, 298, 62, shares(day)));
  const columns = [
    [0.22, say(style, "Steps", "Langkah"), day.steps, `/${count(day.goal, style)}`, "shoe", GREEN],
    [
      0.5,
      say(style, "Active time", "Waktu aktif"),
      day.minutes,
      `/${day.minuteGoal} ${minutes}`,
      "clock",
      BLUE,
    ],
    [
      0.78,
      say(style, "Activity calories", "Kalori aktivitas"),
      day.kcal,
      `/${count(day.kcalGoal, style)} ${kcal}`,
      "flame",
      PINK,
    ],
  ] as const;
  for (const [place, name, value, goal, picture, colour] of columns) {
    const x = w * place;
    const words = count(value, style);
    const wide = widthOf(words, 18);
    parts.push(
      text(x, 396, name, { size: 11.8, fill: soft, face: FACE, anchor: "middle" }),
      icon(picture, x - wide / 2 - 6, 415, 14, colour, { solid: picture !== "clock", width: 2.6 }),
      text(x + 7, 421, words, { size: 18, fill: ink, face: FACE, weight: 700, anchor: "middle" }),
      text(x, 438, goal, { size: 12, fill: ink, face: FACE, anchor: "middle" }),
    );
  }
  const burned = say(
    style,
    style.monthFirst ? "Total burned calories" : "Total burnt calories",
    "Total kalori yang terbakar",
  );
  const rows = [
    [burned, count(day.totalKcal, style), kcal],
    [say(style, "Distance while active", "Jarak saat aktif"), decimal(day.km, 2, style), "km"],
  ] as const;
  rows.forEach(([name, value, unit], index) => {
    const y = 489 + index * 29;
    const wide = widthOf(`${value} ${unit}`, 13.5) + 10;
    const from = 26 + widthOf(name, 13) + 12;
    parts.push(
      text(25, y, name, { size: 13, fill: soft, face: FACE }),
      line(from, y - 4, w - 32 - wide, y - 4, { stroke: colours.faint, width: 1, dash: "1 3" }),
      runs(w - 25, y, [{ t: value, weight: 700 }, { t: `  ${unit}` }], {
        size: 13.5,
        fill: ink,
        face: FACE,
        anchor: "end",
      }),
    );
  });

  parts.push(box(9, 578, w - 18, phone.h - 36 - 578, 26, { fill: card }));
  parts.push(
    text(25, 608, say(style, "Steps", "Langkah"), { size: 14.5, fill: ink, face: FACE, weight: 700 }),
  );
  parts.push(hourChart(phone, 40, 694, w - 80, 64));
  parts.push(foot(phone, colours));
  const label: Partial<Label> = {
    goal: day.goal,
    date_text: slashed(day.date, style),
    date: isoDate(day.date, false),
    distance_text: `${decimal(day.km, 2, style)} km`,
    distance_km: day.km,
    calories_text: `${count(day.kcal, style)} ${kcal}`,
    active_time_text: `${count(day.minutes, style)} ${minutes}`,
    note: `${burned} ${count(day.totalKcal, style)} are the day's total; the chosen day is ${weekday(day.date, style)}.`,
  };
  return { svg: picture(phone, colours.ground, parts), label: labelFor(ACTIVITY, phone, label) };
}

/** The chosen day in the strip: as a date, or its number where the title row says what is shown. */
function chosenDay({ day, style, instead }: Phone): string {
  return instead.day === undefined ? slashed(day.date, style) : String(day.date.getUTCDate());
}

function weekStrip(phone: Phone): string {
  const { day, style, w, r } = phone;
  const colours = coloursOf(phone);
  const first = shifted(day.date, -day.date.getUTCDay());
  const gap = (w - 64) / 6;
  const parts: string[] = [];
  for (let index = 0; index < 7; index++) {
    const date = shifted(first, index);
    const x = 32 + gap * index;
    const chosen = date.getTime() === day.date.getTime();
    const red = index === 0 ? "#e5484d" : undefined;
    const ink = date > day.date ? colours.soft : colours.ink;
    parts.push(text(x, 108, weekday(date, style, 1), small(red ?? colours.soft, 11)));
    if (chosen)
      parts.push(box(x - 20, 118, 40, 67, 20, { fill: phone.theme === "light" ? "#ffffff" : "#2a2a2e" }));
    const seen = chosen ? shares(day) : ([r.next(), r.next(), r.next()] as const);
    if (date <= day.date) parts.push(hearts(phone, x, 144, 16, [...seen]));
    const words = chosen ? chosenDay(phone) : String(date.getUTCDate());
    parts.push(text(x, 175, words, { ...small(red ?? ink, 11.5), weight: chosen ? 600 : 400 }));
  }
  return parts.join("");
}

function hourChart(phone: Phone, x: number, base: number, width: number, height: number): string {
  const { style, day } = phone;
  const { faint, soft } = coloursOf(phone);
  const ticks = style.hour12 ? ["12 AM", "6 AM", "12 PM", "6 PM"] : ["0", "6", "12", "18"];
  return [
    bars(x, base, width, height, day.hours, 5, GREEN),
    line(x - 14, base, x + width + 14, base, { stroke: faint, width: 1 }),
    ...ticks.map((words, index) => text(x + (width / 4) * index, base + 16, words, small(soft, 10.5))),
    text(x + width + 8, base + 16, say(style, "(h)", "(j)"), small(soft, 10.5)),
  ].join("");
}

function drawSteps(phone: Phone): Screen {
  const { day, style, w } = phone;
  const colours = coloursOf(phone);
  const { ink, soft, card } = colours;
  const kcal = say(style, "Cal", "kkal");
  const parts = [titleRow(phone, say(style, "Steps", "Langkah"), colours, true), dayBars(phone)];
  parts.push(
    box(9, 213, w - 18, 256, 26, { fill: card }),
    runs(
      w / 2,
      291,
      [
        { t: count(day.steps, style), weight: 700 },
        { t: stepsBehind(style, say(style, "steps", "lngkh")), size: 19 },
      ],
      { size: 33, fill: ink, face: FACE, anchor: "middle", weight: 500 },
    ),
  );
  const full = w - 92;
  const done = Math.max(34, full * share(day.steps, day.goal));
  const target = `${say(style, "Target", "Target")}: ${count(day.goal, style)}`;
  parts.push(
    box(46, 318, full, 34, 17, { fill: colours.track }),
    box(46, 318, done, 34, 17, { fill: GREEN }),
    text(56, 370, "0", small(soft, 12)),
    text(w - 50, 370, target, { ...small(soft, 12), anchor: "end" }),
  );
  const twin = { size: 18, fill: ink, face: FACE, weight: 700, anchor: "middle" } as const;
  parts.push(
    runs(w * 0.29, 427, [{ t: decimal(day.km, 2, style) }, { t: " km", size: 16, weight: 500 }], twin),
    line(w / 2, 413, w / 2, 429, { stroke: colours.track, width: 1.5 }),
    runs(w * 0.71, 427, [{ t: count(day.kcal, style) }, { t: ` ${kcal}`, size: 16, weight: 500 }], twin),
    box(9, 488, w - 18, 200, 26, { fill: card }),
    text(27, 524, say(style, "Steps by time of day", "Langkah menurut waktu dalam sehari"), {
      size: 15.5,
      fill: ink,
      face: FACE,
      weight: 700,
    }),
    hourChart(phone, 40, 644, w - 84, 92),
    box(9, 707, w - 18, 200, 26, { fill: card }),
    text(27, 742, say(style, "Compare my steps", "Bandingkan langkah saya"), {
      size: 15.5,
      fill: ink,
      face: FACE,
      weight: 700,
    }),
    foot(phone, colours),
  );
  return {
    svg: picture(phone, colours.ground, parts),
    label: labelFor(STEPS, phone, {
      goal: day.goal,
      date_text: slashed(day.date, style),
      date: isoDate(day.date, false),
      distance_text: `${decimal(day.km, 2, style)} km`,
      distance_km: day.km,
      calories_text: `${count(day.kcal, style)} ${kcal}`,
      note: "bars of several days with a scale above, an hourly chart below",
    }),
  };
}

/** The days before this one as bars, with the goal and half of it as a scale. */
function dayBars(phone: Phone): string {
  const { day, style, w } = phone;
  const colours = coloursOf(phone);
  const gap = (w - 70) / 7;
  const high = 44;
  const top = day.goal * 1.5;
  const parts = [
    box(16 + gap * 6 - 4, 107, gap + 2, 98, 20, { fill: phone.theme === "light" ? "#ffffff" : "#2a2a2e" }),
  ];
  const yAt = (steps: number) => 172 - Math.min(1, steps / top) * high;
  for (const [steps, colour] of [
    [day.goal, GREEN],
    [day.goal / 2, colours.soft],
  ] as const) {
    parts.push(
      line(0, yAt(steps), w - 44, yAt(steps), { stroke: colour, width: 0.8, dash: "1 2", opacity: 0.7 }),
    );
    parts.push(text(w - 5, yAt(steps) + 4, count(steps, style), { ...small(colour, 11), anchor: "end" }));
  }
  day.week.forEach((steps, index) => {
    const x = 16 + gap * (index + 0.45);
    const tall = Math.max(9, 172 - yAt(steps));
    const date = shifted(day.date, index - 6);
    const words = index === 6 ? chosenDay(phone) : String(date.getUTCDate());
    const red = date.getUTCDay() === 0;
    parts.push(box(x - 4.5, 173 - tall, 9, tall, 4.5, { fill: steps >= day.goal ? GREEN : colours.faint }));
    parts.push(
      text(x, 194, words, { ...small(red ? "#e5484d" : colours.ink, 11), weight: index === 6 ? 700 : 400 }),
    );
  });
  return parts.join("");
}

function small(fill: string, size: number) {
  return { size, fill, face: FACE, anchor: "middle" } as const;
}
