import { shifted } from "../day.ts";
import { footer, picture, statusBar } from "../device.ts";
import { count, decimal, isoDate, month, say, weekday } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import {
  box,
  circle,
  gradient,
  line,
  paragraph,
  polyline,
  runs,
  type TextStyle,
  text,
  widthOf,
} from "../svg.ts";

const FACE = "Inter" as const;
const ORANGE = "#f0592a";
const BLUE = "#2f7cf6";

const SUMMARY: Page = {
  app: "Apple Health",
  page: "health_summary",
  os: ["ios"],
  themes: ["light", "dark"],
  draw: drawSummary,
};
const WEEK: Page = { ...SUMMARY, page: "steps_detail_week", draw: drawWeek };

/** Apple's Health app. */
export const APPLE_HEALTH: readonly Page[] = [SUMMARY, WEEK];

function coloursOf(phone: Phone) {
  return phone.theme === "light"
    ? {
        ground: "#f2f2f7",
        card: "#ffffff",
        ink: "#000000",
        soft: "#8a8a8e",
        faint: "#d9d9de",
        bar: "#f9f9fb",
        warm: "#f7d9cc",
      }
    : {
        ground: "#000000",
        card: "#1c1c1e",
        ink: "#ffffff",
        soft: "#98989f",
        faint: "#48484c",
        bar: "#17171a",
        warm: "#87401f",
      };
}

