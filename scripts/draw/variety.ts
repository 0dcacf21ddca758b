import type { Random } from "../common/random.ts";
import type { Day } from "./day.ts";
import type { Style } from "./format.ts";
import type { Phone } from "./screen.ts";

/** Separators of thousands and decimals; what is listed twice is twice as likely. */
const NUMBER_FORMS = {
  en: [
    [",", "."],
    [",", "."],
    [",", "."],
    [",", "."],
    [".", ","],
    [".", ","],
    [".", ","],
    ["\u00a0", ","],
    ["\u202f", ","],
    ["\u2009", ","],
    ["’", "."],
    ["'", "."],
    ["", "."],
    ["", ","],
  ],
  // Regions whose phones print spaces or apostrophes are not set to Indonesian.
  id: [
    [".", ","],
    [".", ","],
    [".", ","],
    [".", ","],
    [".", ","],
    [".", ","],
    [",", "."],
    [",", "."],
    ["", ","],
    ["", "."],
  ],
} as const;

/**
 * The same phone with numbers of any form and size that people's phones print: other separators, the word for
 * steps right behind the count, counts from 0 to six digits. `r` is a stream of its own, so that everything else
 * on the screen stays as it is; the fixtures of the tests are drawn without.
 */
export function varied(phone: Phone, r: Random): Phone {
  return { ...phone, style: variedStyle(phone.style, r), day: variedDay(phone.day, r) };
}

function variedStyle(style: Style, r: Random): Style {
  const [thousands, decimal] = r.pick<readonly [string, string]>(NUMBER_FORMS[style.locale]);
  return { ...style, thousands, decimal, gap: r.chance(0.15) ? "" : style.gap };
}

function variedDay(day: Day, r: Random): Day {
  const steps = variedSteps(r);
  const ratio = steps / day.steps;
  const kcal = Math.round(day.kcal * ratio);
  return {
    ...day,
    steps,
    km: Math.round((steps * r.between(0.55, 0.8)) / 10) / 100,
    kcal,
    totalKcal: day.totalKcal - day.kcal + kcal,
    minutes: Math.round(day.minutes * ratio),
    heartPoints: Math.round(day.heartPoints * ratio),
    hours: steps === 0 ? day.hours.map(() => 0) : day.hours,
    week: [...Array.from({ length: 6 }, () => variedSteps(r)), steps],
  };
}

/** Mostly 120 to 35,000, each number of digits often enough to be tested; seldom less or more. */
function variedSteps(r: Random): number {
  const kind = r.next();
  if (kind < 0.01) return 0;
  if (kind < 0.05) return r.int(1, 119);
  if (kind < 0.16) return r.int(120, 999);
  if (kind < 0.6) return r.int(1000, 9999);
  if (kind < 0.96) return r.int(10_000, 35_000);
  if (kind < 0.99) return r.int(35_001, 99_999);
  return r.int(100_000, 130_000);
}
