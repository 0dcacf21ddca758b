import { share } from "../day.ts";
import { footer, footerHeight, picture, statusBar } from "../device.ts";
import { count, decimal, isoDate, month, say, weekday } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { arc, box, circle, runs, type TextStyle, text } from "../svg.ts";

const FACE = "Figtree" as const;
const RINGS: Page = {
  app: "Fitbit",
  page: "home",
  layout: "rings",
  os: ["android"],
  themes: ["light", "dark"],
  draw: drawRings,
};
const CARDS: Page = { ...RINGS, layout: "cards", draw: drawCards };

/** Fitbit's first page: with the gauges at its top, and scrolled to the cards. */
export const FITBIT: readonly Page[] = [RINGS, CARDS];

function coloursOf(phone: Phone) {
  return phone.theme === "light"
    ? {
        ground: "#f8faf9",
        card: "#eff2f1",
        ink: "#1a1d1c",
        soft: "#3f4644",
        on: "#046a5a",
        off: "#cbdedb",
        bar: "#ebefee",
        pill: "#c9e7e0",
      }
    : {
        ground: "#101413",
        card: "#1b2120",
        ink: "#e4e9e7",
        soft: "#b3bdba",
        on: "#6ceed3",
        off: "#274b45",
        bar: "#1c2221",
        pill: "#2c5a50",
      };
}

interface Shown {
  distance: string;
  unit: string;
  km: number;
  date: { words: string; iso: string | null };
}

function shownOf(phone: Phone): Shown {
  const { day, style, r } = phone;
  const miles = r.chance(0.3);
  const distance = decimal(miles ? day.km / 1.609344 : day.km, 2, style);
  const unit = miles ? say(style, "mi", "mil") : "km";
  const km = miles ? Math.round(Number(distance.replace(",", ".")) * 160.9344) / 100 : day.km;
  const today = dayWords(phone, say(style, "Today", "Hari ini"));
  if (day.today) return { distance, unit, km, date: { words: today, iso: null } };
  const short = weekday(day.date, style, 3);
  const numbers = style.monthFirst
    ? `${month(day.date, style, 3)} ${day.date.getUTCDate()}`
    : `${day.date.getUTCDate()} ${month(day.date, style, 3)}`;
  const words = dayWords(phone, `${short}, ${numbers}`);
  return { distance, unit, km, date: { words, iso: isoDate(day.date, false) } };
}

function header(phone: Phone, words: string): string {
  const { w, r } = phone;
  const { ink, card, pill, soft } = coloursOf(phone);
  const title: TextStyle = { size: 16, fill: ink, face: FACE, weight: 600, anchor: "middle" };
  const charge = r.chance(0.6) ? `${r.int(8, 99)}%` : "";
  const parts = [statusBar(phone, phone.theme === "light" ? "#5b6360" : "#e4e9e7")];
  if (charge !== "") {
    parts.push(box(16, 52, 80, 33, 16.5, { fill: card === "#eff2f1" ? "#e1e4e3" : "#2a302f" }));
    parts.push(text(70, 74, charge, { ...title, size: 14.5, weight: 500 }));
  }
  parts.push(
    icon("watch", 35, 68, 19, ink),
    text(w / 2, 76, titleWords(phone, "fitbit"), { ...title, size: 25, weight: 500 }),
    icon("chat", w - 77, 68, 22, ink, { width: 1.9 }),
    circle(w - 29, 68, 17, { fill: pill }),
    icon("person", w - 29, 68, 18, soft, { solid: true }),
    icon("back", 28, 127, 20, ink),
    text(w / 2, 132, words, title),
    icon("calendar", w - 77, 127, 21, ink),
    icon("next", w - 29, 127, 20, ink),
  );
  return parts.join("");
}

/** An open ring with an icon in the middle, as Fitbit draws its goals. */
function gauge(phone: Phone, x: number, y: number, radius: number, part: number, name: IconName): string {
  const { on, off, ink } = coloursOf(phone);
  const width = radius * 0.125 + 0.5;
  return [
    arc(x, y, radius, 215, 290, { stroke: off, width }),
    arc(x, y, radius, 215, Math.max(4, 290 * part), { stroke: on, width }),
    icon(name, x, y, radius * 0.66, phone.theme === "light" ? on : ink, { width: radius > 50 ? 1.4 : 1.8 }),
  ].join("");
}