function drawSummary(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const { ground, card, ink, soft, faint, warm } = coloursOf(phone);
  const steps = say(style, "steps", "langkah");
  const name = say(style, "Steps", "Langkah");
  const bold: TextStyle = { size: 17.5, fill: ink, face: FACE, weight: 700 };
  const plain: TextStyle = { size: 13.5, fill: ink, face: FACE, weight: 500 };
  const updated = `${String(Math.max(0, day.clock.hour - 1)).padStart(2, "0")}${style.clockSeparator}${String(r.int(0, 59)).padStart(2, "0")}`;
  const parts = [
    box(0, 0, w, 300, 0, { fill: "url(#warm)" }),
    statusBar(phone, ink),
    text(19, 122, say(style, "Summary", "Ringkasan"), { ...bold, size: 27.5 }),
    circle(w - 36, 113, 16, { fill: faint }),
    icon("person", w - 36, 113, 19, soft, { solid: true }),
    text(21, 167, say(style, "Pinned", "Dipin"), bold),
    text(w - 21, 167, say(style, "Edit", "Edit"), { ...plain, fill: BLUE, anchor: "end" }),
  ];
  const tile = (y: number, tall: number) => box(19, y, w - 38, tall, 11, { fill: card });
  const head = (y: number, mark: IconName, words: string, colour: string, right: string) =>
    icon(mark, 40, y + 19, 14, colour, { solid: true }) +
    text(49, y + 23.5, words, { ...plain, size: 12.8, fill: colour, weight: 600 }) +
    text(w - 49, y + 23.5, right, { ...plain, size: 12, fill: soft, weight: 400, anchor: "end" }) +
    icon("next", w - 38, y + 19, 12, soft, { width: 2.4 });
  let y = 178;
  const highest = Math.max(...day.week);
  parts.push(tile(y, 109), head(y, "flame", name, ORANGE, updated));
  parts.push(
    runs(
      34,
      y + 95,
      [{ t: count(day.steps, style) }, { t: ` ${steps}`, size: 12.5, fill: soft, weight: 500 }],
      { ...bold, size: 22.5 },
    ),
  );
  day.week.forEach((value, index) => {
    const tall = Math.max(4, (value / highest) * 42);
    parts.push(
      box(w - 108 + index * 10.7, y + 94 - tall, 7.6, tall, 1.2, { fill: index === 6 ? ORANGE : faint }),
    );
  });
  y += 119;
  if (r.chance(0.5)) {
    const sleepDay = shifted(day.date, -r.int(2, 90));
    const asleep = [r.int(4, 9), r.int(0, 59)] as const;
    const units = { size: 12.5, fill: soft, weight: 500 };
    parts.push(
      tile(y, 109),
      head(
        y,
        "moon",
        say(style, "Sleep", "Tidur"),
        "#2ab5a9",
        `${sleepDay.getUTCDate()} ${month(sleepDay, style, 3)}`,
      ),
    );
    parts.push(
      text(34, y + 67, say(style, "Time In Bed", "Waktu Di Tempat Tidur"), {
        ...plain,
        size: 12,
        fill: soft,
      }),
    );
    parts.push(
      runs(
        34,
        y + 95,
        [
          { t: String(asleep[0]) },
          { t: say(style, " hr ", " j "), ...units },
          { t: String(asleep[1]) },
          { t: say(style, " min", " mnt"), ...units },
        ],
        { ...bold, size: 22.5 },
      ),
    );
    y += 119;
  }
  const row = (top: number, words: string) =>
    tile(top, 48) +
    icon("heart", 51, top + 24, 22, "#f0457f", { solid: true }) +
    text(80, top + 29, words, plain) +
    icon("next", w - 38, top + 24, 12, soft, { width: 2.4 });
  parts.push(row(y, say(style, "Show All Health Data", "Tampilkan Semua Data Kesehatan")));
  y += 105;
  parts.push(
    text(21, y, say(style, "Trends", "Tren"), bold),
    row(y + 11, say(style, "Show All Health Trends", "Tampilkan Semua Tren Kesehatan")),
  );
  y += 106;
  const low = Math.round(day.steps * r.between(0.4, 0.9));
  const highlight = y + 170 < phone.h;
  parts.push(
    text(21, y, say(style, "Highlights", "Sorotan"), bold),
    tile(y + 11, 320),
    head(y + 11, "flame", name, ORANGE, ""),
  );
  parts.push(
    text(
      34,
      y + 62,
      say(style, "You're walking more than on other days.", "Anda berjalan lebih banyak dari biasanya."),
      { ...plain, size: 12.6, weight: 600 },
    ),
  );
  const pairs = [
    [34, say(style, "Today", "Hari ini"), day.steps, ORANGE],
    [w * 0.51, say(style, "Average", "Rata-rata"), low, soft],
  ] as const;
  for (const [x, words, value, colour] of pairs) {
    parts.push(
      circle(x + 4, y + 98, 4, { fill: colour }),
      text(x + 12, y + 102, words, { ...plain, size: 11.5, fill: colour, weight: 600 }),
    );
    parts.push(
      runs(x, y + 128, [{ t: count(value, style) }, { t: ` ${steps}`, size: 12, weight: 600 }], {
        ...bold,
        fill: colour,
        weight: 600,
        size: 22,
      }),
    );
  }
  parts.push(line(34, y + 78, w - 34, y + 78, { stroke: faint, width: 0.8 }));
  parts.push(
    polyline(
      [
        [34, y + 230],
        [90, y + 226],
        [130, y + 190],
        [180, y + 182],
        [230, y + 160],
        [w - 40, y + 148],
      ],
      { stroke: soft, width: 3, cap: "round" },
    ),
  );
  parts.push(tabs(phone), footer(phone, ink, ground));
  return {
    svg: picture(phone, ground, parts, gradient("warm", warm, ground)),
    label: labelFor(SUMMARY, phone, {
      date_text: highlight ? say(style, "Today", "Hari ini") : null,
      note: `${updated} is when the steps were counted${highlight ? `; the average is ${count(low, style)}` : ""}`,
    }),
  };
}

