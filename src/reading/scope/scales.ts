import type { Line } from "../engines/engine.ts";
import { isWeekday } from "../extract/calendar.ts";
import { centreY, right } from "../extract/layout.ts";
import { oneLetterOff } from "../extract/vocabulary.ts";
import type { TimeForm } from "./time-forms.ts";
import { hasDate, timesIn } from "./times.ts";

/** Pieces of a word in spaced letters; those of one letter; and different letters that no day of a week begins with. */
const spelling = { pieces: 4, alone: 2, telling: 2 } as const;
/** What the days of a week begin with, in English and Indonesian. */
const weeks = ["mtwfs", "srkjm"] as const;
/** Short names of days, in both languages, as charts print them. */
const weekdayNames = "Sun Mon Tue Wed Thu Fri Sat Min Sen Sel Rab Kam Jum Sab".split(" ");

/**
 * A word in letters so far apart that they are read one by one, in several lines even: `A V E R A G E`. Lone letters are those of
 * a week's days otherwise, or icons, which are round mostly.
 */
export function isSpelled(row: readonly Line[]): boolean {
  const pieces = row.flatMap(({ words }) => words.map(({ text }) => text));
  const letters = pieces.join("").toLowerCase();
  const telling = (week: string): number =>
    new Set([...letters].filter((letter) => !week.includes(letter) && !"ocdq".includes(letter))).size;
  return (
    pieces.length >= spelling.pieces &&
    pieces.every((text) => /^\p{L}{1,3}$/u.test(text)) &&
    pieces.filter((text) => text.length === 1).length >= spelling.alone &&
    weeks.every((week) => telling(week) >= spelling.telling)
  );
}

/** A number that may be a year. */
const maybeYear = /^(?:19|20)\d\d$/;
/** What stands at an axis from top to bottom, at least; and how far from its place a number may be, in its heights. */
const axis = { ticks: 3, tolerance: 0.5 } as const;
/** No screen has as many numbers at its axes; each is held against all pairs of others, and a stranger may write hundreds. */
const mostNumbers = 60;

/**
 * The numbers at a chart's axis, one below the other: `3000`, `2000`, `1000`. They become smaller from top to bottom by as
 * much as they are apart. Years in a list of years do so, too, and stay what they are.
 */
export function ticksOf(lines: readonly Line[]): Line[] {
  const numbers = lines
    .filter(({ text }) => /^\d{1,3}(?:[.,\u00a0 ]?\d{3})?$/.test(text))
    .map((line) => ({ line, value: Number(line.text.replace(/\D/g, "")), at: centreY(line.box) }));
  if (numbers.length > mostNumbers) return [];
  const isTick = ({ line: { box }, value, at }: (typeof numbers)[number]): boolean => {
    const column = numbers.filter(
      ({ line: other }) =>
        Math.abs(right(other.box) - right(box)) < box.height ||
        Math.abs(other.box.x - box.x) < box.height / 2,
    );
    return column.some((other) => {
      const fall = (other.value - value) / (at - other.at);
      if (!(fall > 0) || Math.abs(at - other.at) < 2 * box.height) return false;
      // An axis counts from 0: `2025` over `1025` over `25` does not.
      if (value % (other.value - value) !== 0) return false;
      const ticks = column.filter(
        (each) => Math.abs(at + (value - each.value) / fall - each.at) < axis.tolerance * box.height,
      );
      return ticks.length >= axis.ticks && ticks.some(({ line: tick }) => !maybeYear.test(tick.text));
    });
  };
  return numbers.filter(isTick).map(({ line }) => line);
}

/** The days of a week, the hours of an axis, the numbers of a scale: three or more in a row. */
export function isScale(row: readonly Line[], times: readonly TimeForm[]): boolean {
  const marks = row.flatMap(({ words }) => words).map(({ text }) => text.replace(/[[\]|()]/g, ""));
  const isMark = (text: string): boolean =>
    /^\d{1,2}(?:[.:/]\d{2})?(?:[ap]m)?$/i.test(text) ||
    /^(?:[ap]m)$/i.test(text) ||
    isWeekday(text) ||
    text.length <= 1;
  if (isWeek(marks)) return true;
  const isWord = (text: string): boolean => /\p{L}{3}/u.test(text) && !isWeekday(text);
  const isSpan = ({ text }: Line): boolean =>
    timesIn(text, times).some(
      (time) => !["clock", "day", "allDay"].includes(time.span) || (time.span === "clock" && hasDate(time)),
    );
  // `Mon 18 - Sun 24` are two days; a row in which they are chosen has more. Icons are marks, but make no scale.
  const isDay = (text: string): boolean => /\d/.test(text) || isWeekday(text);
  const isMixed = marks.some(isWeekday) && marks.some((text) => /\d/.test(text));
  // `5:54 PM` is one time.
  const isHalf = (text: string): boolean => /^[ap]m$/i.test(text);
  const telling = marks.filter(
    (text) => isMark(text) && !isHalf(text) && (isMixed ? isDay(text) : /[\da-z]/i.test(text)),
  );
  return (
    telling.length >= (isMixed ? 6 : 3) &&
    !marks.some(isWord) &&
    !row.some(isSpan) &&
    marks.filter(isMark).length >= 0.7 * marks.length
  );
}

/** The names of a week's days, of which one may be misread: `Jun` for `Jum`, which is no month then. */
function isWeek(words: readonly string[]): boolean {
  const days = words.filter(isWeekday);
  const others = words.filter((word) => !isWeekday(word));
  return (
    new Set(days).size >= 5 &&
    others.length <= 1 &&
    others.every(
      (word) => word.length === days[0]?.length && weekdayNames.some((name) => oneLetterOff(name, word)),
    )
  );
}
