import { shifted } from "../day.ts";
import { footer, picture, statusBar } from "../device.ts";
import { count, month, say, stepsBehind } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { box, circle, gradient, line, polyline, runs, type TextStyle, text } from "../svg.ts";
import { BLUE, coloursOf, FACE, ORANGE, tabs } from "./apple-health-parts.ts";

const SUMMARY: Page = {
  app: "Apple Health",
  page: "health_summary",
  os: ["ios"],
  themes: ["light", "dark"],
  draw: drawSummary,
};

/** The Health app's first page. */
export const APPLE_HEALTH_SUMMARY: readonly Page[] = [SUMMARY];

function drawSummary(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const { ground, ink, soft, faint, warm } = coloursOf(phone);
  const { bold, plain } = stylesOf(phone);
  const [hour, minute] = [Math.max(0, day.clock.hour - 1), r.int(0, 59)];
  const updated = [hour, minute].map((part) => String(part).padStart(2, "0")).join(style.clockSeparator);
  const average = Math.round(day.steps * r.between(0.4, 0.9));
  const parts = [
    box(0, 0, w, 300, 0, { fill: "url(#warm)" }),
    statusBar(phone, ink),
    text(19, 122, titleWords(phone, say(style, "Summary", "Ringkasan")), { ...bold, size: 27.5 }),
    circle(w - 36, 113, 16, { fill: faint }),
    icon("person", w - 36, 113, 19, soft, { solid: true }),
    text(21, 167, say(style, "Pinned", "Dipin"), bold),
    text(w - 21, 167, "Edit", { ...plain, fill: BLUE, anchor: "end" }),
    stepsTile(phone, 178, dayWords(phone, updated)),
  ];
  let y = 297;
  if (r.chance(0.5)) {
    parts.push(sleepTile(phone, y));
    y += 119;
  }
  parts.push(row(phone, y, say(style, "Show All Health Data", "Tampilkan Semua Data Kesehatan")));
  y += 105;
  parts.push(text(21, y, say(style, "Trends", "Tren"), bold));
  parts.push(row(phone, y + 11, say(style, "Show All Health Trends", "Tampilkan Semua Tren Kesehatan")));
  y += 106;
  parts.push(highlights(phone, y, average), tabs(phone), footer(phone, ink, ground));
  const highlighted = y + 170 < phone.h;
  return {
    svg: picture(phone, ground, parts, gradient("warm", warm, ground)),
    label: labelFor(SUMMARY, phone, {
      date_text: highlighted ? say(style, "Today", "Hari ini") : null,
      note: `${updated} is when the steps were counted${highlighted ? `; the average is ${count(average, style)}` : ""}`,
    }),
  };
}

function stylesOf(phone: Phone): { bold: TextStyle; plain: TextStyle } {
  const { ink } = coloursOf(phone);
  return {
    bold: { size: 17.5, fill: ink, face: FACE, weight: 700 },
    plain: { size: 13.5, fill: ink, face: FACE, weight: 500 },
  };
}

/** A card with its heading and, at the right, when its number was taken. */
function tile(
  phone: Phone,
  y: number,
  tall: number,
  heading: { mark: IconName; words: string; colour: string; right: string },
): string {
  const { w } = phone;
  const { card, soft } = coloursOf(phone);
  const { plain } = stylesOf(phone);
  const { mark, words, colour, right } = heading;
  return [
    box(19, y, w - 38, tall, 11, { fill: card }),
    icon(mark, 40, y + 19, 14, colour, { solid: true }),
    text(49, y + 23.5, words, { ...plain, size: 12.8, fill: colour, weight: 600 }),
    text(w - 49, y + 23.5, right, { ...plain, size: 12, fill: soft, weight: 400, anchor: "end" }),
    icon("next", w - 38, y + 19, 12, soft, { width: 2.4 }),
  ].join("");
}

