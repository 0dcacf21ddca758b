import { random } from "../common/random.ts";
import { count, say, styleOf } from "./format.ts";
import { icon } from "./icons.ts";
import { heartPage, sleepPage, workout } from "./negative-apps.ts";
import { bold, INK, plain, type Sheet, SOFT, sheet } from "./negative-parts.ts";
import { box, circle, line, paragraph, path, type TextStyle, text } from "./svg.ts";

/** A picture that shows no step counter, so no steps may be read from it. */
export interface Negative {
  name: string;
  svg: string;
}

const KINDS: Record<string, (sheet: Sheet) => string> = {
  page: textPage,
  poster,
  statement,
  chat,
  map,
  workout,
  heart: heartPage,
  sleep: sleepPage,
  recipe,
};

/** Draws the first `amount` kinds of pictures without steps; all of them where there are fewer. */
export function negativesFor(seed: string, amount: number): Negative[] {
  return Object.entries(KINDS)
    .slice(0, amount)
    .map(([name, draw]) => {
      const r = random(`${seed}/negative/${name}`);
      const locale = r.pick(["en", "id"] as const);
      return { name, svg: draw({ r, style: styleOf(r, locale) }) };
    });
}

/** Words on paper, as a person photographs them by mistake. */
function textPage({ style }: Sheet): string {
  const words = say(
    style,
    "The meeting begins at nine. Please bring your own cup, and tell the office by Thursday whether you will stay for lunch. The lift is out of order until the end of the month; the stairs are at the back of the hall.",
    "Rapat dimulai pukul sembilan. Silakan bawa gelas sendiri dan kabari kantor paling lambat hari Kamis jika ikut makan siang. Lift tidak dapat dipakai sampai akhir bulan; tangga ada di belakang aula.",
  );
  return sheet(480, "#ffffff", [
    text(28, 60, say(style, "To everybody", "Untuk semua"), { ...bold, size: 22 }),
    paragraph(28, 100, words, 304, 24, plain),
    paragraph(28, 320, words, 304, 24, plain),
  ]);
}

/** A poster that speaks of steps, but of another kind. */
function poster({ style }: Sheet): string {
  const rows = say(
    style,
    "Wet your hands,Take some soap,Rub for 20 seconds,Rinse with water,Dry them well",
    "Basahi tangan,Ambil sabun,Gosok 20 detik,Bilas dengan air,Keringkan",
  ).split(",");
  return sheet(540, "#0f7f8c", [
    text(180, 70, say(style, "5 STEPS TO CLEAN HANDS", "5 LANGKAH CUCI TANGAN"), {
      ...bold,
      size: 24,
      fill: "#ffffff",
      anchor: "middle",
    }),
    ...rows.flatMap((words, index) => [
      circle(58, 134 + index * 78, 25, { fill: "#f7c948" }),
      text(58, 143 + index * 78, String(index + 1), { ...bold, size: 25, anchor: "middle" }),
      text(100, 141 + index * 78, words, { ...bold, size: 20, fill: "#ffffff" }),
    ]),
  ]);
}

/** A bank's list of payments: many numbers with separators. */
function statement({ r, style }: Sheet): string {
  const small: TextStyle = { ...plain, size: 11 };
  let balance = r.int(2_000_000, 9_000_000);
  const parts = [
    text(20, 44, say(style, "Account statement", "Mutasi rekening"), { ...bold, size: 18 }),
    text(20, 66, say(style, "November 2025", "November 2025"), { ...small, fill: SOFT }),
    text(340, 98, say(style, "Balance", "Saldo"), { ...small, anchor: "end", weight: 700 }),
    text(236, 98, say(style, "Amount", "Jumlah"), { ...small, anchor: "end", weight: 700 }),
    line(20, 106, 340, 106, { stroke: INK, width: 1 }),
  ];
  for (let row = 0; row < 16; row++) {
    const amount = r.int(10, 900) * 500;
    const y = 128 + row * 25;
    balance -= amount;
    parts.push(text(20, y, `${String(row + 2).padStart(2, "0")}/11`, small));
    parts.push(
      text(
        62,
        y,
        r.pick([say(style, "Card payment", "Kartu debit"), "Transfer", say(style, "Cash", "Tarik tunai")]),
        small,
      ),
    );
    parts.push(text(236, y, count(amount, style), { ...small, anchor: "end" }));
    parts.push(text(340, y, count(balance, style), { ...small, anchor: "end" }));
  }
  return sheet(560, "#ffffff", parts);
}