function drawRings(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const { ground, ink, soft, card } = coloursOf(phone);
  const shown = shownOf(phone);
  const middle: TextStyle = { size: 44, fill: ink, face: FACE, anchor: "middle" };
  const parts = [
    header(phone, shown.date.words),
    gauge(phone, w / 2, 254, 77, share(day.steps, day.goal), "shoe"),
    text(w / 2, 377, count(day.steps, style), middle),
    text(w / 2, 404, say(style, "Steps", "Langkah"), { ...middle, size: 15, fill: soft, weight: 500 }),
  ];
  const zone = r.chance(0.6);
  const zoneMinutes = Math.max(1, Math.round(day.minutes * r.between(0.2, 0.9)));
  const zoneWords = say(style, "Zone Min", "Mnt Zona");
  const kcal = say(style, "cal", "kal");
  const small: [IconName, string, string, number][] = [
    ["pin", shown.distance, shown.unit, share(day.km, 8)],
    ["flame", count(day.totalKcal, style), kcal, share(day.totalKcal, 2300)],
  ];
  if (zone) small.unshift(["zone", String(zoneMinutes), zoneWords, share(zoneMinutes, 22)]);
  small.forEach(([name, value, words, part], index) => {
    const x = w * (zone ? 0.195 + index * 0.305 : 0.27 + index * 0.46);
    parts.push(gauge(phone, x, 469, 33, part, name));
    parts.push(text(x, 532, value, { ...middle, size: 22.5 }));
    parts.push(text(x, 558, words, { ...middle, size: 14.5, fill: soft, weight: 500 }));
  });
  const top = phone.h - footerHeight(phone) - 78;
  parts.push(
    text(24, 612, say(style, "Recovery", "Pemulihan"), { ...middle, size: 17, anchor: "start", weight: 500 }),
  );
  parts.push(box(16, 634, w - 32, 160, 14, { fill: card }));
  parts.push(
    text(33, 666, say(style, "Sleep duration", "Durasi tidur"), {
      ...middle,
      size: 14.5,
      anchor: "start",
      weight: 500,
    }),
  );
  parts.push(
    text(33, 722, say(style, "No data", "Tidak ada data"), { ...middle, size: 23, anchor: "start" }),
  );
  parts.push(foot(phone, top));
  return {
    svg: picture(phone, ground, parts),
    label: labelFor(RINGS, phone, {
      date_text: shown.date.words,
      date: shown.date.iso,
      distance_text: `${shown.distance} ${shown.unit}`,
      distance_km: shown.km,
      calories_text: `${count(day.totalKcal, style)} ${kcal}`,
      active_time_text: zone ? `${zoneMinutes} ${zoneWords}` : null,
      note: "calories are the day's total; the gauge prints no goal",
    }),
  };
}

function drawCards(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const { ground, ink, soft, card, off } = coloursOf(phone);
  const shown = shownOf(phone);
  const plain: TextStyle = { size: 14.5, fill: ink, face: FACE, weight: 500 };
  const kcal = say(style, "cal", "kal");
  const parts = [header(phone, shown.date.words)];
  parts.push(text(22, 170, say(style, "Activity", "Aktivitas"), { ...plain, size: 17 }));
  const cards: [string, string, string, IconName, number][] = [
    [say(style, "Steps", "Langkah"), count(day.steps, style), "", "shoe", share(day.steps, day.goal)],
    [say(style, "Distance", "Jarak"), shown.distance, ` ${shown.unit}`, "pin", share(day.km, 8)],
    [
      say(style, "Energy burned", "Energi terbakar"),
      count(day.totalKcal, style),
      ` ${kcal}`,
      "flame",
      share(day.totalKcal, 2300),
    ],
  ];
  const days = r.int(0, 5);
  const exercise: [string, string, string, IconName, number] = [
    say(style, "Exercise days", "Hari olahraga"),
    String(days),
    say(style, " of 5", " dari 5"),
    "run",
    days / 5,
  ];
  const top = phone.h - footerHeight(phone) - 78;
  [exercise, ...cards].forEach(([name, value, unit, mark, part], index) => {
    const y = 188 + index * 131;
    const when = index === 0 ? say(style, "This week", "Minggu ini") : shown.date.words;
    parts.push(box(14, y, w - 28, 119, 14, { fill: card }), text(29, y + 28, name, plain));
    parts.push(runs(29, y + 73, [{ t: value }, { t: unit, size: 21 }], { size: 30, fill: ink, face: FACE }));
    parts.push(text(29, y + 101, when, { ...plain, size: 13.5, fill: soft }));
    if (index > 0) parts.push(gauge(phone, w - 57, y + 58, 29, part, mark));
    else
      for (let bar = 0; bar < 7; bar++)
        parts.push(box(w - 160 + bar * 19, y + 42, 15, 40, 7.5, { fill: off }));
  });
  parts.push(foot(phone, top));
  // The last card's value stands on this line; what is below it may be under the foot.
  const visible = 188 + 3 * 131 + 73 < top;
  return {
    svg: picture(phone, ground, parts),
    label: labelFor(CARDS, phone, {
      date_text: shown.date.words,
      date: shown.date.iso,
      distance_text: `${shown.distance} ${shown.unit}`,
      distance_km: shown.km,
      calories_text: visible ? `${count(day.totalKcal, style)} ${kcal}` : null,
      note: "cards; exercise days are not steps, and calories are the day's total",
    }),
  };
}

function foot(phone: Phone, top: number): string {
  const { style, w } = phone;
  const { ink, bar, pill, ground } = coloursOf(phone);
  const names: [IconName, string][] = [
    ["sun", say(style, "Today", "Hari ini")],
    ["clipboard", "Coach"],
    ["tiles", say(style, "You", "Anda")],
  ];
  const parts = [
    box(w - 72, top - 74, 56, 56, 16, { fill: pill }),
    icon("plus", w - 44, top - 46, 22, ink, { width: 2.2 }),
    box(0, top, w, 78, 0, { fill: bar }),
    box(w / 6 - 28, top + 12, 56, 30, 15, { fill: pill }),
  ];
  names.forEach(([name, words], index) => {
    const x = (w / 3) * (index + 0.5);
    parts.push(icon(name, x, top + 27, 21, ink, { width: 1.9 }));
    parts.push(
      text(x, top + 60, words, { size: 12.5, fill: ink, face: FACE, weight: 500, anchor: "middle" }),
    );
  });
  parts.push(footer(phone, ink, phone.theme === "light" ? "#f8faf9" : ground));
  return parts.join("");
}
