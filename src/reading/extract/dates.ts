import type { Line } from "../engines/engine.ts";
import type { Box } from "../image/raster.ts";
import {
  daysAgo,
  months,
  type PrintedDay,
  parseDay,
  parseSlashed,
  weekdays,
  withLetterO,
} from "./calendar.ts";
import { sameRow } from "./layout.ts";
import { navigationOf } from "./navigation.ts";
import type { Screen } from "./screen.ts";
import { conceptOf } from "./vocabulary.ts";

/** A printed date of the day that the screen is about. */
export interface PrintedDate {
  readonly text: string;
  readonly box: Box;
  readonly confidence: number;
  /** The day that the text names; `null` for words such as `Today`. */
  readonly day: PrintedDay | null;
  /** For words such as `Yesterday`: how many days before the picture was taken. */
  readonly daysAgo: number | null;
}

const relative = "today|yesterday|hari ini|kemarin";

const prefix = `(?:(?:${weekdays}|${relative})\\s*,?\\s*)?`;
const year = "(?:\\s*,?\\s*20\\d\\d)?";
/** `Sunday, 23 Nov 2025`, `Kam, 27 Nov`, `November 23, 2025`, `Wed, Nov 26`. */
const dayFirst = new RegExp(`${prefix}(?<!\\d)\\d{1,2}\\s*(?:${months})(?!\\p{L})${year}`, "iu");
const monthFirst = new RegExp(`${prefix}\\b(?:${months})\\s*\\d{1,2}(?!\\d)${year}`, "iu");
/** `17–23 Nov 2025`, `Feb 16-22`, `17 Nov - 23 Nov`: more than one day. */
const span = new RegExp(`\\d{1,2}\\s*(?:${months})?\\s*[-–—]\\s*(?:(?:${months})\\s*)?\\d{1,2}\\b`, "i");
/** The selected day in a row of days: `11/24` among `23`, `25`, `26`. */
const slashed = /^\d{1,2}\/\d{1,2}$/;
const relativeInside = new RegExp(`\\b(?:${relative})`, "i");
const relativeOnly = new RegExp(`^\\W*(?:${relative})\\W*$`, "i");

/**
 * The date that the screen's numbers belong to: the topmost printed one, else the selected day of a row of
 * days, else a heading such as `Today`. Dates of past workouts stand lower, behind words: see `isTitle`.
 */
export function printedDate(screen: Screen): PrintedDate | null {
  const upper = screen.lines.filter((line) => line.box.y < 0.62 * screen.height);
  for (const line of upper) {
    const text = withLetterO(line.text);
    const match = dayFirst.exec(text) ?? monthFirst.exec(text);
    if (match === null || span.test(text) || !isTitle(text, match[0]) || datesAnother(line, screen)) continue;
    return dateOf(line, match[0]);
  }
  const days = upper.filter((line) => /^\d{1,2}$/.test(line.text) && Number(line.text) <= 31);
  for (const line of upper) {
    if (!slashed.test(line.text)) continue;
    const inRow = days.filter((day) => Math.abs(day.box.y - line.box.y) < 1.5 * line.box.height);
    if (inRow.length >= 3) {
      const neighbours = inRow.map((day) => Number(day.text));
      return { ...dateOf(line, line.text), day: parseSlashed(line.text, neighbours) };
    }
  }
  // A tab that is called `Today` says nothing of the day that is shown.
  const tabs = navigationOf(screen);
  const heading = screen.lines.find(
    (line) => !tabs.includes(line) && relativeOnly.test(withoutBullet(line.text)),
  );
  if (heading !== undefined) return dateOf(heading, withoutBullet(heading.text));
  const label = screen.lines.find(
    ({ text }) => relativeInside.test(text) && conceptOf(beforeNumber(text)) === "steps",
  );
  return label === undefined ? null : dateOf(label, beforeNumber(label.text));
}

/** A label without the number that stands behind it on its line: `Today's steps 9,789/10,000 steps`. */
function beforeNumber(text: string): string {
  return text.replace(/ ?\d.*$/, "");
}

/** A legend's dot is read as a letter or a circle, and an arrow for turning back stands before a title. */
function withoutBullet(text: string): string {
  return text.replace(/^[O0○●•·<>‹›←→] ?/, "");
}

/** A date that is its line, give or take an arrow: `22/11 Outdoor run` and prose do not date the screen. */
function isTitle(text: string, date: string): boolean {
  return text.replace(date, "").replace(/[^\p{L}\d]/gu, "").length <= 2;
}

/** The date of a card about something else stands on the row of that card's name: `Sleep   19 Jun`. */
function datesAnother(line: Line, screen: Screen): boolean {
  return screen.labels.some(
    (label) =>
      (label.concept === "other" || label.concept === "workout") && sameRow(label.line.box, line.box),
  );
}

function dateOf(line: Line, text: string): PrintedDate {
  const day = parseDay(text);
  return {
    text: text.trim(),
    box: line.box,
    confidence: line.confidence,
    day,
    daysAgo: day === null ? daysAgo(text) : null,
  };
}
