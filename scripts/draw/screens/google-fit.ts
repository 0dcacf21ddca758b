import { share } from "../day.ts";
import { footer, footerHeight, picture, statusBar } from "../device.ts";
import { count, decimal, say } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { arc, box, circle, type TextStyle, text, widthOf, wrap } from "../svg.ts";
import { coloursOf, connectCard, FACE, goalsCard, targetCard } from "./google-fit-cards.ts";

const HOME: Page = {
  app: "Google Fit",
  page: "home",
  os: ["android", "android", "ios"],
  themes: ["light", "dark"],
  draw: drawHome,
};

/** Google Fit's first page, whose big number is not the steps but the heart points above them. */
export const GOOGLE_FIT: readonly Page[] = [HOME];

function drawHome(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const colours = coloursOf(phone);
  const { ground, ink, green, blue, link } = colours;
  const miles = r.chance(0.3) && style.locale === "en";
  const unit = miles ? "mi" : "km";
  const distance = decimal(miles ? day.km / 1.609344 : day.km, 2, style);
  const kcal = r.chance(0.5) ? day.totalKcal : day.kcal;
  const c = w / 2;
  const parts = [
    statusBar(phone, phone.theme === "light" ? "#3c4043" : "#ffffff"),
    icon("info", w - 82, 66, 22, ink, { width: 1.9 }),
    circle(w - 33, 66, 20, { stroke: "#e94335", width: 2 }),
    circle(w - 33, 66, 17, { fill: "#7f9bb8" }),
    icon("person", w - 33, 67, 20, "#eef2f6", { solid: true }),
  ];
  // The page has neither: where they are asked for, they stand where its other pages have theirs.
  const head: TextStyle = { size: 20, fill: ink, face: FACE, weight: 500 };
  parts.push(text(20, 72, titleWords(phone, ""), head));
  parts.push(text(c, 104, dayWords(phone, ""), { ...head, size: 15, anchor: "middle" }));
  const ring = (radius: number, track: string, colour: string, part: number) =>
    circle(c, 192, radius, { stroke: track, width: 8.5 }) +
    arc(c, 192, radius, 0, Math.max(3, part * 360), { stroke: colour, width: 8.5 });
  const middle: TextStyle = { size: 24, fill: blue, face: FACE, weight: 500, anchor: "middle" };
  parts.push(
    ring(82, colours.greenRing, green, share(day.heartPoints, 30)),
    ring(65, colours.ring, blue, share(day.steps, day.goal)),
    text(c, 198, String(day.heartPoints), { ...middle, size: 41, fill: green, weight: 700 }),
    text(c, 225, count(day.steps, style), middle),
  );
  const names = [say(style, "Heart Pts", "Poin Kardio"), say(style, "Steps", "Langkah")] as const;
  const wide = widthOf(names[0], 16) + widthOf(names[1], 16) + 62;
  const start = c - wide / 2;
  const next = start + widthOf(names[0], 16) + 42;
  parts.push(
    icon("heart", start + 7, 310, 15, green, { width: 2.6 }),
    text(start + 19, 316, names[0], { size: 16, fill: ink, face: FACE, weight: 500 }),
    icon("shoe", next + 7, 310, 16, blue, { width: 2.4 }),
    text(next + 19, 316, names[1], { size: 16, fill: ink, face: FACE, weight: 500 }),
  );
  const sleep = phone.os === "ios" && r.chance(0.4);
  const move = say(style, "Move Min", "Menit Bergerak");
  const metrics: [string, string][] = [
    [count(kcal, style), say(style, "Cal", "Kal")],
    [distance, unit],
    [String(day.minutes), move],
  ];
  if (sleep)
    metrics.push([`${r.int(4, 8)}${say(style, "h", "j")}${r.int(10, 59)}m`, say(style, "Sleep", "Tidur")]);
  const gap = sleep ? w * 0.2 : w * 0.235;
  metrics.forEach(([value, words], index) => {
    const x = c + (index - (metrics.length - 1) / 2) * gap;
    parts.push(text(x, 371, value, { ...middle, size: 20, fill: link, weight: 600 }));
    wrap(words, 14.5, 78).forEach((words, line) => {
      parts.push(text(x, 395 + line * 17, words, { ...middle, size: 14.5, fill: ink }));
    });
  });
  const bar = phone.h - footerHeight(phone) - 58;
  const cards = r.pick([
    [connectCard, goalsCard],
    [goalsCard, targetCard],
    [goalsCard, targetCard],
  ]);
  let y = 446;
  for (const card of cards) {
    if (y < bar) parts.push(card(phone, y));
    y += card === connectCard ? 224 : card === goalsCard ? 148 : 170;
  }
  parts.push(box(0, bar, w, phone.h - bar, 0, { fill: colours.bar }), tabs(phone, bar));
  parts.push(
    circle(w - 43, bar - 42, 28, {
      fill: phone.theme === "light" ? "#ffffff" : "#3c3d42",
      stroke: colours.edge,
      width: 1,
    }),
  );
  parts.push(icon("plus", w - 43, bar - 42, 26, "#e6674f", { width: 3 }));
  parts.push(footer(phone, ink, phone.theme === "light" ? "#ffffff" : "#000000"));
  return {
    svg: picture(phone, ground, parts),
    label: labelFor(HOME, phone, {
      distance_text: `${distance} ${unit}`,
      distance_km: miles ? Math.round(Number(distance.replace(",", ".")) * 160.9344) / 100 : day.km,
      calories_text: `${count(kcal, style)} ${say(style, "Cal", "Kal")}`,
      active_time_text: `${day.minutes} ${move}`,
      note: `the big green ${day.heartPoints} are heart points, the smaller blue number the steps`,
    }),
  };
}

function tabs(phone: Phone, top: number): string {
  const { style, w } = phone;
  const { link, soft } = coloursOf(phone);
  const names: IconName[] =
    phone.os === "ios" ? ["clock", "clipboard", "person"] : ["clock", "clipboard", "list", "person"];
  const parts = names.map((name, index) =>
    icon(
      name,
      (w / names.length) * (index + 0.5),
      top + (index === 0 ? 19 : 27),
      22,
      index === 0 ? link : soft,
      { width: 1.9 },
    ),
  );
  parts.push(
    text(w / names.length / 2, top + 45, say(style, "Home", "Beranda"), {
      size: 13,
      fill: link,
      face: FACE,
      weight: 700,
      anchor: "middle",
    }),
  );
  return parts.join("");
}
