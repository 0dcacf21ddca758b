import { share } from "../day.ts";
import { footer, picture } from "../device.ts";
import { count, decimal, isoDate, month, say, weekday } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { bars, box, circle, gradient, line, runs, type TextStyle, text, widthOf } from "../svg.ts";
import { coloursOf, faceOf, HUAWEI, kcalUnit, shift, titleRow } from "./huawei-parts.ts";

const GREEN = "#7cc576";
const STEPS: Page = { ...HUAWEI, page: "steps_detail", draw: drawSteps };

/** Huawei Health's page about a day's steps. */
export const HUAWEI_STEPS: readonly Page[] = [STEPS];

function dateWords(phone: Phone): string {
  const { day, style } = phone;
  const name = weekday(day.date, style, phone.os === "ios" ? undefined : 3);
  return style.monthFirst
    ? `${name}, ${month(day.date, style, 3)} ${day.date.getUTCDate()}`
    : `${name}, ${day.date.getUTCDate()} ${month(day.date, style, 3)}`;
}

/** On an iPhone the first hour is chosen and the head of the page shows no number: the day's count is in the card. */
function drawSteps(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const { ground, card, ink, soft, faint } = coloursOf(phone);
  const face = faceOf(phone);
  const ios = phone.os === "ios";
  const dy = shift(phone);
  const steps = say(style, "steps", "langkah");
  const body = phone.theme === "light" ? "#ffffff" : "#121314";
  const hour = (value: string) => `${value}${style.clockSeparator}00`;
  const parts = [
    box(0, 0, w, 418 + dy, 0, { fill: body }),
    titleRow(phone, say(style, "Steps", "Langkah"), ios ? ["four"] : ["route", "four"], ios && r.chance(0.4)),
  ];

  const middle: TextStyle = { size: 13.5, fill: ink, face, anchor: "middle" };
  const spans = say(style, "Day,Week,Month,Year", "Hari,Minggu,Bulan,Tahun").split(",");
  spans.forEach((words, index) => {
    const x = ios ? w * (0.2 + index * 0.2) : w / 2 - 82 + index * 55;
    parts.push(
      text(x, 115 + dy, words, {
        ...middle,
        fill: index === 0 ? GREEN : ios ? soft : ink,
        size: ios ? 15 : 13.5,
      }),
    );
    if (index === 0) parts.push(box(x - 12, 121 + dy, 24, 2, 1, { fill: GREEN }));
  });
  parts.push(
    icon("back", 28, 160 + dy, 15, soft, { width: 1.7 }),
    text(w / 2 - 6, 165 + dy, dateWords(phone), { ...middle, size: 12.8 }),
    icon("down", w / 2 + widthOf(dateWords(phone), 12.8) / 2 + 6, 160.5 + dy, 10, ink),
    text(
      w / 2,
      188 + dy,
      ios ? `${hour("00")} - ${hour("01")}` : `${hour("00")}–23${style.clockSeparator}59`,
      { ...middle, size: 12 },
    ),
  );
  if (!day.today) parts.push(icon("next", w - 28, 160 + dy, 15, soft, { width: 1.7 }));
  const head = ios ? "- -" : count(day.steps, style);
  parts.push(
    runs(
      w / 2 + (ios ? 16 : 20),
      223 + dy,
      [
        { t: head, weight: ios ? 700 : 400 },
        { t: ` ${steps}`, size: 12.5 },
      ],
      { ...middle, size: ios ? 25 : 35 },
    ),
  );

  const peak = Math.max(20, Math.round(day.steps * r.between(0.12, 0.28)));
  const unit = peak > 1500 ? 500 : peak > 400 ? 100 : peak > 80 ? 20 : 4;
  const scale = Math.ceil(peak / unit / 4) * unit * 4;
  const chart = { left: 20, right: w - 52, top: 250 + dy, base: 366 + dy };
  for (let quarter = 0; quarter <= 4; quarter++) {
    const y = chart.base - ((chart.base - chart.top) / 4) * quarter;
    parts.push(line(chart.left, y, w - 46, y, { stroke: faint, width: 0.5, opacity: 0.5 }));
    parts.push(
      text(w - 16, y - 3, count((scale / 4) * quarter, style), {
        ...middle,
        size: 10.5,
        fill: soft,
        anchor: "end",
      }),
    );
  }
  const fine = ios ? day.hours : day.hours.flatMap((value) => [value, value * r.between(0.1, 0.9)]);
  const tall = (chart.base - chart.top) * (peak / scale);
  parts.push(bars(chart.left, chart.base, chart.right - chart.left, tall, fine, ios ? 4 : 2.6, "#a3d6a0"));
  ["00", "06", "12", "18"].forEach((words, index) => {
    const x = chart.left + ((chart.right - chart.left) / 4) * index + 12;
    parts.push(text(x, 396 + dy, hour(words), { ...middle, size: 10, weight: 500 }));
  });
  if (!ios) parts.push(text(w - 68, 384 + dy, "24", { ...middle, size: 10, weight: 500 }));
  parts.push(
    circle(ios ? 18 : w - 46, 412 + dy, 10, {
      fill: phone.theme === "light" ? "#ffffff" : "#3a3b3d",
      stroke: faint,
      width: 0.8,
    }),
  );

  const goal = goalCard(phone, 437 + dy, ios);
  parts.push(box(11, 437 + dy, w - 22, goal.height, 16, { fill: card }), goal.drawn);
  let y = 437 + dy + goal.height + 22;
  const small: TextStyle = { size: 10.5, fill: soft, face };
  if (!ios) {
    parts.push(
      text(w / 2, y, say(style, "Worked out from your step count.", "Dihitung dari jumlah langkah Anda."), {
        ...small,
        anchor: "middle",
      }),
    );
    y += 35;
  } else {
    parts.push(breakdown(phone, y));
    y += 166;
  }
  const second = Math.round(day.steps * r.between(0.5, 0.95));
  parts.push(
    text(22, y, say(style, "Step count source", "Sumber hitungan langkah"), {
      size: 13.5,
      fill: ink,
      face,
      weight: 500,
    }),
  );
  parts.push(
    box(11, y + 14, w - 22, 62, 16, { fill: card }),
    icon("phone", 36, y + 45, 22, soft, { width: 1.6 }),
  );
  parts.push(
    text(60, y + 41, `SM${r.int(100, 999)}`, { size: 13, fill: ink, face }),
    text(60, y + 57, say(style, "This device", "Perangkat saat ini"), small),
  );
  parts.push(
    text(w - 25, y + 49, `${count(second, style)} ${steps}`, { size: 12, fill: soft, face, anchor: "end" }),
  );
  parts.push(ios ? "" : box(0, phone.h - 42, w, 42, 0, { fill: ground }), footer(phone, ink, ground));
  return {
    svg: picture(phone, ground, parts, gradient("done", "#63b75d", "#8fdf8a", true)),
    label: labelFor(STEPS, phone, {
      goal: day.goal,
      date_text: dateWords(phone),
      date: isoDate(day.date, false),
      distance_text: ios ? null : `${decimal(day.km, 2, style)} km`,
      distance_km: ios ? null : day.km,
      calories_text: ios ? null : `${count(day.kcal, style)} ${kcalUnit(phone)}`,
      note: ios
        ? "the head shows no number; the steps stand in the goal's card"
        : `a second device counted ${count(second, style)}; scale up to ${count(scale, style)}`,
    }),
  };
}

