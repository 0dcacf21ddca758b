import { shifted } from "../day.ts";
import { footer, footerHeight, picture } from "../device.ts";
import { count, decimal, isoDate, longDate, month, say, stepsBehind, weekday } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { box, circle, line, paragraph, runs, type TextStyle, text, widthOf } from "../svg.ts";
import {
  AMBER,
  ARCH_DEFS,
  arches,
  BLUE,
  coloursOf,
  faceOf,
  HUAWEI,
  hourUnit,
  kcalUnit,
  minuteUnit,
  ORANGE,
  RED,
  ringShares,
  shift,
  titleRow,
} from "./huawei-parts.ts";

const RECORDS: Page = { ...HUAWEI, page: "activity_records", draw: drawRecords };

/** Huawei Health's page about the rings of one day, which prints the steps small and without much ado. */
export const HUAWEI_ACTIVITY: readonly Page[] = [RECORDS];

function dateWords(phone: Phone): string {
  return dayWords(phone, ownDate(phone));
}

function ownDate(phone: Phone): string {
  const { style, day, os } = phone;
  const [number, year] = [day.date.getUTCDate(), day.date.getUTCFullYear()];
  if (os === "ios") return longDate(day.date, style, true);
  return style.locale === "en"
    ? `${weekday(day.date, style)}, ${month(day.date, style)} ${number}, ${year}`
    : `${weekday(day.date, style)}, ${number} ${month(day.date, style)} ${year}`;
}

function drawRecords(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const { ground, card, ink, soft } = coloursOf(phone);
  const face = faceOf(phone);
  const ios = phone.os === "ios";
  const dy = shift(phone);
  const title = say(style, "Activity records", "Rekaman data aktivitas");
  const parts = [titleRow(phone, titleWords(phone, title), [ios ? "upload" : "route", "four"])];
  const middle: TextStyle = { size: 13.5, fill: ios ? ink : soft, face, anchor: "middle" };
  parts.push(
    icon("back", 29, 99 + dy, 16, soft, { width: 1.6 }),
    text(w / 2, 104 + dy, dateWords(phone), middle),
    icon("next", w - 29, 99 + dy, 16, soft, { width: 1.6 }),
  );
  if (ios) parts.push(icon("down", w / 2 + widthOf(dateWords(phone), 13.5) / 2 + 12, 99 + dy, 10, ink));
  parts.push(weekRow(phone, dy));
  parts.push(arches(phone, w * 0.335, 290 + dy, 65, ringShares(day)));
  const rows = [
    [say(style, "Move", "Bergerak"), day.kcal, `/${count(day.kcalGoal, style)} ${kcalUnit(phone)}`, RED],
    [say(style, "Exercise", "Olahraga"), day.minutes, `/${day.minuteGoal} ${minuteUnit(phone)}`, AMBER],
    [say(style, "Stand", "Berdiri"), day.stand, `/${day.standGoal} ${hourUnit(phone)}`, BLUE],
  ] as const;
  rows.forEach(([name, value, goal, colour], index) => {
    const y = 226 + dy + index * 46;
    parts.push(
      circle(w * 0.625 + 3, y - 4, 3, { fill: colour }),
      text(w * 0.625 + 10, y, name, { size: 12.5, fill: soft, face }),
    );
    parts.push(
      runs(
        w * 0.625,
        y + 21,
        [
          { t: count(value, style), weight: ios ? 600 : 500 },
          { t: goal, size: 12.5, fill: soft },
        ],
        { size: 18.5, fill: ink, face },
      ),
    );
  });
  const climb = `${decimal(r.chance(0.3) ? 0 : r.between(3, 60), 1, style)} m`;
  const climbs = r.chance(0.7);
  parts.push(box(11, 371 + dy, w - 22, 38, 17, { fill: card }), strip(phone, dy, climbs ? climb : null));
  parts.push(box(11, 420 + dy, w - 22, 37, 17, { fill: card }));
  const all = say(style, "All records", "Semua rekaman data");
  parts.push(text(w / 2, 443.5 + dy, ios ? all : all.toUpperCase(), { ...middle, fill: ORANGE }));

  const dark: TextStyle = { size: 13.5, fill: ink, face };
  parts.push(text(22, 495 + dy, say(style, "Insights", "Wawasan"), { ...dark, size: 17.5, weight: 600 }));
  parts.push(
    text(w - 36, 495 + dy, say(style, "View more", "Lihat lainnya"), { ...dark, fill: soft, anchor: "end" }),
    icon("next", w - 25, 490 + dy, 14, soft),
  );
  parts.push(box(11, 510 + dy, w - 22, phone.h, 18, { fill: card }));
  parts.push(
    arches(phone, 34, 534 + dy, 9, [0.8, 0.6, 0.9]),
    text(51, 537 + dy, title, { ...dark, size: 14, fill: soft }),
  );
  parts.push(
    insights(phone, dy),
    box(0, phone.h - footerHeight(phone), w, 42, 0, { fill: ground }),
    footer(phone, ink, ground),
  );
  return {
    svg: picture(phone, ground, parts, ARCH_DEFS),
    label: labelFor(RECORDS, phone, {
      date_text: dateWords(phone),
      date: isoDate(day.date, true),
      distance_text: `${decimal(day.km, 2, style)} km`,
      distance_km: day.km,
      calories_text: `${count(day.kcal, style)}/${count(day.kcalGoal, style)} ${kcalUnit(phone)}`,
      active_time_text: `${day.minutes}/${day.minuteGoal} ${minuteUnit(phone)}`,
      flights_text: climbs ? climb : null,
      note: "the steps stand once, small, under the rings; the climb is in metres",
    }),
  };
}

