import { shifted } from "../day.ts";
import { footer, picture, statusBar } from "../device.ts";
import { count, isoDate, month, say, stepsBehind, weekday } from "../format.ts";
import { icon } from "../icons.ts";
import { dayWords, spanOf, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { box, line, paragraph, runs, type TextStyle, text, widthOf } from "../svg.ts";
import { BLUE, coloursOf, FACE, ORANGE, tabs } from "./apple-health-parts.ts";

const WEEK: Page = {
  app: "Apple Health",
  page: "steps_detail_week",
  os: ["ios"],
  themes: ["light", "dark"],
  spans: ["day", "week", "month", "half", "year"],
  draw: drawWeek,
};

/** The Health app's page about a week of steps, on which one day is chosen. */
export const APPLE_HEALTH_WEEK: readonly Page[] = [WEEK];

function drawWeek(phone: Phone): Screen {
  const { day, style, r } = phone;
  const { ground, ink } = coloursOf(phone);
  const chosen = r.int(2, 6);
  const week = day.week.map((value, index) =>
    index === chosen ? day.steps : index === 6 ? (day.week[chosen] ?? value) : value,
  );
  const average = Math.round(week.reduce((sum, one) => sum + one, 0) / 7);
  const parts = [
    header(phone),
    chart(phone, week, chosen),
    highlights(phone, average),
    tabs(phone),
    footer(phone, ink, ground),
  ];
  return {
    svg: picture(phone, phone.theme === "light" ? "#ffffff" : "#000000", parts),
    label: labelFor(WEEK, phone, {
      date_text: dateWords(phone),
      date: isoDate(day.date, true),
      note: `one day of a week is chosen; scale up to ${count(scaleOf(week).top, style)}, average ${count(average, style)}`,
    }),
  };
}

function dateWords(phone: Phone): string {
  const { day, style } = phone;
  return dayWords(
    phone,
    `${day.date.getUTCDate()} ${month(day.date, style, 3)} ${day.date.getUTCFullYear()}`,
  );
}

/** Round steps between the lines of the chart, and the value of the highest line. */
function scaleOf(week: readonly number[]): { unit: number; top: number } {
  const highest = Math.max(...week);
  if (highest > 60_000) return { unit: 50_000, top: Math.ceil(highest / 50_000) * 50_000 };
  const unit = highest > 15_000 ? 10_000 : highest > 6000 ? 5000 : highest > 3000 ? 2000 : 1000;
  return { unit, top: Math.ceil(highest / unit) * unit };
}

function greyText(phone: Phone): TextStyle {
  return { size: 14.5, fill: phone.theme === "light" ? "#b5b5ba" : "#77777d", face: FACE, weight: 500 };
}

function header(phone: Phone): string {
  const { style, w } = phone;
  const { ink } = coloursOf(phone);
  const head = phone.theme === "light" ? "#f2f2f7" : "#121214";
  const nav: TextStyle = { size: 17, fill: BLUE, face: FACE };
  const parts = [
    box(0, 0, w, 97, 0, { fill: head }),
    statusBar(phone, ink),
    icon("back", 16, 75, 23, BLUE, { width: 2.4 }),
    text(29, 81, say(style, "Summary", "Ringkasan"), nav),
    text(w / 2, 81, titleWords(phone, say(style, "Steps", "Langkah")), {
      ...nav,
      fill: ink,
      weight: 600,
      anchor: "middle",
    }),
    text(w - 16, 81, say(style, "Add Data", "Tambah Data"), {
      ...nav,
      size: style.locale === "id" ? 15 : 17,
      anchor: "end",
    }),
    box(16, 109, w - 32, 29, 8, { fill: phone.theme === "light" ? "#ededf0" : "#1f1f22" }),
  ];
  const gap = (w - 32) / 5;
  const selected = spanOf(phone, 1, 5);
  parts.push(
    box(16 + gap * selected + 2, 111, gap - 4, 25, 6.5, {
      fill: phone.theme === "light" ? "#ffffff" : "#636368",
    }),
  );
  const spans = say(style, "D W M 6M Y", "H M B 6B T").split(" ");
  spans.forEach((words, index) => {
    parts.push(
      text(16 + gap * (index + 0.5), 128, words, {
        size: 12.5,
        fill: ink,
        face: FACE,
        weight: index === selected ? 600 : 400,
        anchor: "middle",
      }),
    );
  });
  return parts.join("");
}

/** Seven bars, and above the chosen one its number. */
function chart(phone: Phone, week: readonly number[], chosen: number): string {
  const { day, style, w } = phone;
  const { ink, soft, faint } = coloursOf(phone);
  const grey = greyText(phone);
  const { unit, top } = scaleOf(week);
  const parts: string[] = [];
  const chart = { left: 16, right: w - 56, top: 224, base: 474 };
  for (let value = 0; value <= top; value += unit) {
    const y = chart.base - ((chart.base - chart.top) * value) / top;
    parts.push(line(chart.left, y, chart.right, y, { stroke: faint, width: 0.7 }));
    parts.push(text(chart.right + 3, y + 5, count(value, style), { ...grey, size: 13 }));
  }
  const step = (chart.right - chart.left) / 7;
  week.forEach((value, index) => {
    const x = chart.left + step * index;
    const date = shifted(day.date, index - chosen);
    const tall = ((chart.base - chart.top) * value) / top;
    parts.push(line(x, chart.top, x, chart.base + 20, { stroke: faint, width: 0.7, dash: "2 2" }));
    if (index === chosen)
      parts.push(line(x + step / 2, 216, x + step / 2, chart.base - tall, { stroke: soft, width: 1.5 }));
    parts.push(box(x + step * 0.16, chart.base - tall, step * 0.68, tall, 2, { fill: ORANGE }));
    parts.push(text(x + 3, chart.base + 18, weekday(date, style, 3), { ...grey, size: 12.5 }));
  });
  const value = count(day.steps, style);
  const steps = say(style, "steps", "langkah");
  const wide = Math.max(widthOf(value, 30) + widthOf(steps, 16), 130) + 28;
  const left = Math.min(w - 12 - wide, Math.max(12, chart.left + step * (chosen + 0.5) - wide / 2));
  parts.push(
    box(left, 142, wide, 75, 7, { fill: phone.theme === "light" ? "#ededf2" : "#2a2a2e" }),
    text(left + 10, 156, "TOTAL", { ...grey, size: 12, fill: soft, weight: 600 }),
    runs(left + 10, 187, [{ t: value }, { t: stepsBehind(style), size: 16, fill: soft, weight: 600 }], {
      size: 30,
      fill: ink,
      face: FACE,
      weight: 500,
    }),
    text(left + 10, 209, dateWords(phone), { ...grey, size: 14.5, fill: soft, weight: 600 }),
  );
  return parts.join("");
}

/** The trend, and a sentence with the average of the week, which is no day's number. */
function highlights(phone: Phone, average: number): string {
  const { style, w } = phone;
  const { ground, card, ink, soft, faint } = coloursOf(phone);
  const nav: TextStyle = { size: 17, fill: BLUE, face: FACE };
  const grey = greyText(phone);
  const parts = [
    box(20, 522, w - 40, 45, 9, { stroke: faint, width: 1.2 }),
    text(35, 549, say(style, "Trend", "Tren"), { ...grey, size: 13, fill: soft }),
    text(w - 35, 549, say(style, "Unavailable", "Tidak Tersedia"), {
      ...grey,
      size: 13,
      fill: soft,
      anchor: "end",
      weight: 600,
    }),
    box(0, 583, w, phone.h, 0, { fill: ground }),
  ];
  const sentence = say(
    style,
    `You walked an average of ${count(average, style)} steps a day over the last 7 days.`,
    `Anda berjalan rata-rata ${count(average, style)} langkah per hari selama 7 hari terakhir.`,
  );
  parts.push(
    text(21, 633, say(style, "Highlights", "Sorotan"), { size: 20, fill: ink, face: FACE, weight: 700 }),
    text(w - 21, 633, say(style, "Show All", "Tampilkan Semua"), { ...nav, size: 14.5, anchor: "end" }),
    box(19, 645, w - 38, 200, 11, { fill: phone.theme === "light" ? "#ffffff" : card }),
    icon("flame", 40, 667, 14, ORANGE, { solid: true }),
    text(50, 672, say(style, "Steps", "Langkah"), { size: 12.8, fill: ORANGE, face: FACE, weight: 600 }),
    paragraph(35, 700, sentence, w - 84, 20, { size: 14.5, fill: ink, face: FACE, weight: 600 }),
  );
  return parts.join("");
}
