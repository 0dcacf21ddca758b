import { footer, picture } from "../device.ts";
import { count, decimal, isoDate, month, say, stepsBehind, weekday } from "../format.ts";
import { icon } from "../icons.ts";
import { dayWords, spanOf, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { bars, box, circle, gradient, line, runs, type TextStyle, text, widthOf } from "../svg.ts";
import { coloursOf, faceOf, HUAWEI, kcalUnit, shift, titleRow } from "./huawei-parts.ts";
import { breakdown, GREEN, goalCard, sources } from "./huawei-steps-cards.ts";

const STEPS: Page = {
  ...HUAWEI,
  page: "steps_detail",
  spans: ["day", "week", "month", "year"],
  draw: drawSteps,
};

/** Huawei Health's page about a day's steps. */
export const HUAWEI_STEPS: readonly Page[] = [STEPS];

function dateWords(phone: Phone): string {
  return dayWords(phone, ownDate(phone));
}

function ownDate(phone: Phone): string {
  const { day, style } = phone;
  const name = weekday(day.date, style, phone.os === "ios" ? undefined : 3);
  return style.monthFirst
    ? `${name}, ${month(day.date, style, 3)} ${day.date.getUTCDate()}`
    : `${name}, ${day.date.getUTCDate()} ${month(day.date, style, 3)}`;
}

/** On an iPhone the first hour is chosen and the head of the page shows no number: the day's count is in the card. */
function drawSteps(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const { ground, card, ink, soft } = coloursOf(phone);
  const ios = phone.os === "ios";
  const dy = shift(phone);
  const body = phone.theme === "light" ? "#ffffff" : "#121314";
  const centred = ios && r.chance(0.4);
  const second = Math.round(day.steps * r.between(0.5, 0.95));
  const goal = goalCard(phone, 437 + dy, ios);
  const parts = [
    box(0, 0, w, 418 + dy, 0, { fill: body }),
    titleRow(
      phone,
      titleWords(phone, say(style, "Steps", "Langkah")),
      ios ? ["four"] : ["route", "four"],
      centred,
    ),
    head(phone),
    chart(phone),
    box(11, 437 + dy, w - 22, goal.height, 16, { fill: card }),
    goal.drawn,
  ];
  const y = 437 + dy + goal.height + 22;
  const hint = say(style, "Worked out from your step count.", "Dihitung dari jumlah langkah Anda.");
  const small: TextStyle = { size: 10.5, fill: soft, face: faceOf(phone), anchor: "middle" };
  parts.push(ios ? breakdown(phone, y) : text(w / 2, y, hint, small));
  parts.push(sources(phone, y + (ios ? 166 : 35), second));
  if (!ios) parts.push(box(0, phone.h - 42, w, 42, 0, { fill: ground }));
  parts.push(footer(phone, ink, ground));
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
        : `a second device counted ${count(second, style)}`,
    }),
  };
}

function hour(phone: Phone, words: string): string {
  return `${words}${phone.style.clockSeparator}00`;
}

/** The spans of time, the date, and the number in large type. */
function head(phone: Phone): string {
  const { day, style, w } = phone;
  const { ink, soft } = coloursOf(phone);
  const face = faceOf(phone);
  const ios = phone.os === "ios";
  const dy = shift(phone);
  const parts: string[] = [];
  const middle: TextStyle = { size: 13.5, fill: ink, face, anchor: "middle" };
  const spans = say(style, "Day,Week,Month,Year", "Hari,Minggu,Bulan,Tahun").split(",");
  const selected = spanOf(phone, 0, spans.length);
  spans.forEach((words, index) => {
    const x = ios ? w * (0.2 + index * 0.2) : w / 2 - 82 + index * 55;
    parts.push(
      text(x, 115 + dy, words, {
        ...middle,
        fill: index === selected ? GREEN : ios ? soft : ink,
        size: ios ? 15 : 13.5,
      }),
    );
    if (index === selected) parts.push(box(x - 12, 121 + dy, 24, 2, 1, { fill: GREEN }));
  });
  parts.push(
    icon("back", 28, 160 + dy, 15, soft, { width: 1.7 }),
    text(w / 2 - 6, 165 + dy, dateWords(phone), { ...middle, size: 12.8 }),
    icon("down", w / 2 + widthOf(dateWords(phone), 12.8) / 2 + 6, 160.5 + dy, 10, ink),
    text(
      w / 2,
      188 + dy,
      ios
        ? `${hour(phone, "00")} - ${hour(phone, "01")}`
        : `${hour(phone, "00")}–23${style.clockSeparator}59`,
      { ...middle, size: 12 },
    ),
  );
  if (!day.today) parts.push(icon("next", w - 28, 160 + dy, 15, soft, { width: 1.7 }));
  const number = ios ? "- -" : count(day.steps, style);
  parts.push(
    runs(
      w / 2 + (ios ? 16 : 20),
      223 + dy,
      [
        { t: number, weight: ios ? 700 : 400 },
        { t: stepsBehind(style), size: 12.5 },
      ],
      { ...middle, size: ios ? 25 : 35 },
    ),
  );
  return parts.join("");
}

/** Bars for the hours, or on Android for the half hours, beside a scale of round numbers. */
function chart(phone: Phone): string {
  const { day, style, w, r } = phone;
  const { ink, soft, faint } = coloursOf(phone);
  const face = faceOf(phone);
  const ios = phone.os === "ios";
  const dy = shift(phone);
  const parts: string[] = [];
  const middle: TextStyle = { size: 13.5, fill: ink, face, anchor: "middle" };
  const peak = Math.max(20, Math.round(day.steps * r.between(0.12, 0.28)));
  const unit = peak > 1500 ? 500 : peak > 400 ? 100 : peak > 80 ? 20 : 4;
  const scale = Math.ceil(peak / unit / 4) * unit * 4;
  const area = { left: 20, right: w - 52, top: 250 + dy, base: 366 + dy };
  for (let quarter = 0; quarter <= 4; quarter++) {
    const y = area.base - ((area.base - area.top) / 4) * quarter;
    parts.push(line(area.left, y, w - 46, y, { stroke: faint, width: 0.5, opacity: 0.5 }));
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
  const tall = (area.base - area.top) * (peak / scale);
  parts.push(bars(area.left, area.base, area.right - area.left, tall, fine, ios ? 4 : 2.6, "#a3d6a0"));
  ["00", "06", "12", "18"].forEach((words, index) => {
    const x = area.left + ((area.right - area.left) / 4) * index + 12;
    parts.push(text(x, 396 + dy, hour(phone, words), { ...middle, size: 10, weight: 500 }));
  });
  if (!ios) parts.push(text(w - 68, 384 + dy, "24", { ...middle, size: 10, weight: 500 }));
  parts.push(
    circle(ios ? 18 : w - 46, 412 + dy, 10, {
      fill: phone.theme === "light" ? "#ffffff" : "#3a3b3d",
      stroke: faint,
      width: 0.8,
    }),
  );
  return parts.join("");
}
