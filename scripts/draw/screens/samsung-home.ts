import { share } from "../day.ts";
import { footerHeight, picture, statusBar } from "../device.ts";
import { clock, count, decimal, say, stepsBehind } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { box, circle, runs, text, widthOf } from "../svg.ts";
import { BLUE, badge, coloursOf, foot, GREEN, hearts, PINK } from "./samsung-parts.ts";

const FACE = "Figtree" as const;
const HOME: Page = {
  app: "Samsung Health",
  page: "home",
  os: ["android"],
  themes: ["light", "dark"],
  draw: drawHome,
};

/** Samsung Health's first page: cards that people put together themselves, so they come in several orders. */
export const SAMSUNG_HOME: readonly Page[] = [HOME];

type Card = "summary" | "steps" | "water" | "sleep" | "food" | "sports" | "workouts";

const ORDERS: readonly (readonly Card[])[] = [
  ["summary", "sleep", "sports", "water"],
  ["steps", "sports", "water", "sleep"],
  ["summary", "food", "water", "steps"],
  ["summary", "steps", "water", "workouts"],
  ["steps", "workouts", "food", "water"],
];

function drawHome(phone: Phone): Screen {
  const { day, style, w, r } = phone;
  const colours = coloursOf(phone);
  const scrolled = r.chance(0.35);
  const head = scrolled ? 66 : 124;
  const cards = r.pick(ORDERS);
  const bottom = phone.h - footerHeight(phone) - 66;
  const parts = [statusBar(phone, phone.theme === "light" ? "#3b3b40" : "#ffffff")];
  parts.push(
    text(scrolled ? 26 : w / 2, head, titleWords(phone, "Samsung Health"), {
      size: scrolled ? 19 : 28,
      fill: colours.ink,
      face: FACE,
      weight: 700,
      anchor: scrolled ? "start" : "middle",
    }),
  );
  if (!scrolled) {
    const suffix = style.hour12 ? (day.clock.hour < 12 ? " am" : " pm") : "";
    const synced = `${say(style, "Last synced at", "Terakhir disinkronkan")} ${clock(day, style)}${suffix}`;
    if (r.chance(0.5) || phone.instead.day !== undefined) {
      parts.push(
        text(w / 2, 166, dayWords(phone, synced), {
          size: 13,
          fill: colours.soft,
          face: FACE,
          weight: 500,
          anchor: "middle",
        }),
      );
    }
    parts.push(
      icon("star", w - 66, 272, 18, colours.ink, { width: 1.7 }),
      icon("more", w - 34, 272, 18, colours.ink),
    );
  }
  if (scrolled)
    parts.push(text(26, 86, dayWords(phone, ""), { size: 13, fill: colours.soft, face: FACE, weight: 500 }));
  let y = scrolled ? 96 : 306;
  const visible = new Set<Card>();
  for (const card of cards) {
    if (y > bottom) break;
    // The goal and the calories stand 80 to 95 points below the top edge of their cards.
    if (y + 95 < bottom) visible.add(card);
    const [drawn, height] = drawCard(card, phone, y);
    parts.push(drawn);
    y += height + 16;
  }
  parts.push(tabs(phone, bottom), foot(phone, colours));
  return {
    svg: picture(phone, colours.ground, parts),
    label: labelFor(HOME, phone, {
      goal: visible.has("steps") ? day.goal : null,
      calories_text: visible.has("summary") ? `${count(day.kcal, style)} ${kcalUnit(phone)}` : null,
      active_time_text: visible.has("summary")
        ? `${count(day.minutes, style)} ${say(style, "mins", "menit")}`
        : null,
      note: "cards of other things (water, food, workouts) carry numbers too",
    }),
  };
}

function kcalUnit(phone: Phone): string {
  return say(phone.style, phone.style.monthFirst ? "Cal" : "kcal", "kkal");
}