function tabs(phone: Phone): string {
  const { style, w, h } = phone;
  const { bar, soft } = coloursOf(phone);
  const top = h - 83;
  const names: [IconName, string][] = [
    ["heart", say(style, "Summary", "Ringkasan")],
    ["people", say(style, "Sharing", "Berbagi")],
    ["tiles", say(style, "Browse", "Telusuri")],
  ];
  const parts = [
    box(0, top, w, 83, 0, { fill: bar }),
    line(0, top, w, top, { stroke: soft, width: 0.5, opacity: 0.5 }),
  ];
  names.forEach(([name, words], index) => {
    const x = w * (0.166 + 0.333 * index);
    const colour = index === 0 ? BLUE : soft;
    parts.push(icon(name, x, top + 20, 25, colour, { solid: true, width: 1 }));
    parts.push(
      text(x, top + 44, words, { size: 10.2, fill: colour, face: FACE, weight: 500, anchor: "middle" }),
    );
  });
  return parts.join("");
}

function drawWeek(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const { ground, card, ink, soft, faint } = coloursOf(phone);
  const body = phone.theme === "light" ? "#ffffff" : "#000000";
  const head = phone.theme === "light" ? "#f2f2f7" : "#121214";
  const nav: TextStyle = { size: 17, fill: BLUE, face: FACE };
  const grey: TextStyle = {
    size: 14.5,
    fill: phone.theme === "light" ? "#b5b5ba" : "#77777d",
    face: FACE,
    weight: 500,
  };
  const dateWords = `${day.date.getUTCDate()} ${month(day.date, style, 3)} ${day.date.getUTCFullYear()}`;
  const parts = [
    box(0, 0, w, 97, 0, { fill: head }),
    statusBar(phone, ink),
    icon("back", 16, 75, 23, BLUE, { width: 2.4 }),
    text(29, 81, say(style, "Summary", "Ringkasan"), nav),
    text(w / 2, 81, say(style, "Steps", "Langkah"), { ...nav, fill: ink, weight: 600, anchor: "middle" }),
    text(w - 16, 81, say(style, "Add Data", "Tambah Data"), {
      ...nav,
      size: style.locale === "id" ? 15 : 17,
      anchor: "end",
    }),
    box(16, 109, w - 32, 29, 8, { fill: phone.theme === "light" ? "#ededf0" : "#1f1f22" }),
  ];
  const gap = (w - 32) / 5;
  parts.push(
    box(16 + gap + 2, 111, gap - 4, 25, 6.5, { fill: phone.theme === "light" ? "#ffffff" : "#636368" }),
  );
  const spans = say(style, "D W M 6M Y", "H M B 6B T").split(" ");
  spans.forEach((words, index) => {
    parts.push(
      text(16 + gap * (index + 0.5), 128, words, {
        size: 12.5,
        fill: ink,
        face: FACE,
        weight: index === 1 ? 600 : 400,
        anchor: "middle",
      }),
    );
  });

  const chosen = r.int(2, 6);
  const week = day.week.map((value, index) =>
    index === chosen ? day.steps : index === 6 ? (day.week[chosen] ?? value) : value,
  );
  const highest = Math.max(...week);
  const unit = highest > 15_000 ? 10_000 : highest > 6000 ? 5000 : highest > 3000 ? 2000 : 1000;
  const top = Math.ceil(highest / unit) * unit;
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
    runs(left + 10, 187, [{ t: value }, { t: ` ${steps}`, size: 16, fill: soft, weight: 600 }], {
      size: 30,
      fill: ink,
      face: FACE,
      weight: 500,
    }),
    text(left + 10, 209, dateWords, { ...grey, size: 14.5, fill: soft, weight: 600 }),
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
  );
  const average = Math.round(week.reduce((sum, one) => sum + one, 0) / 7);
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
    tabs(phone),
    footer(phone, ink, ground),
  );
  return {
    svg: picture(phone, body, parts),
    label: labelFor(WEEK, phone, {
      date_text: dateWords,
      date: isoDate(day.date, true),
      note: `one day of a week is chosen; scale up to ${count(top, style)}, average ${decimal(average, 0, style)}`,
    }),
  };
}
