import { footer, picture, statusBar } from "../device.ts";
import { count, decimal, isoDate, month, say, stepsBehind } from "../format.ts";
import { icon } from "../icons.ts";
import { dayWords, spanOf, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { bars, box, line, runs, type TextStyle, text, widthOf } from "../svg.ts";
import { coloursOf, faceOf, kcalUnit, MI_FITNESS, minuteUnit, shift, YELLOW } from "./mi-fitness-parts.ts";

const STEPS: Page = {
  ...MI_FITNESS,
  page: "steps_detail",
  spans: ["day", "week", "month"],
  draw: drawSteps,
};

/** Mi Fitness's page about a day's steps. */
export const MI_FITNESS_STEPS: readonly Page[] = [STEPS];

function drawSteps(phone: Phone): Screen {
  const { day, style, w } = phone;
  const { ground, ink } = coloursOf(phone);
  const face = faceOf(phone);
  const dy = shift(phone);
  const date = dateOf(phone);
  const parts = [
    statusBar(phone, phone.theme === "light" ? "#000000" : "#ffffff"),
    icon("arrowLeft", 29, 62 + dy, 22, ink, { width: 1.8 }),
    text(w / 2, 68 + dy, titleWords(phone, say(style, "Steps", "Langkah")), {
      size: 17.5,
      fill: ink,
      face,
      weight: 600,
      anchor: "middle",
    }),
    icon("more", w - 29, 62 + dy, 21, ink),
    spans(phone, 92 + dy),
    dateRow(phone, 160 + dy, date.words),
    runs(
      w / 2,
      217 + dy,
      [
        { t: count(day.steps, style), weight: 600 },
        { t: stepsBehind(style), size: 15 },
      ],
      { size: 40, fill: ink, face, anchor: "middle" },
    ),
    chart(phone, 250 + dy),
  ];
  const kcal = kcalUnit(phone);
  const minutes = minuteUnit(phone);
  const steps = say(style, "steps", "langkah");
  const distance = decimal(day.km, 2, style);
  parts.push(
    tiles(phone, 426 + dy, null, [
      [say(style, "Distance", "Jarak"), distance, "km"],
      [say(style, "Calories", "Kalori"), count(day.kcal, style), kcal],
      [say(style, "Moving time", "Waktu bergerak"), count(day.minutes, style), minutes],
      [say(style, "Goal", "Target"), count(day.goal, style), steps],
    ]),
  );
  const week = day.week.reduce((sum, value) => sum + value, 0);
  parts.push(
    tiles(phone, 594 + dy, say(style, "This week", "Minggu ini"), [
      [say(style, "Average per day", "Rata-rata per hari"), count(Math.round(week / 7), style), steps],
      [say(style, "Weekly total", "Total mingguan"), count(week, style), steps],
    ]),
    footer(phone, ink, ground),
  );
  return {
    svg: picture(phone, ground, parts),
    label: labelFor(STEPS, phone, {
      goal: day.goal,
      date_text: date.words,
      date: date.iso,
      distance_text: `${distance} km`,
      distance_km: day.km,
      calories_text: `${count(day.kcal, style)} ${kcal}`,
      active_time_text: `${count(day.minutes, style)} ${minutes}`,
      note: `the week's average and total are steps, too, and so is the goal ${count(day.goal, style)}`,
    }),
  };
}

function dateOf(phone: Phone): { words: string; iso: string | null } {
  const { day, style } = phone;
  if (day.today) return { words: dayWords(phone, say(style, "Today", "Hari ini")), iso: null };
  const [number, year] = [day.date.getUTCDate(), day.date.getUTCFullYear()];
  const name = month(day.date, style, 3);
  return {
    words: dayWords(phone, style.monthFirst ? `${name} ${number}, ${year}` : `${number} ${name} ${year}`),
    iso: isoDate(day.date, true),
  };
}

/** Day, week or month; the day is chosen. */
function spans(phone: Phone, y: number): string {
  const { style, w } = phone;
  const { card, pill, ink, soft } = coloursOf(phone);
  const wide = (w - 40) / 3;
  const words = say(style, "Day,Week,Month", "Hari,Minggu,Bulan").split(",");
  const selected = spanOf(phone, 0, words.length);
  return [
    box(20, y, w - 40, 34, 17, { fill: pill }),
    box(22 + wide * selected, y + 2, wide - 4, 30, 15, { fill: phone.theme === "light" ? card : "#4a4d54" }),
    ...words.map((word, index) =>
      text(20 + wide * (index + 0.5), y + 22, word, {
        size: 13,
        fill: index === selected ? ink : soft,
        face: faceOf(phone),
        weight: index === selected ? 600 : 400,
        anchor: "middle",
      }),
    ),
  ].join("");
}

function dateRow(phone: Phone, y: number, words: string): string {
  const { w, day } = phone;
  const { soft } = coloursOf(phone);
  const half = widthOf(words, 13.5) / 2 + 20;
  const style: TextStyle = { size: 13.5, fill: soft, face: faceOf(phone), anchor: "middle" };
  return [
    icon("back", w / 2 - half, y - 5, 15, soft),
    text(w / 2, y, words, style),
    day.today ? "" : icon("next", w / 2 + half, y - 5, 15, soft),
  ].join("");
}

/** A bar for each hour; the numbers at its right are steps, those under it times. */
function chart(phone: Phone, top: number): string {
  const { day, style, w, r } = phone;
  const { card, soft, faint } = coloursOf(phone);
  const small: TextStyle = { size: 10, fill: soft, face: faceOf(phone) };
  const peak = Math.max(8, Math.round(day.steps * r.between(0.12, 0.3)));
  const unit = peak > 2000 ? 1000 : peak > 400 ? 200 : peak > 80 ? 40 : 4;
  const scale = Math.ceil(peak / unit / 2) * unit * 2;
  const [left, right, high, base] = [42, w - 66, top + 28, top + 128];
  const parts = [box(12, top, w - 24, 162, 20, { fill: card })];
  for (let half = 0; half <= 2; half++) {
    const y = base - ((base - high) / 2) * half;
    parts.push(line(left, y, right, y, { stroke: faint, width: 0.7 }));
    parts.push(text(w - 28, y + 3.5, count((scale / 2) * half, style), { ...small, anchor: "end" }));
  }
  parts.push(bars(left, base, right - left, (base - high) * (peak / scale), day.hours, 5, YELLOW));
  for (let quarter = 0; quarter <= 4; quarter++) {
    const words = `${String(quarter * 6).padStart(2, "0")}${style.clockSeparator}00`;
    const x = left + ((right - left) / 4) * quarter;
    parts.push(text(x, base + 18, words, { ...small, anchor: "middle" }));
  }
  return parts.join("");
}

/** A card of values in two columns, each under its name. */
function tiles(
  phone: Phone,
  y: number,
  title: string | null,
  values: readonly (readonly [name: string, value: string, unit: string])[],
): string {
  const { w } = phone;
  const { card, ink, soft } = coloursOf(phone);
  const face = faceOf(phone);
  const head = title === null ? 0 : 30;
  const rows = Math.ceil(values.length / 2);
  const parts = [box(12, y, w - 24, 20 + head + rows * 68, 20, { fill: card })];
  if (title !== null) parts.push(text(28, y + 31, title, { size: 14.5, fill: ink, face, weight: 500 }));
  values.forEach(([name, value, unit], index) => {
    const x = 28 + (index % 2) * ((w - 24) / 2);
    const top = y + head + Math.floor(index / 2) * 68;
    parts.push(text(x, top + 30, name, { size: 12, fill: soft, face }));
    parts.push(
      runs(
        x,
        top + 56,
        [
          { t: value, weight: 600 },
          { t: ` ${unit}`, size: 12, fill: soft },
        ],
        { size: 20, fill: ink, face },
      ),
    );
  });
  return parts.join("");
}
