import type { Line } from "../engines/engine.ts";
import type { Box } from "../image/raster.ts";
import { withWholeUnits } from "./cut-units.ts";
import { bottom, gapX, gapY, inReadingOrder, right, sameColumn, sameRow } from "./layout.ts";
import type { Concept } from "./lexicon.ts";
import { type NumberToken, numbersOf } from "./numbers.ts";
import { conceptOf, isFiller, isForeignHeading, proseLetters, unitOf } from "./vocabulary.ts";
import { withoutZeros } from "./zeros.ts";

/** A line that is a label: what it names, and where. */
interface Label {
  readonly concept: Concept;
  readonly line: Line;
}

/** How a number is tied to its label. */
type Tie = "beside" | "above" | "below";

/** A number with the label that stands nearest to it, if any. */
export interface Value {
  readonly number: NumberToken;
  readonly label: Label | null;
  readonly tie: Tie | null;
  /** The lone `/4,000` printed under or beside the number, as a token. */
  readonly goal: NumberToken | null;
  /** A unit printed as a line of its own, beside or under the number. */
  readonly looseUnit: Line | null;
}

/** A picture's text, taken apart: what the rules for steps and fields work on. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  /** All lines, in reading order. */
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
  readonly values: readonly Value[];
  /** Top of the part that speaks of other devices or people; the picture's height when there is none. */
  readonly foreignFrom: number;
}

/** Furthest a label may stand from its number, in heights of the larger of the two. */
const reach = { above: 2.4, below: 1.3, beside: 14 } as const;

/** Finds labels, numbers and what ties them together. */
export function analyse(found: readonly Line[], width: number, height: number): Screen {
  const lines = inReadingOrder(joinSplitNumbers(withWholeUnits(found.map(withoutZeros))));
  const labels = lines.flatMap((line): Label[] => {
    const concept = conceptOf(line.text);
    return concept === null ? [] : [{ concept, line }];
  });
  const labelLines = new Set(labels.map((label) => label.line));
  // A label with an icon that was read as a digit (`0 steps`) is no number, unless nothing else could be one.
  const numbers = lines.flatMap((line) =>
    numbersOf(line).filter((token) => !isIcon(token, labelLines, lines)),
  );
  const loneGoals = numbers.filter((token) => token.role === "goal" && isAloneAsGoal(token));
  const values = numbers
    .filter((token) => token.role !== "goal")
    .map(
      (number): Value => ({
        number,
        ...nearestLabel(number, labels),
        goal: goalOf(number, loneGoals),
        looseUnit: looseUnitOf(number, lines),
      }),
    );
  const foreign = lines.filter((line) => isForeignHeading(line.text)).map((line) => line.box.y);
  return { width, height, lines, labels, values, foreignFrom: Math.min(height, ...foreign) };
}

/** `/4,000` or `of 4,000 steps` without the count before it on its line. */
function isAloneAsGoal({ goalWord, line: { text } }: NumberToken): boolean {
  return goalWord === "" ? /^\D*\//.test(text) : /^\D*\d[\d.,' ]*\D*$/.test(text);
}

/** A single digit on a label's own line, with a number close below or beside: the digit is the app's icon. */
function isIcon(token: NumberToken, labelLines: ReadonlySet<Line>, lines: readonly Line[]): boolean {
  if (token.text.length > 1 || !labelLines.has(token.line)) return false;
  const { box } = token.line;
  return lines.some((line) => {
    // A date or a time of exercise under a count does not make an icon of it.
    if (line === token.line || !/\d/.test(line.text) || proseLetters(line.text) > 2) return false;
    if (sameRow(line.box, box)) return line.box.x > box.x && gapX(box, line.box) < 3 * box.height;
    const gap = gapY(box, line.box);
    return sameColumn(line.box, box) && gap > -0.5 * box.height && gap < 3 * box.height;
  });
}