function goalCard(phone: Phone, y: number, ios: boolean): { drawn: string; height: number } {
  const { day, style, w } = phone;
  const { ink, soft, faint, pill } = coloursOf(phone);
  const face = faceOf(phone);
  const steps = say(style, "steps", "langkah");
  const plain: TextStyle = { size: 13.2, fill: ink, face, weight: ios ? 600 : 400 };
  const small: TextStyle = { size: 11.3, fill: soft, face };
  const full = w - 46;
  const parts = [
    text(23, y + 33, say(style, "Goal progress", "Kemajuan target"), plain),
    text(w - 43, y + 31, "Edit", { ...small, size: 12.5, anchor: "end" }),
    icon("edit", w - 31, y + 26, 14, soft, { width: 1.8 }),
    runs(
      23,
      y + 64,
      [{ t: count(day.steps, style) }, { t: `/${count(day.goal, style)} ${steps}`, size: 11.3, fill: soft }],
      { size: 17.5, fill: ink, face },
    ),
    box(23, y + 79, full, 17, 8.5, { fill: pill }),
    box(23, y + 79, Math.max(17, full * share(day.steps, day.goal)), 17, 8.5, { fill: "url(#done)" }),
  ];
  let height = 116;
  if (day.steps < day.goal) {
    const left = `${count(day.goal - day.steps, style)} ${say(style, "steps to go", "langkah lagi")}`;
    parts.push(
      line(23, y + 114, w - 23, y + 114, { stroke: faint, width: 0.5 }),
      text(23, y + 142, left, { ...plain, weight: 400, size: 12.5 }),
    );
    parts.push(
      box(w - 89, y + 125, 66, 27, 13.5, { fill: pill }),
      text(w - 56, y + 143, say(style, "Start", "Mulai"), {
        ...small,
        size: 12,
        fill: GREEN,
        anchor: "middle",
      }),
    );
    height += 52;
  }
  if (!ios) {
    const rows = [
      [
        say(style, "Calories", "Kalori"),
        count(day.kcal, style),
        kcalUnit(phone),
        say(style, "Equivalent to 2 eggs", "Sama dengan 2 telur"),
      ],
      [say(style, "Distance", "Jarak"), decimal(day.km, 2, style), "km", ""],
    ] as const;
    for (const [name, value, unit, like] of rows) {
      const top = y + height - 2;
      parts.push(
        line(23, top, w - 23, top, { stroke: faint, width: 0.5 }),
        text(23, top + 24, name, { ...small, size: 11 }),
      );
      parts.push(
        runs(23, top + 44, [{ t: value }, { t: ` ${unit}`, size: 11.3, fill: soft }], {
          size: 17,
          fill: ink,
          face,
        }),
      );
      parts.push(text(w - 23, top + 44, like, { ...small, size: 10.5, anchor: "end" }));
      height += 60;
    }
  }
  return { drawn: parts.join(""), height };
}