/** One card and its height. */
function drawCard(card: Card, phone: Phone, y: number): [string, number] {
  const { style, day, w, r } = phone;
  const { ink, soft, card: ground, track } = coloursOf(phone);
  const frame = (height: number) => box(9, y, w - 18, height, 26, { fill: ground });
  const bold = { size: 18.5, fill: ink, face: FACE, weight: 700 } as const;
  const plain = { t: "", size: 16, weight: 400, fill: soft };
  if (card === "summary") {
    const rows = [
      ["shoe", GREEN, day.steps, stepsBehind(style)],
      ["clock", BLUE, day.minutes, ` ${say(style, "mins", "menit")}`],
      ["flame", PINK, day.kcal, ` ${kcalUnit(phone)}`],
    ] as const;
    const lines = rows.map(([name, colour, value, unit], index) => {
      const middle = y + 31 + index * 30;
      const words = [{ t: count(value, style) }, { ...plain, t: unit }];
      return badge(name, 38, middle, 12.5, colour) + runs(59, middle + 6.5, words, bold);
    });
    const reached: [number, number, number] = [
      share(day.steps, day.goal),
      share(day.minutes, day.minuteGoal),
      share(day.kcal, day.kcalGoal),
    ];
    return [frame(122) + lines.join("") + hearts(phone, w - 76, y + 60, 47, reached), 122];
  }
  if (card === "steps") {
    const goal = `/${count(day.goal, style)} ${say(style, "steps", "langkah")}`;
    return [
      frame(104) +
        text(27, y + 53, count(day.steps, style), { ...bold, size: 35 }) +
        text(27, y + 81, goal, { ...bold, size: 15, weight: 400, fill: soft }) +
        percent(phone, y + 43, Math.min(100, Math.floor((day.steps / day.goal) * 100))),
      104,
    ];
  }
  if (card === "sports") return [frame(116) + sports(phone, y), 116];
  if (card === "workouts") {
    const time = `${r.int(10, 59)}:${r.int(10, 59)}`;
    const words = say(style, "Workouts this week", "Latihan minggu ini");
    return [
      frame(80) +
        text(27, y + 51, time, { ...bold, size: 31 }) +
        text(140, y + 49, words, { ...bold, size: 14, weight: 400, fill: soft }),
      80,
    ];
  }
  const [name, value, unit, button] =
    card === "water"
      ? (["cup", count(r.int(0, 8) * 250, style), ` /${count(2000, style)} ml`, "+ 250 ml"] as const)
      : card === "food"
        ? ([
            "flag",
            count(r.int(120, 1600), style),
            ` /${count(1700, style)} ${kcalUnit(phone)}`,
            say(style, "Enter", "Masuk"),
          ] as const)
        : (["moon", say(style, "Sleep", "Tidur"), "", say(style, "Enter", "Masuk")] as const);
  const filled = r.between(0.1, 0.8);
  return [
    frame(106) +
      badge(name, 40, y + 32, 12.5, phone.theme === "light" ? "#9a9aa2" : "#77777d") +
      runs(61, y + 38.5, [{ t: value }, { ...plain, t: unit }], bold) +
      box(27, y + 55, 112, 34, 17, { fill: track }) +
      text(83, y + 77, button, { ...bold, size: 13.5, weight: 600, anchor: "middle" }) +
      box(w - 120, y + 66, 94, 9, 4.5, { fill: track }) +
      box(w - 120, y + 66, 94 * filled, 9, 4.5, { fill: card === "sleep" ? "#7a78e0" : "#5b87c7" }),
    106,
  ];
}

/** A small progress bar with its percentage in a balloon. */
function percent(phone: Phone, y: number, value: number): string {
  const { w } = phone;
  const { track } = coloursOf(phone);
  const full = 103;
  const left = w - 27 - full;
  const x = Math.min(left + full - 22, Math.max(left + 22, left + (full * value) / 100));
  const balloon = phone.theme === "light" ? "#d3f1e0" : "#3b6652";
  return [
    box(x - 22, y - 14, 44, 28, 14, { fill: balloon }),
    text(x, y + 5, `${decimal(value, 0, phone.style)}%`, {
      size: 13,
      fill: phone.theme === "light" ? "#0b8f4b" : "#e6fff1",
      face: FACE,
      weight: 700,
      anchor: "middle",
    }),
    box(left, y + 20, full, 9, 4.5, { fill: track }),
    box(left, y + 20, Math.max(9, (full * value) / 100), 9, 4.5, { fill: GREEN }),
  ].join("");
}

function sports(phone: Phone, y: number): string {
  const { style, w } = phone;
  const { ink, track } = coloursOf(phone);
  const kinds: [IconName, string][] = [
    ["walk", say(style, "Walking", "Berjalan kaki")],
    ["run", say(style, "Running", "Berlari")],
    ["bike", say(style, "Cycling", "Bersepeda")],
    ["list", say(style, "More", "Lainnya")],
  ];
  return kinds
    .map(([name, words], index) => {
      const x = w * (0.14 + index * 0.24);
      return (
        circle(x, y + 46, 27, { fill: track }) +
        icon(name, x, y + 46, 27, ink, { width: 1.9 }) +
        text(x, y + 93, words, {
          size: widthOf(words, 12) > 82 ? 11 : 12,
          fill: ink,
          face: FACE,
          anchor: "middle",
        })
      );
    })
    .join("");
}

function tabs(phone: Phone, top: number): string {
  const { style, w } = phone;
  const { ink, ground } = coloursOf(phone);
  const kinds: [IconName, string][] = [
    ["home", say(style, "Home", "Rumah")],
    ["flag", "Together"],
    ["play", say(style, "Fitness", "Kebugaran")],
    ["person", say(style, "My page", "Halaman saya")],
  ];
  const items = kinds.map(([name, words], index) => {
    const x = (w / 4) * (index + 0.5);
    return (
      icon(name, x, top + 21, 21, ink, { solid: index === 0, width: 1.8 }) +
      text(x, top + 46, words, {
        size: 11.5,
        fill: ink,
        face: FACE,
        anchor: "middle",
        weight: index === 0 ? 700 : 400,
      })
    );
  });
  return box(0, top, w, 66, 0, { fill: ground }) + items.join("");
}
