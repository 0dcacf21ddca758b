import { footer, footerHeight, picture, statusBar } from "../device.ts";
import { clock, count, decimal, say } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import { dayWords, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { bars, box, circle, runs, type TextStyle, text } from "../svg.ts";
import {
  BLUE,
  coloursOf,
  faceOf,
  kcalUnit,
  MI_FITNESS,
  minuteUnit,
  RED,
  rings,
  shift,
  YELLOW,
} from "./mi-fitness-parts.ts";

const HOME: Page = { ...MI_FITNESS, page: "home", draw: drawHome };

/** Mi Fitness's first page: the rings of today, and cards of what else the band measures. */
export const MI_FITNESS_HOME: readonly Page[] = [HOME];

function drawHome(phone: Phone): Screen {
  const { day, style, w } = phone;
  const { ground, ink, soft, card } = coloursOf(phone);
  const face = faceOf(phone);
  const dy = shift(phone);
  const kcal = kcalUnit(phone);
  const minutes = minuteUnit(phone);
  const synced = `${say(style, "Synced at", "Disinkronkan")} ${clock(day, style)}`;
  const parts = [
    statusBar(phone, phone.theme === "light" ? "#000000" : "#ffffff"),
    text(20, 84 + dy, titleWords(phone, say(style, "Health", "Kesehatan")), {
      size: 27,
      fill: ink,
      face,
      weight: 600,
    }),
    icon("plus", w - 31, 75 + dy, 24, ink, { width: 1.8 }),
    text(20, 107 + dy, dayWords(phone, synced), { size: 11.5, fill: soft, face }),
    box(12, 122 + dy, w - 24, 172, 20, { fill: card }),
    rings(phone, day, w * 0.25, 208 + dy, 62),
  ];
  const rows = [
    [say(style, "Steps", "Langkah"), day.steps, day.goal, say(style, "steps", "langkah"), YELLOW],
    [say(style, "Calories", "Kalori"), day.kcal, day.kcalGoal, kcal, RED],
    [say(style, "Moving", "Bergerak"), day.minutes, day.minuteGoal, minutes, BLUE],
  ] as const;
  rows.forEach(([name, value, goal, unit, colour], index) => {
    const x = w * 0.5;
    const y = 152 + dy + index * 49;
    parts.push(
      circle(x + 3.5, y - 4, 3.5, { fill: colour }),
      text(x + 12, y, name, { size: 12.5, fill: soft, face }),
      runs(
        x,
        y + 22,
        [
          { t: count(value, style), weight: 600 },
          { t: `/${count(goal, style)} ${unit}`, size: 12, fill: soft },
        ],
        { size: 19, fill: ink, face },
      ),
    );
  });
  parts.push(vitalityCard(phone, 306 + dy), measureCards(phone, 420 + dy), tabs(phone));
  return {
    svg: picture(phone, ground, parts),
    label: labelFor(HOME, phone, {
      goal: day.goal,
      calories_text: `${count(day.kcal, style)}/${count(day.kcalGoal, style)} ${kcal}`,
      active_time_text: `${count(day.minutes, style)}/${day.minuteGoal} ${minutes}`,
      heart_rate_text: `${day.heartRate} BPM`,
      note: "goals stand behind their values; the time under the title is the last synchronisation",
    }),
  };
}

/** A score of the last seven days: a number without a unit. */
function vitalityCard(phone: Phone, y: number): string {
  const { style, w, r, day } = phone;
  const { card, ink, soft } = coloursOf(phone);
  const face = faceOf(phone);
  const week = day.week.map((steps) => Math.min(1, steps / 20_000));
  return [
    box(12, y, w - 24, 102, 20, { fill: card }),
    text(28, y + 30, say(style, "Vitality score", "Skor vitalitas"), {
      size: 14.5,
      fill: ink,
      face,
      weight: 500,
    }),
    runs(28, y + 66, [{ t: String(r.int(12, 240)), weight: 600 }], { size: 24, fill: ink, face }),
    text(28, y + 86, say(style, "Last 7 days", "7 hari terakhir"), { size: 11.5, fill: soft, face }),
    bars(w * 0.52, y + 82, w * 0.38, 48, week, 9, "#6fcf97"),
  ].join("");
}

/** What else the band measures, each with a number that is no count of steps. */
function measureCards(phone: Phone, y: number): string {
  const { style, w, r, day } = phone;
  const { card, ink, soft } = coloursOf(phone);
  const face = faceOf(phone);
  const hour = say(style, "h", "j");
  const minute = say(style, "min", "mnt");
  const cards: [IconName, string, string, [string, string][], string][] = [
    [
      "moon",
      "#7b61ff",
      say(style, "Sleep", "Tidur"),
      [
        [String(r.int(4, 8)), ` ${hour} `],
        [String(r.int(10, 59)), ` ${minute}`],
      ],
      `${say(style, "Score", "Skor")} ${r.int(50, 96)}`,
    ],
    [
      "heart",
      RED,
      say(style, "Heart rate", "Detak jantung"),
      [[String(day.heartRate), " BPM"]],
      clock(day, style),
    ],
    [
      "cup",
      "#eb5757",
      say(style, "Blood oxygen", "Oksigen darah"),
      [[String(r.int(94, 99)), "%"]],
      clock(day, style),
    ],
    [
      "zone",
      "#27ae60",
      say(style, "Stress", "Stres"),
      [[String(r.int(8, 70)), ""]],
      say(style, "Relaxed", "Santai"),
    ],
    [
      "person",
      "#56ccf2",
      say(style, "Weight", "Berat"),
      [[decimal(r.between(45, 95), 1, style), " kg"]],
      say(style, "Yesterday", "Kemarin"),
    ],
    ["flame", YELLOW, say(style, "Energy", "Energi"), [["--", ""]], say(style, "No data", "Tidak ada data")],
  ];
  const wide = (w - 36) / 2;
  return cards
    .map(([mark, colour, name, value, note], index) => {
      const x = 12 + (index % 2) * (wide + 12);
      const top = y + Math.floor(index / 2) * 126;
      const words = value.flatMap(([t, unit]) => [
        { t, weight: 600 },
        { t: unit, size: 12.5, fill: soft },
      ]);
      return [
        box(x, top, wide, 114, 20, { fill: card }),
        icon(mark, x + 24, top + 26, 17, colour, { solid: mark !== "zone" }),
        text(x + 40, top + 31, name, { size: 13.5, fill: ink, face }),
        runs(x + 16, top + 72, words, { size: 22, fill: ink, face }),
        text(x + 16, top + 96, note, { size: 11.5, fill: soft, face }),
      ].join("");
    })
    .join("");
}

function tabs(phone: Phone): string {
  const { style, w } = phone;
  const { card, ink, soft, faint, ground } = coloursOf(phone);
  const top = phone.h - footerHeight(phone) - 56;
  const names: [IconName, string][] = [
    ["heart", say(style, "Health", "Kesehatan")],
    ["run", say(style, "Workout", "Olahraga")],
    ["watch", say(style, "Device", "Perangkat")],
    ["person", say(style, "Profile", "Profil")],
  ];
  const plain: TextStyle = { size: 10.5, fill: soft, face: faceOf(phone), weight: 500, anchor: "middle" };
  return [
    box(0, top, w, phone.h - top, 0, { fill: phone.theme === "light" ? card : ground }),
    box(0, top, w, 0.6, 0, { fill: faint }),
    ...names.map(([mark, words], index) => {
      const x = (w / 4) * (index + 0.5);
      const colour = index === 0 ? ink : soft;
      return (
        icon(mark, x, top + 20, 22, colour, { solid: index === 0, width: 1.8 }) +
        text(x, top + 46, words, { ...plain, fill: colour })
      );
    }),
    footer(phone, ink, phone.theme === "light" ? card : ground),
  ].join("");
}