function breakdown(phone: Phone, y: number): string {
  const { style, w, r } = phone;
  const { card, ink, soft } = coloursOf(phone);
  const face = faceOf(phone);
  const run = r.int(0, 30);
  const climb = r.int(2, 14);
  const items: [IconName, number, string][] = [
    ["run", run, say(style, "Run", "Lari")],
    ["walk", 100 - run - climb, say(style, "Walk", "Jalan")],
    ["climb", climb, say(style, "Climb", "Mendaki")],
  ];
  const parts = [
    text(22, y + 8, say(style, "Breakdown", "Perincian"), { size: 14.5, fill: ink, face, weight: 500 }),
    box(11, y + 24, w - 22, 112, 16, { fill: card }),
    box(23, y + 43, w - 46, 3, 1.5, { fill: "#a3d6a0" }),
  ];
  items.forEach(([name, value, words], index) => {
    const x = w * (0.22 + index * 0.28);
    parts.push(
      icon(name, x, y + 72, 20, soft),
      runs(x, y + 102, [{ t: String(value) }, { t: "%", size: 10 }], {
        size: 16,
        fill: GREEN,
        face,
        anchor: "middle",
      }),
    );
    parts.push(text(x, y + 123, words, { size: 12, fill: ink, face, anchor: "middle" }));
  });
  return parts.join("");
}
