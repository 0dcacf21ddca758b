import { filledShare } from "../image/progress-bar.ts";
import type { Box, Raster } from "../image/raster.ts";
import { because, type Reason } from "../reasons.ts";
import type { StepCandidate } from "./candidate.ts";
import { bottom, gapX, gapY, sameColumn, sameRow } from "./layout.ts";
import type { NumberToken } from "./numbers.ts";
import type { Screen } from "./screen.ts";
import { speaksOfSteps, squeeze, unitOf } from "./vocabulary.ts";

/** What stands behind a number, or before it, that is missing to the goal, without the word for steps. */
const behind =
  /^(?:more)?(?:left|togo|remaining|lagi|tersisa|away|(?:to|until|till|from|untuk|menuju|hingga|sampai)(?:reach|mencapai)?(?:your|the|daily|harian)*(?:goal|target|sasaran))/;
const before = /(?:remaining|remain|sisa|kurang|left)$/;
/** `73% of 10,000`: a share of a goal as large as one of steps. */
const share = /(\d{1,3}) ?% ?(?:of|dari) ?(\d{1,3}(?:[.,' ]?\d{3})+)(?!\d)/iu;
/** Without the word for steps a number that is left may be of anything, but hardly of anything that there is so much of. */
const leastDigits = 3;
/** How far under a count its bar may stand, in heights of it. */
const barReach = 6;
/** By how much a bar may be longer or shorter than its share: on 24 honest pages 0.04, since its ends are round. */
const barTolerance = 0.08;
/** A share below which a bar says nothing of it. */
const leastFilled = 0.15;

/**
 * What the screen says of the way to the goal that does not fit its count: whoever writes other digits into a picture leaves what the app
 * has worked out from them. `goal` is the one that the screen prints.
 */
export function progressDoubts(
  { token, count }: StepCandidate,
  screen: Screen,
  goal: number | null,
): Reason[] {
  return [...restDoubts(token, count, screen, goal), ...shareDoubts(token, count, screen, goal)];
}

function restDoubts(token: NumberToken, count: number, screen: Screen, goal: number | null): Reason[] {
  if (goal === null) return [];
  const left = Math.max(0, goal - count);
  // The count and its goal may be printed again, and what is left to more than the goal is of more days than one.
  const odd = screen.values
    .map(({ number }) => number)
    .filter((number) => number !== token && number.count !== null && number.count < goal)
    .filter((number) => number.count !== count && number.count !== left)
    .find((number) => isRest(number, token, screen));
  return odd === undefined ? [] : [because("unlikely_rest", { rest: odd.text, count, goal })];
}

function shareDoubts(token: NumberToken, count: number, screen: Screen, goal: number | null): Reason[] {
  return screen.lines.flatMap(({ text, box }) => {
    const [, percent = "", of = ""] = share.exec(text) ?? [];
    const whole = Number(of.replace(/\D/g, ""));
    // A share of another number than the goal is one of litres, or of a week's steps; so is one that stands elsewhere, maybe.
    if (whole === 0 || (goal === null ? !isNear(box, token) : whole !== goal)) return [];
    const expected = (100 * count) / whole;
    // Apps cut or round, and stop some displays at 100 %.
    const fits = Math.abs(expected - Number(percent)) <= 1 || (Number(percent) === 100 && expected >= 100);
    const about = { percent: Number(percent), count, expected: Math.round(expected), goal: whole };
    return fits ? [] : [because("unlikely_percent", about)];
  });
}

/** Whether a text stands right over or under the count. */
function isNear(box: Box, count: NumberToken): boolean {
  const gap = Math.max(gapY(box, count.box), gapY(count.box, box));
  return sameColumn(box, count.box) && gap < 2 * count.box.height;
}

/**
 * The bar under a count of a page about steps alone, which is filled as far as the count is of its goal. On a page of cards the next bar may
 * be of another card.
 */
export function barDoubts({ token: { box }, count }: StepCandidate, image: Raster, goal: number): Reason[] {
  const under = { x: 0, y: bottom(box), width: image.width, height: barReach * box.height };
  const filled = filledShare(image, under);
  const expected = Math.min(1, count / goal);
  // The shortest bar is as long as it is high.
  if (expected < leastFilled) return [];
  if (filled === null || Math.abs(filled - expected) <= barTolerance) return [];
  const percent = Math.round(100 * filled);
  return [because("unlikely_bar", { percent, count, expected: Math.round((100 * count) / goal), goal })];
}

/** `2,749 steps left`, `5.859 langkah lagi`, on one line or two; `20 min left` is about something else. */
function isRest({ text, unit, at, line, box }: NumberToken, count: NumberToken, { lines }: Screen): boolean {
  if (unit !== null && unit !== "steps" && unit !== "other") return false;
  const beside = lines.find(
    (other) =>
      other !== line &&
      sameRow(other.box, box) &&
      other.box.x > box.x &&
      gapX(line.box, other.box) < 1.5 * box.height,
  );
  const after = `${line.text.slice(at + text.length)} ${beside?.text ?? ""}`;
  const isOfSteps = speaksOfSteps(line.text) || speaksOfSteps(after);
  if (!isOfSteps && !(isNear(box, count) && text.replace(/\D/g, "").length >= leastDigits)) return false;
  const plain = (words: string): string =>
    squeeze(words.replace(/\p{L}+/gu, (word) => (unitOf(word) === "steps" ? "" : word)));
  return behind.test(plain(after)) || before.test(plain(line.text.slice(0, at)));
}
