import { computed, effect, signal } from "@preact/signals";
import { remember, remembered } from "./kept.ts";
import { english, type Words } from "./words/en.ts";
import { indonesian } from "./words/id.ts";

export const languages = { en: english, id: indonesian } as const satisfies Record<string, Words>;
export type Language = keyof typeof languages;

function firstLanguage(): Language {
  const wanted = [remembered("language"), ...navigator.languages.map((each) => each.slice(0, 2))];
  return (wanted.find((each) => each !== null && each in languages) as Language | undefined) ?? "en";
}

export const language = signal<Language>(firstLanguage());
/** All that the page says. */
export const words = computed<Words>(() => languages[language.value]);

effect(() => {
  document.documentElement.lang = language.value;
  remember("language", language.value);
});

/** As the reader's own region writes numbers and times, where it speaks the page's language. */
const locale = computed(() => {
  const own = navigator.languages.find((each) => each.toLowerCase().startsWith(language.value));
  return own ?? language.value;
});

const numbers = computed(() => new Intl.NumberFormat(locale.value));
const shortNumbers = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }));
const percents = computed(
  () => new Intl.NumberFormat(locale.value, { style: "percent", maximumFractionDigits: 1 }),
);
const clocks = computed(() => new Intl.DateTimeFormat(locale.value, { timeStyle: "medium" }));
const days = computed(
  () => new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "short", timeZone: "UTC" }),
);

const dates = computed(() => new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "short" }));

const moments = computed(
  () => new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeStyle: "medium" }),
);

export function count(value: number): string {
  return numbers.value.format(value);
}

export function short(value: number): string {
  return shortNumbers.value.format(value);
}

/** How sure something is, from 0 to 1: what is not quite sure is never called so. */
export function certainty(value: number): string {
  return share(Math.floor(value * 1000) / 1000);
}

/** A share from 0 to 1. */
export function share(value: number): string {
  return percents.value.format(value);
}

/** A moment on the clock of the reader. */
export function clock(time: string): string {
  return clocks.value.format(new Date(time));
}

/** The day of a moment in the reader's zone. */
export function date(time: string): string {
  return dates.value.format(new Date(time));
}

/** A moment in the reader's zone, with its year: it may be long ago. */
export function moment(time: string): string {
  return moments.value.format(new Date(time));
}

/** An ISO day. */
export function day(iso: string): string {
  return days.value.format(new Date(`${iso}T00:00:00Z`));
}

/** A time span in at most two units. */
export function span(seconds: number): string {
  const { units } = words.value;
  if (seconds < 9.95) return `${two(seconds)} ${units.s}`;
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, length] of [
    [units.d, 86_400],
    [units.h, 3600],
    [units.min, 60],
    [units.s, 1],
  ] as const) {
    const whole = Math.floor(left / length);
    left -= whole * length;
    if (whole > 0) parts.push(`${whole} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

/** A size in powers of ten. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${short(bytes / 1000 ** step)} ${units[step]}`;
}

function two(value: number): string {
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: value < 0.995 ? 2 : 1 }).format(value);
}
