import type { Random } from "../../common/random.ts";
import { type Locale, month, type Style, weekday } from "../format.ts";

/**
 * Ways to say one kind of thing, in each language. What stands in braces is filled in: `{d}` a day of a month, `{e}` the
 * sixth day after it, `{x}` one of the next month, all three also as `{dd}`, `{ee}`, and the first two as `{dth}`, `{eth}`;
 * `{m}` and `{mm}` the month, `{Mon}`, `{Month}` its name, `{Next}` that of the next; `{Y}`, `{y}`, `{X}` the year, its two
 * last digits, the year before; `{W}` a week's and `{Q}` a quarter's number; `{Day}` a weekday; `{H}`, `{I}` an hour and
 * the next of 24, `{h}`, `{i}`, `{ap}` of 12; `{mi}` a minute; `{N}` a round number of steps, `{n}` a small number;
 * `{name}` somebody's name, `{other}` another's.
 */
export type Expressions = Readonly<Record<Locale, readonly string[]>>;

const DAY_MS = 86_400_000;
const NAMES = [
  "Budi",
  "Sari",
  "Dewi",
  "Agus",
  "Rina",
  "Putri",
  "Andi",
  "Wati",
  "Joko",
  "Anna",
  "Tom",
  "Maria",
  "Kevin",
  "Lisa",
  "Ahmad",
  "Nur",
  "James",
  "Emma",
  "Yusuf",
  "Chloe",
];

/** Fills what stands in braces with dates and names that fit together. */
export function fill(template: string, r: Random, style: Style): string {
  const first = new Date(Date.UTC(2025, r.int(0, 11), r.int(1, 21), 12));
  const [d, e, x] = [first.getUTCDate(), first.getUTCDate() + 6, r.int(1, 6)];
  const m = first.getUTCMonth() + 1;
  const hour = r.int(5, 21);
  const twelve = (of: number) => ((of + 11) % 12) + 1;
  const two = (value: number) => String(value).padStart(2, "0");
  const name = r.pick(NAMES);
  const values: Readonly<Record<string, string | number>> = {
    d,
    e,
    x,
    dd: two(d),
    ee: two(e),
    dth: ordinal(d),
    eth: ordinal(e),
    m,
    mm: two(m),
    Mon: month(first, style, 3),
    Month: month(first, style),
    Next: month(new Date(first.getTime() + 31 * DAY_MS), style, 3),
    Y: first.getUTCFullYear(),
    y: first.getUTCFullYear() % 100,
    X: first.getUTCFullYear() - 1,
    W: r.int(1, 52),
    Q: Math.ceil(m / 3),
    Day: weekday(first, style),
    H: two(hour),
    I: two(hour + 1),
    h: twelve(hour),
    i: twelve(hour + 1),
    ap: hour < 11 ? "AM" : "PM",
    mi: two(r.int(0, 59)),
    N: String(r.int(3, 30) * 1000).replace(/(\d{3})$/, `${style.thousands}$1`),
    n: r.int(2, 30),
    name,
    other: r.pick(NAMES.filter((each) => each !== name)),
  };
  return template.replaceAll(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** "1st", "22nd", "13th". */
function ordinal(day: number): string {
  const last = day > 10 && day < 14 ? 0 : day % 10;
  return `${day}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}
