import type { Random } from "../common/random.ts";
import type { Day } from "./day.ts";
import { dayOf } from "./day.ts";
import { clock, type Locale, type Style, styleOf } from "./format.ts";

/** Light or dark colours. */
export type Theme = "light" | "dark";

/** What a screen shows, in the members of `labels.json`. */
export interface Label {
  app: string;
  page: string;
  locale: Locale;
  theme: Theme;
  steps: number;
  goal: number | null;
  date_text: string | null;
  date: string | null;
  clock: string | null;
  distance_text: string | null;
  distance_km: number | null;
  calories_text: string | null;
  active_time_text: string | null;
  heart_rate_text: string | null;
  flights_text: string | null;
  note: string;
}

/** A phone with its settings, and the day that it shows. All lengths are in points, as the apps' designers use. */
export interface Phone {
  os: "ios" | "android";
  w: number;
  h: number;
  /** Width of the picture in pixels. */
  pixels: number;
  theme: Theme;
  style: Style;
  day: Day;
  /** Whether the person cut the status bar away. */
  cropped: boolean;
  /** What the screen says of itself in place of what its page says of a day; nothing, as a rule. */
  instead: Instead;
  r: Random;
}

/** A drawn screen: its picture as SVG, and what the picture shows. */
export interface Screen {
  svg: string;
  label: Label;
}

/** A span of time that a page can show. */
export type Span = "day" | "week" | "month" | "half" | "year";

/** One page of one app. */
export interface Page {
  app: string;
  page: string;
  /** Tells two layouts of the same page apart. */
  layout?: string;
  os: readonly ("ios" | "android")[];
  themes: readonly Theme[];
  /** The spans of time that can be chosen at its top, in their order. */
  spans?: readonly Span[];
  draw(phone: Phone): Screen;
}

const IOS_SIZES = [
  [375, 812, 750],
  [390, 844, 780],
  [390, 844, 1170],
  [393, 852, 1179],
  [414, 896, 828],
  [430, 932, 1290],
  [440, 956, 1320],
] as const;
const ANDROID_SIZES = [
  [360, 800, 480],
  [360, 780, 540],
  [360, 800, 720],
  [360, 780, 1080],
  [360, 800, 1080],
  [384, 832, 720],
  [393, 873, 1080],
  [411, 914, 1080],
] as const;

/** Makes up the phone for a screen; `pixels` overrides the width of the picture. */
export function phoneFor(page: Page, locale: Locale, theme: Theme, r: Random, pixels?: number): Phone {
  const os = r.pick(page.os);
  const [w, h, usual] = r.pick<readonly [number, number, number]>(os === "ios" ? IOS_SIZES : ANDROID_SIZES);
  const style = styleOf(r, locale);
  const shrunk = r.chance(0.12) ? r.pick([360, 414, 480]) : usual;
  return {
    os,
    w,
    h,
    pixels: pixels ?? shrunk,
    theme,
    style,
    day: dayOf(r),
    cropped: r.chance(0.08),
    instead: {},
    r,
  };
}

/** A label with nothing but the steps; pages add what they print. */
export function labelFor(page: Page, phone: Phone, shown: Partial<Label>): Label {
  return {
    app: page.app,
    page: page.page,
    locale: phone.style.locale,
    theme: phone.theme,
    steps: phone.day.steps,
    goal: null,
    date_text: null,
    date: null,
    clock: phone.cropped ? null : clock(phone.day, phone.style),
    distance_text: null,
    distance_km: null,
    calories_text: null,
    active_time_text: null,
    heart_rate_text: null,
    flights_text: null,
    note: "",
    ...shown,
  };
}

/**
 * What a screen says of itself in place of what its page says of a day. The page stays the same but for that: "" takes
 * a line away, what is not named stays.
 */
export interface Instead {
  /** The heading of the page. */
  title?: string;
  /** The date, or the word for today; on pages without, the line is added where such an app would have it. */
  day?: string;
  /** Which of the spans day, week, month, year is selected; 0 is the day. */
  span?: number;
  /** Whose it is, in a strip in place of the status bar, as where a picture is looked at in a chat. */
  sender?: string;
}
