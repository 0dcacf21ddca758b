import type { Line } from "../engines/engine.ts";
import { unreadableSign } from "../engines/line-reader.ts";
import type { Box } from "../image/raster.ts";
import { type TimeForm, timeForms } from "../scope/time-forms.ts";
import { hasDate, timesIn } from "../scope/times.ts";
import { centreY, gapY, right, sameRow } from "./layout.ts";
import type { Screen } from "./screen.ts";

/** The part of a screen's height that status bars take, notches and scaled pictures included. */
const statusBarShare = 0.07;
/** How high two rows of small type in it are at most, in heights of its clock. */
const tallestStack = 2.2;
/** What stands in it at the right, and in no title. */
const networkOrBattery = /(?<![\p{L}\d])(?:[345]G\+?|LTE\+?)(?!\p{L})|\d%/u;
const time = /(?<![\d.,:])(\d{1,2}[.:]\d{2}(?:\s?[AP]M)?)(?![\d.,:%])/i;
/** The clock, and beside it how long a call or a recording has lasted: `06:18 12:47`. No sign stands between them that may join them to a range. */
const clockAndCall =
  /^[^\p{L}\d]{0,3}\d{1,2}[.:]\d{2}(?:\s?[AP]M)?[\s.·●]+\d{1,2}:\d{2}(?::\d{2})?[^\p{L}\d]*$/iu;
/** What times that begin or end a span of hours end with, mostly. */
const wholeHour = /[.:](?:00|15|30|45|59)(?!\d)/;
/** The app that was open before, to which a tap leads back: an iPhone prints it right under the clock. */
const backTo =
  /^[^\p{L}\d]{0,2}(?:WhatsApp|Telegram|Chrome|Safari|Instagram|Facebook|Messenger|TikTok|Gmail|LINE)$/u;
/** How high the line of that app is at most, in heights of the clock's: a title is larger. */
const smaller = 1;
/** Two digits, a separator, two digits, and an icon right behind them that was read as a further digit. */
const timeWithIcon = /^(\d{2}[.:]\d{2})\d/;

/** A clock as printed, and where. */
export interface PrintedClock {
  readonly text: string;
  readonly box: Box;
  readonly confidence: number;
}

/**
 * The clocks in the status bar, the topmost first: a picture of one screen has one at most. A time that is its
 * line, or the start of it: what follows are icons read as letters.
 */
export function clocksOf(screen: Screen): PrintedClock[] {
  return screen.lines.flatMap((line): PrintedClock[] => {
    const text = isStatusBar(line, screen) ? clockIn(line.text) : null;
    return text === null ? [] : [{ text, box: line.box, confidence: line.confidence }];
  });
}

/** Status bars are at the very top and their type is small. */
function isStatusBar({ box }: Line, { width, height }: Screen): boolean {
  // Scrolling screenshots are many screens high; the share is that of one.
  const screenHeight = Math.min(height, 2.3 * width);
  return box.y + box.height / 2 < statusBarShare * screenHeight && box.height < 0.06 * width;
}

/**
 * Whether a line is of two rows of small type beside the clock, such as `12.4` over `KB/s`, or `Vo` over `LTE`: it is read
 * as one line, higher than the clock, around whose middle it stands.
 */
function isStackBeside({ box }: Line, clocks: readonly PrintedClock[]): boolean {
  return clocks.some(
    ({ box: clock }) =>
      box.x > right(clock) &&
      box.height < tallestStack * clock.height &&
      Math.abs(centreY(box) - centreY(clock)) < 0.4 * clock.height,
  );
}

/** Whether a line stands in the status bar: on the row of its clock, or of nothing but icons. */
export function inStatusBar(line: Line, screen: Screen, times: readonly TimeForm[] = timeForms): boolean {
  const clocks = clocksOf(screen);
  if (!isStatusBar(line, screen) && !isStackBeside(line, clocks)) return false;
  // Beside the clock stand icons, of which some read as a date: `4G` as `4/6`.
  const letters = (line.text.match(/\p{L}/gu) ?? []).length;
  const isBeside = clocks.some(({ box }) => box !== line.box && sameRow(box, line.box));
  // So does how fast the network is: `7/8s 5G 21%`.
  if (isBeside && (letters === 0 || networkOrBattery.test(line.text))) return true;
  if (clockAndCall.test(line.text) && !isOfHours(line.text) && endsWithBattery(line, screen)) return true;
  if (backTo.test(line.text) && clocks.some(({ box }) => isRightUnder(line.box, box))) return true;
  // A range of hours is no clock, nor are two times: it may be the title of a page.
  const said = timesIn(line.text, times);
  if (said.length > 1 || said.some((time) => time.span !== "clock" || hasDate(time))) return false;
  // A phone has one clock: another time under it may be the title of a page, too.
  if (said.length === 1 && clocks.some(({ box }) => isOver(box, line.box))) return false;
  // Well under the clock's row, of a tilted picture too, is the page's title, however short, or in an alphabet that no reader knows.
  const isText = letters > 0 || line.text.includes(unreadableSign);
  if (isText && clocks.some(({ box }) => gapY(box, line.box) > 0.5 * box.height)) return false;
  if (letters < 3) return true;
  return screen.lines.some(
    (other) =>
      isStatusBar(other, screen) &&
      (/\d{1,2}[.:]\d{2}/.test(other.text) || /^\d{1,3}%$/.test(other.text)) &&
      sameRow(other.box, line.box),
  );
}

/** Whether a time of a line begins or ends a span of hours, as it seems: a sign between two may not have been read. */
function isOfHours(text: string): boolean {
  return wholeHour.test(text);
}

/** Whether a line of smaller type stands under a clock, begins where that does, and is closer than a title is. */
function isRightUnder(box: Box, clock: Box): boolean {
  return (
    box.y > clock.y &&
    box.height <= smaller * clock.height &&
    Math.abs(box.x - clock.x) < clock.height &&
    gapY(clock, box) < clock.height
  );
}

/** Whether the network or the battery stands on the right half of a line's row, as in a status bar only. */
function endsWithBattery({ box }: Line, screen: Screen): boolean {
  return screen.lines.some(
    (other) =>
      isStatusBar(other, screen) &&
      sameRow(other.box, box) &&
      right(other.box) > 0.8 * screen.width &&
      networkOrBattery.test(other.text),
  );
}

function isOver(a: Box, b: Box): boolean {
  return a.y < b.y && !sameRow(a, b);
}

function clockIn(text: string): string | null {
  const match = time.exec(text) ?? timeWithIcon.exec(text);
  if (match === null) return null;
  const before = text.slice(0, match.index).replace(/[^\p{L}\d]/gu, "");
  return before.length <= 3 ? (match[1] ?? null) : null;
}