/** People who write about steps to one another; that counts nothing. */
function chat({ r, style }: Sheet): string {
  const walked = count(r.int(4000, 19_000), style);
  const lines = [
    say(style, "Did you walk today?", "Hari ini jalan kaki?"),
    say(style, `Yes! ${walked} steps`, `Iya! ${walked} langkah`),
    say(style, "Wow, send the picture", "Wah, kirim gambarnya"),
    say(style, "Later, my phone is charging", "Nanti ya, ponsel lagi dicas"),
    "OK",
  ];
  const parts = [box(0, 0, 360, 74, 0, { fill: "#2c6e63" }), circle(52, 42, 18, { fill: "#a9cdc5" })];
  parts.push(
    icon("back", 18, 42, 18, "#ffffff"),
    text(82, 48, "Sari", { ...bold, size: 17, fill: "#ffffff" }),
  );
  lines.forEach((words, index) => {
    const mine = index % 2 === 1;
    const y = 104 + index * 62;
    const x = mine ? 96 : 16;
    parts.push(
      box(x, y, 248, 46, 12, { fill: mine ? "#d8f5cf" : "#ffffff" }),
      text(x + 14, y + 28, words, plain),
    );
    parts.push(
      text(x + 236, y + 38, `20${style.clockSeparator}${10 + index}`, {
        ...plain,
        size: 10,
        fill: SOFT,
        anchor: "end",
      }),
    );
  });
  return sheet(700, "#ece6dd", parts);
}

/** Streets, a river and house numbers. */
function map({ r }: Sheet): string {
  const parts = [
    path("M-10 120C90 160 150 60 370 130L370 190C160 120 100 220 -10 180Z", { fill: "#a9d3ec" }),
  ];
  for (let index = 0; index < 9; index++) {
    const [a, b] = [r.int(-40, 400), r.int(-40, 400)];
    parts.push(line(a, 0, b, 640, { stroke: "#ffffff", width: r.int(5, 12) }));
    parts.push(line(0, r.int(0, 640), 360, r.int(0, 640), { stroke: "#fbe39a", width: r.int(3, 8) }));
  }
  for (const words of ["Jl. Melati", "Jl. Kenanga", "Taman Kota", "Pasar Baru", "No. 1204", "Jl. Raya 27"]) {
    parts.push(
      text(r.int(10, 250), r.int(40, 610), words, { ...plain, size: 12, fill: "#5b5f66", weight: 500 }),
    );
  }
  parts.push(icon("pin", 190, 300, 40, "#d93b30", { solid: true }));
  return sheet(640, "#e9eadf", parts);
}

/** A recipe: steps, calories and minutes, and none of them walked. */
function recipe({ r, style }: Sheet): string {
  const rows = say(
    style,
    "Chop the onions and fry them,Add rice and 750 ml of water,Cook for 18 minutes,Serve with egg and cucumber",
    "Cincang bawang lalu tumis,Masukkan nasi dan 750 ml air,Masak selama 18 menit,Sajikan dengan telur dan timun",
  ).split(",");
  return sheet(640, "#fffaf2", [
    box(0, 0, 360, 170, 0, { fill: "#e8a04c" }),
    circle(180, 96, 58, { fill: "#fff4df" }),
    circle(180, 96, 34, { fill: "#d8803a" }),
    text(24, 212, say(style, "Fried rice", "Nasi goreng"), { ...bold, size: 25 }),
    text(
      24,
      240,
      `${r.int(20, 45)} min  ·  ${count(r.int(1050, 1900), style)} kcal  ·  4 ${say(style, "steps", "langkah")}`,
      { ...plain, fill: SOFT },
    ),
    ...rows.flatMap((words, index) => [
      text(24, 300 + index * 66, `${say(style, "Step", "Langkah")} ${index + 1}`, {
        ...bold,
        fill: "#b3591d",
      }),
      text(24, 324 + index * 66, words, plain),
    ]),
  ]);
}