function weekRow(phone: Phone, dy: number): string {
  const { day, style, w, r } = phone;
  const { ink, soft } = coloursOf(phone);
  const ios = phone.os === "ios";
  const back = (day.date.getUTCDay() + 6) % 7;
  const parts: string[] = [];
  for (let index = 0; index < 7; index++) {
    const x = 35 + ((w - 70) / 6) * index;
    const date = shifted(day.date, index - back);
    const name = weekday(date, style, 3);
    const middle: TextStyle = { size: 12.5, fill: soft, face: faceOf(phone), anchor: "middle" };
    parts.push(text(x, 135 + dy, ios ? name.toUpperCase() : name, middle));
    if (index === back) parts.push(circle(x, 152 + dy, 11.5, { stroke: ORANGE, width: 1.2 }));
    parts.push(text(x, 156.5 + dy, String(date.getUTCDate()), { ...middle, size: 13.5, fill: ink }));
    const shares = index === back ? ringShares(day) : ([r.next(), r.next(), r.next()] as const);
    parts.push(arches(phone, x, 182 + dy, 11.5, [...shares]));
  }
  return parts.join("");
}

/** Steps, distance and climb on one line: with icons on Android, with words above them on an iPhone. */
function strip(phone: Phone, dy: number, climb: string | null): string {
  const { day, style, w } = phone;
  const { ink, soft, faint } = coloursOf(phone);
  const face = faceOf(phone);
  const items: [IconName, string, string, string][] = [
    ["shoe", say(style, "Steps", "Langkah"), count(day.steps, style), stepsBehind(style)],
    ["route", say(style, "Distance", "Jarak"), decimal(day.km, 2, style), " km"],
  ];
  if (climb !== null)
    items.push(["climb", say(style, "Climb", "Naik tangga"), climb.replace(" m", ""), " m"]);
  const parts: string[] = [];
  items.forEach(([mark, name, value, unit], index) => {
    const x = 11 + ((w - 22) / items.length) * (index + 0.5);
    const words = [{ t: value, fill: ink, weight: 500 }, { t: unit }];
    if (phone.os === "ios") {
      parts.push(text(x, 387 + dy, name, { size: 10.5, fill: soft, face, anchor: "middle" }));
      parts.push(runs(x, 402 + dy, words, { size: 11, fill: ink, face, weight: 600, anchor: "middle" }));
    } else {
      parts.push(icon(mark, x - widthOf(value + unit, 12.5) / 2 - 4, 390 + dy, 15, soft, { width: 1.6 }));
      parts.push(runs(x + 8, 394.5 + dy, words, { size: 12.5, fill: soft, face, anchor: "middle" }));
    }
    if (index > 0) {
      const edge = 11 + ((w - 22) / items.length) * index;
      parts.push(line(edge, 384 + dy, edge, 396 + dy, { stroke: faint, width: 0.8 }));
    }
  });
  return parts.join("");
}

/** A table of the week, or an average against last year's: numbers that are not of this day. */
function insights(phone: Phone, dy: number): string {
  const { style, w, r, day } = phone;
  const { ink, soft, pill } = coloursOf(phone);
  const face = faceOf(phone);
  const heading: TextStyle = { size: 14.5, fill: ink, face, weight: 600 };
  if (r.chance(0.5)) {
    const [now, before] = [r.int(40, 120), r.int(20, 90)];
    const sentence = say(
      style,
      "Your average Move calories have changed since last year.",
      "Rata-rata kalori Bergerak Anda berubah sejak tahun lalu.",
    );
    const unit = say(style, " kcal/day", " kkal/hari");
    return [
      paragraph(25, 569 + dy, sentence, w - 50, 18, heading),
      runs(25, 622 + dy, [{ t: String(now) }, { t: unit, size: 12, fill: soft, weight: 400 }], {
        ...heading,
        size: 18,
      }),
      box(25, 631 + dy, w - 50, 18, 7, { fill: ORANGE }),
      text(33, 644 + dy, say(style, "This year", "Tahun ini"), { size: 11, fill: "#ffffff", face }),
      runs(25, 675 + dy, [{ t: String(before) }, { t: unit, size: 12, fill: soft, weight: 400 }], {
        ...heading,
        size: 18,
      }),
      box(25, 684 + dy, (w - 50) * Math.min(1, before / now), 18, 7, { fill: pill }),
      text(33, 697 + dy, say(style, "Last year", "Tahun lalu"), { size: 11, fill: ink, face }),
    ].join("");
  }
  const parts = [
    paragraph(
      25,
      569 + dy,
      say(
        style,
        "So far this week you have not closed all of your rings.",
        "Sejauh ini, Anda belum menutup semua cincin minggu ini.",
      ),
      w - 50,
      18,
      heading,
    ),
  ];
  for (let index = 0; index < 6; index++) {
    const y = 624 + dy + index * 31;
    const past = index < 3;
    parts.push(arches(phone, 35, y, 9, past ? [r.next(), r.next(), r.next()] : [0, 0, 0]));
    parts.push(
      text(52, y + 5, weekday(shifted(day.date, index - 3), style, 3), { size: 13, fill: soft, face }),
    );
    [r.int(30, 420), r.int(0, 40), r.int(1, 14)].forEach((value, column) => {
      const x = w * (0.42 + column * 0.165);
      parts.push(circle(x, y, 2.8, { fill: [RED, AMBER, BLUE][column] ?? RED }));
      parts.push(text(x + 8, y + 5, past ? String(value) : "--", { size: 13, fill: ink, face }));
    });
  }
  return parts.join("");
}