function stepsTile(phone: Phone, y: number, updated: string): string {
  const { day, style, w } = phone;
  const { soft, faint } = coloursOf(phone);
  const { bold } = stylesOf(phone);
  const unit = { t: stepsBehind(style), size: 12.5, fill: soft, weight: 500 };
  const heading = {
    mark: "flame",
    words: say(style, "Steps", "Langkah"),
    colour: ORANGE,
    right: updated,
  } as const;
  const highest = Math.max(...day.week);
  const week = day.week.map((value, index) => {
    const tall = Math.max(4, (value / highest) * 42);
    return box(w - 108 + index * 10.7, y + 94 - tall, 7.6, tall, 1.2, { fill: index === 6 ? ORANGE : faint });
  });
  return [
    tile(phone, y, 109, heading),
    runs(34, y + 95, [{ t: count(day.steps, style) }, unit], { ...bold, size: 22.5 }),
    ...week,
  ].join("");
}

/** A night of another day: its date and its hours have nothing to do with the steps. */
function sleepTile(phone: Phone, y: number): string {
  const { day, style, r } = phone;
  const { soft } = coloursOf(phone);
  const { bold, plain } = stylesOf(phone);
  const night = shifted(day.date, -r.int(2, 90));
  const right = `${night.getUTCDate()} ${month(night, style, 3)}`;
  const units = { size: 12.5, fill: soft, weight: 500 };
  const words = say(style, "Time In Bed", "Waktu Di Tempat Tidur");
  return [
    tile(phone, y, 109, { mark: "moon", words: say(style, "Sleep", "Tidur"), colour: "#2ab5a9", right }),
    text(34, y + 67, words, { ...plain, size: 12, fill: soft }),
    runs(
      34,
      y + 95,
      [
        { t: String(r.int(4, 9)) },
        { t: say(style, " hr ", " j "), ...units },
        { t: String(r.int(0, 59)) },
        { t: say(style, " min", " mnt"), ...units },
      ],
      { ...bold, size: 22.5 },
    ),
  ].join("");
}

function row(phone: Phone, y: number, words: string): string {
  const { card, soft } = coloursOf(phone);
  return [
    box(19, y, phone.w - 38, 48, 11, { fill: card }),
    icon("heart", 51, y + 24, 22, "#f0457f", { solid: true }),
    text(80, y + 29, words, stylesOf(phone).plain),
    icon("next", phone.w - 38, y + 24, 12, soft, { width: 2.4 }),
  ].join("");
}

/** The steps once more, beside an average that is easily taken for them. */
function highlights(phone: Phone, y: number, average: number): string {
  const { day, style, w } = phone;
  const { soft, faint } = coloursOf(phone);
  const { bold, plain } = stylesOf(phone);
  const words = say(
    style,
    "You're walking more than on other days.",
    "Anda berjalan lebih banyak dari biasanya.",
  );
  const heading = {
    mark: "flame",
    words: say(style, "Steps", "Langkah"),
    colour: ORANGE,
    right: "",
  } as const;
  const unit = { t: stepsBehind(style), size: 12, weight: 600 };
  const parts = [
    text(21, y, say(style, "Highlights", "Sorotan"), bold),
    tile(phone, y + 11, 320, heading),
    text(34, y + 62, words, { ...plain, size: 12.6, weight: 600 }),
    line(34, y + 78, w - 34, y + 78, { stroke: faint, width: 0.8 }),
  ];
  const pairs = [
    [34, dayWords(phone, say(style, "Today", "Hari ini")), day.steps, ORANGE],
    [w * 0.51, say(style, "Average", "Rata-rata"), average, soft],
  ] as const;
  for (const [x, name, value, colour] of pairs) {
    parts.push(
      circle(x + 4, y + 98, 4, { fill: colour }),
      text(x + 12, y + 102, name, { ...plain, size: 11.5, fill: colour, weight: 600 }),
      runs(x, y + 128, [{ t: count(value, style) }, unit], { ...bold, fill: colour, weight: 600, size: 22 }),
    );
  }
  const curve = [0, 4, 40, 48, 70, 82].map((rise, index): [number, number] => [
    34 + ((w - 74) / 5) * index,
    y + 230 - rise,
  ]);
  parts.push(polyline(curve, { stroke: soft, width: 3, cap: "round" }));
  return parts.join("");
}
