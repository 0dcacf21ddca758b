import { share, shifted } from "../day.ts";
import { month, say, weekday } from "../format.ts";
import { icon } from "../icons.ts";
import type { Phone } from "../screen.ts";
import { arc, box, circle, paragraph, runs, type TextStyle, text } from "../svg.ts";

export const FACE = "Figtree" as const;

/** The colours of the page in its theme. */
export function coloursOf(phone: Phone) {
  return phone.theme === "light"
    ? {
        ground: "#ffffff",
        card: "#ffffff",
        edge: "#e3e6ea",
        ink: "#202124",
        soft: "#5f6368",
        green: "#10b993",
        blue: "#1a4db3",
        link: "#1a66d2",
        ring: "#dde4f7",
        greenRing: "#d3f2ea",
        bar: "#f4f7fd",
      }
    : {
        ground: "#202125",
        card: "#2c2d31",
        edge: "#2c2d31",
        ink: "#e8eaed",
        soft: "#a4a8ad",
        green: "#00d8a3",
        blue: "#6d9bf7",
        link: "#86b1fa",
        ring: "#343a4d",
        greenRing: "#23453d",
        bar: "#2b2c31",
      };
}

/** An offer to share data. */
export function connectCard(phone: Phone, y: number): string {
  const { style, w } = phone;
  const { card, edge, ink, soft, link } = coloursOf(phone);
  const title: TextStyle = { size: 16.5, fill: ink, face: FACE, weight: 500 };
  const words = say(
    style,
    "Let Fit share your numbers with the other apps on this phone, such as weight and heart rate.",
    "Izinkan Fit membagikan data Anda ke aplikasi lain di ponsel ini, misalnya berat badan.",
  );
  return [
    box(17, y, w - 34, 208, 9, { fill: card, stroke: edge, width: 1 }),
    text(32, y + 32, say(style, "Connect your apps", "Hubungkan aplikasi Anda"), title),
    icon("close", w - 42, y + 26, 18, soft),
    paragraph(32, y + 76, words, w - 160, 20.5, { size: 14, fill: soft, face: "Roboto" }),
    circle(w - 78, y + 100, 14, { stroke: link, width: 6 }),
    circle(w - 62, y + 108, 14, { stroke: ink, width: 6, opacity: 0.6 }),
    text(38, y + 185, say(style, "Get started", "Mulai"), { ...title, size: 14.5, fill: link }),
  ].join("");
}

/** How many of the last seven days reached the goals. */
export function goalsCard(phone: Phone, y: number): string {
  const { style, w, r, day } = phone;
  const { card, edge, ink, soft, link, green, blue, ring } = coloursOf(phone);
  const reached = r.int(0, 7);
  const parts = [
    box(17, y, w - 34, 132, 9, { fill: card, stroke: edge, width: 1 }),
    text(32, y + 32, say(style, "Your daily goals", "Target harian Anda"), {
      size: 16.5,
      fill: ink,
      face: FACE,
      weight: 500,
    }),
    icon("next", w - 40, y + 26, 18, soft),
    text(32, y + 53, say(style, "Last 7 days", "7 hari terakhir"), { size: 12.5, fill: soft, face: FACE }),
    text(32, y + 91, `${reached}/7`, { size: 17, fill: link, face: FACE, weight: 600 }),
    text(32, y + 111, say(style, "Achieved", "Tercapai"), {
      size: 12.5,
      fill: link,
      face: FACE,
      weight: 500,
    }),
  ];
  for (let index = 0; index < 7; index++) {
    const x = w - 208 + index * 28;
    const words = weekday(shifted(day.date, index - 6), style, 1);
    parts.push(
      circle(x, y + 88, 10, { stroke: ring, width: 2.5 }),
      arc(x, y + 88, 10, 0, index < reached ? 360 : r.between(40, 300), { stroke: green, width: 2.5 }),
    );
    parts.push(arc(x, y + 88, 5.5, 0, r.between(90, 360), { stroke: blue, width: 2.5 }));
    parts.push(
      text(x, y + 115, words, {
        size: 11.5,
        fill: index === 6 ? ink : soft,
        face: FACE,
        weight: index === 6 ? 700 : 400,
        anchor: "middle",
      }),
    );
  }
  return parts.join("");
}

/** The week's heart points. */
export function targetCard(phone: Phone, y: number): string {
  const { style, w, r, day } = phone;
  const { card, edge, ink, soft, green, greenRing } = coloursOf(phone);
  const points = r.int(1, 320);
  const from = shifted(day.date, -r.int(0, 6));
  const to = shifted(from, 6);
  const nextMonth = to.getUTCMonth() === from.getUTCMonth() ? "" : `${month(to, style, 3)} `;
  const span = `${month(from, style, 3)} ${from.getUTCDate()} – ${nextMonth}${to.getUTCDate()}`;
  const of = say(style, "of", "dari");
  const full = w - 190;
  return [
    box(17, y, w - 34, 154, 9, { fill: card, stroke: edge, width: 1 }),
    text(32, y + 32, say(style, "Your weekly target", "Target mingguan Anda"), {
      size: 16.5,
      fill: ink,
      face: FACE,
      weight: 500,
    }),
    icon("next", w - 40, y + 26, 18, soft),
    text(32, y + 53, span, { size: 12.5, fill: soft, face: FACE }),
    runs(32, y + 90, [{ t: String(points) }, { t: ` ${of} 150`, size: 13.5 }], {
      size: 18,
      fill: green,
      face: FACE,
      weight: 600,
    }),
    box(w - 40 - full, y + 80, full, 7, 3.5, { fill: greenRing }),
    box(w - 40 - full, y + 80, full * share(points, 150), 7, 3.5, { fill: green }),
    paragraph(
      32,
      y + 116,
      say(
        style,
        "150 heart points a week help you to live longer.",
        "150 poin kardio seminggu membantu Anda hidup lebih sehat.",
      ),
      w - 80,
      17,
      { size: 12.5, fill: soft, face: FACE },
    ),
  ].join("");
}