/** Joins what the detector split inside one number: `9.33` and `6` close together on one row. */
function joinSplitNumbers(lines: readonly Line[]): Line[] {
  const result: Line[] = [];
  const used = new Set<Line>();
  for (const line of lines) {
    if (used.has(line)) continue;
    const tail = /^\d{1,3}[.,]\d{1,2}$/.test(line.text)
      ? lines.find(
          (other) =>
            other !== line &&
            /^\d{1,2}$/.test(other.text) &&
            /^\d{1,3}[.,]\d{3}$/.test(line.text + other.text) &&
            sameRow(line.box, other.box) &&
            other.box.x > line.box.x &&
            gapX(line.box, other.box) < 0.3 * line.box.height &&
            Math.abs(bottom(line.box) - bottom(other.box)) < 0.2 * line.box.height,
        )
      : undefined;
    if (tail === undefined) {
      result.push(line);
      continue;
    }
    used.add(tail);
    const text = line.text + tail.text;
    const box = { ...line.box, width: tail.box.x + tail.box.width - line.box.x };
    // Joined by us, not read by an engine: never surer than a guess, so that a second look follows.
    const confidence = Math.min(line.confidence, tail.confidence, 0.5);
    const index = result.indexOf(tail);
    if (index !== -1) result.splice(index, 1);
    result.push({ text, box, confidence, words: [{ text, box, confidence }] });
  }
  return result;
}

function nearestLabel(
  number: NumberToken,
  labels: readonly Label[],
): { label: Label | null; tie: Tie | null } {
  let nearest: { label: Label; tie: Tie; distance: number } | null = null;
  for (const label of labels) {
    if (label.line === number.line) continue;
    const size = Math.max(number.box.height, label.line.box.height);
    const option = tieBetween(number, label.line, size);
    if (option !== null && (nearest === null || option.distance < nearest.distance))
      nearest = { label, ...option };
  }
  return nearest ?? { label: null, tie: null };
}

function tieBetween(number: NumberToken, line: Line, size: number): { tie: Tie; distance: number } | null {
  const box = line.box;
  if (sameRow(number.box, box)) {
    const gap = gapX(box, number.box) / size;
    // A label belongs to what follows it, in a list's row even far away; then anything nearer wins.
    return box.x < number.box.x && gap <= reach.beside ? { tie: "beside", distance: 0.4 + gap / 6 } : null;
  }
  if (!sameColumn(number.box, box) && !sameColumn(number.line.box, box)) return null;
  if (box.y < number.box.y) {
    const gap = gapY(box, number.box) / size;
    return gap <= reach.above ? { tie: "above", distance: Math.max(0, gap) } : null;
  }
  const gap = gapY(number.box, box) / size;
  return gap <= reach.below ? { tie: "below", distance: Math.max(0, gap) } : null;
}

function goalOf(number: NumberToken, goals: readonly NumberToken[]): NumberToken | null {
  const near = goals.filter((goal) => {
    if (goal.line === number.line) return false;
    if (sameRow(number.box, goal.box))
      return gapX(number.box, goal.box) < 1.2 * number.box.height && goal.box.x > number.box.x;
    const gap = gapY(number.box, goal.box);
    return (
      sameColumn(number.line.box, goal.line.box) && gap > -0.5 * number.box.height && gap < number.box.height
    );
  });
  return near.sort((a, b) => gapY(number.box, a.box) - gapY(number.box, b.box))[0] ?? null;
}

/** A unit on a line of its own, with whatever an icon or a dash before it was read as. */
export function withoutIcon(text: string): string {
  return text.replace(/^[^\p{L}%]{1,2}/u, "");
}

/**
 * Whether a unit begins where a large number ends, a little lower: right at its corner, whose place is known only as
 * exactly as the number's box is. Nothing but the number is that near.
 */
function followsLower(number: Box, unit: Box): boolean {
  const across = unit.x - right(number);
  return (
    Math.abs(across) < 0.5 * unit.height && gapY(number, unit) < unit.height && unit.height < number.height
  );
}

function looseUnitOf(number: NumberToken, lines: readonly Line[]): Line | null {
  if (number.unitText !== "") return null;
  const units = lines.filter((line) => {
    if (line === number.line || isFiller(line.text) || unitOf(withoutIcon(line.text)) === null) return false;
    // Beside a number stands its unit; what has digits there is another number, and the first one an icon.
    if (sameRow(number.box, line.box))
      return (
        !/\d/.test(line.text) && line.box.x > number.box.x && gapX(number.box, line.box) < number.box.height
      );
    // So it is under one, but for an icon before the unit that was read as a digit.
    const digits = line.text.replace(/\D/g, "").length;
    if (digits > 1 || (digits === 1 && number.text.length === 1)) return false;
    const gap = gapY(number.box, line.box);
    return (
      line.box.y > number.box.y &&
      ((sameColumn(number.box, line.box) && gap < 0.8 * Math.max(number.box.height, line.box.height)) ||
        followsLower(number.box, line.box))
    );
  });
  const distance = (line: Line): number =>
    sameRow(number.box, line.box) ? gapX(number.box, line.box) : gapY(number.box, line.box);
  return units.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
