import type { Line } from "../engines/engine.ts";
import { unreadableSign } from "../engines/line-reader.ts";
import type { StepCandidate } from "../extract/candidate.ts";
import { inStatusBar } from "../extract/clock.ts";
import { bottom, gapY, right, rowsOf, sameColumn, sameRow } from "../extract/layout.ts";
import { isNavigation } from "../extract/navigation.ts";
import type { Screen } from "../extract/screen.ts";
import { isColumnOfDots } from "../image/dots.ts";
import { type Box, type Raster, union } from "../image/raster.ts";
import { median } from "../median.ts";
import { type Card, cardOf } from "./card.ts";
import { type Explanation, explain, type Vocabulary } from "./explain.ts";
import { isScale, isSpelled, ticksOf } from "./scales.ts";
import type { TabBar } from "./tabs.ts";
import type { TimeForm } from "./time-forms.ts";
import { timesIn } from "./times.ts";

/** How far text may stand from the count and its words to be about them, in heights of the count. */
const reach = { above: 2.4, below: 2 } as const;
/** Rows that are a page's title and what is under it, on pages of many cards. */
const titleRows = 2;
/**
 * Words or letters of a sentence that stands alone; words of the lines of a paragraph, and of one beside them; and its
 * largest type, in heights of the screen's middle line: larger ones are titles, however long.
 */
const sentence = { alone: 7, letters: 32, least: 4, beside: 4, largest: 1.35 } as const;

const silent: Explanation = { times: [], scopes: [], unknown: [], understood: [], onlyTime: false };

/**
 * Where a line stands, seen from the count. `card` is what else is on the count's own card, and the heading of the
 * section that it is in; `elsewhere` are other cards.
 */
export type Zone = "near" | "card" | "title" | "head" | "elsewhere";

/** A line, where it stands, and what it says. */
export interface Seen {
  readonly line: Line;
  readonly zone: Zone;
  readonly says: Explanation;
  /** Whether it is seen to be on another card than the count. */
  readonly isApart: boolean;
  /** Whether that card is seen to stand under the count, or behind it: it is no heading of the count's own. */
  readonly isAfter: boolean;
}

/**
 * All lines of a screen that say something, with where they stand seen from the count. `nearby` is what is understood
 * around the count, `vocabulary` elsewhere; `cards` says that the page is a stack of cards.
 */
export function linesAround(
  candidate: StepCandidate,
  screen: Screen,
  bar: TabBar | null,
  { vocabulary, nearby }: { readonly vocabulary: Vocabulary; readonly nearby: Vocabulary },
  cards: boolean,
  raster: Raster,
): Seen[] {
  const { times } = vocabulary;
  const lines = screen.lines.filter(
    (line) =>
      !inStatusBar(line, screen, times) &&
      !(line.text === unreadableSign && isColumnOfDots(raster, line.box)),
  );
  const rows = rowsOf(lines);
  const scale = new Set([
    ...rows.filter((row) => isScale(row, times) || isOf(row, bar) || isNavigation(row, screen)).flat(),
    ...ticksOf(lines.filter((line) => line !== candidate.token.line)),
  ]);
  const spelled = new Map(
    rows.flatMap((row) => (isSpelled(row) ? row.map((line) => [line, row] as const) : [])),
  );
  const { token, ties, evidence } = candidate;
  // The legend of a ring stands far under it; other words that are far away are those of a chart.
  const anchors = [
    token.box,
    ...ties
      .map(({ box }) => box)
      .filter((box) => evidence === "ring" || Math.abs(gapBetween(box, token.box)) < 3 * token.box.height),
  ];
  const block = union(anchors);
  // A tile's name stands over its count, and what else is on that row is about it.
  const names = screen.labels
    .filter(({ concept, line }) => concept === "steps" && isOver(line.box, token.box))
    .map(({ line }) => line.box);
  const head = rows.filter((row) => row.every(({ box }) => bottom(box) <= block.y + 0.3 * box.height));
  const title = new Set(head.slice(0, titleRows).flat());
  const size = Math.max(...anchors.map(({ height }) => height));
  const card = cards ? cardOf(token.box, raster) : null;
  const section = new Set(
    card === null
      ? []
      : sectionOver(
          block,
          lines.filter((line) => !isClose(line) && !isOfValue(line)),
          card,
        ),
  );
  return lines.flatMap((line): Seen[] => {
    if (scale.has(line) && !spelled.has(line)) return [];
    const isApart = card?.parts(line.box) === true;
    const isAfter =
      isApart &&
      (line.box.y >= bottom(block) || line.box.x >= right(block)) &&
      card?.isOnPage(line.box) === false;
    const zone = zoneOf(line, section.has(line) || (card?.isSeen === true && !isApart && !isOfOther(line)));
    // Of what is elsewhere only spans of time are asked for, and most lines have none.
    if (zone === "elsewhere" && timesIn(line.text, times).length === 0)
      return [{ line, zone, says: silent, isApart, isAfter }];
    const letters = spelled.get(line);
    const says =
      letters !== undefined
        ? { ...silent, unknown: letters.map(({ text }) => text) }
        : explain(line, zone === "near" ? nearby : vocabulary);
    return [{ line, zone, says, isApart, isAfter }];
  });

  function isClose({ box }: Line): boolean {
    return isNear(box, candidate, anchors, block, size) || names.some((name) => sameRow(name, box));
  }

  /** `Active time` and `82 mins` over the count say nothing of it, and stand under the heading as it does. */
  function isOfValue(line: Line): boolean {
    return screen.values.some(({ number, label }) => number.line === line || label?.line === line);
  }

  /** `Average` beside `Today` is the name of the number under it, and what is right under another number is about that. */
  function isOfOther({ box }: Line): boolean {
    if (box.x < right(block) && right(box) > block.x) return false;
    return screen.values.some(
      ({ number, label }) =>
        number.line !== token.line &&
        (label?.line.box === box ||
          (sameColumn(number.box, box) && number.box.y < box.y && gapY(number.box, box) < number.box.height)),
    );
  }

  /** `Average` beside the `Today` that is over the count names the number of steps beside it. */
  function isBesideDay({ box }: Line): boolean {
    const overlaps = (other: Box): boolean => other.x < right(block) && right(other) > block.x;
    return (
      !overlaps(box) &&
      screen.values.some(
        ({ number, label, tie }) =>
          label?.line.box === box &&
          tie === "above" &&
          number.unit === "steps" &&
          sameRow(number.box, token.box),
      ) &&
      lines.some(
        (other) =>
          sameRow(other.box, box) &&
          overlaps(other.box) &&
          isOver(other.box, token.box) &&
          timesIn(other.text, times).some(({ span }) => span === "day"),
      )
    );
  }

  function zoneOf(line: Line, isOnCard: boolean): Zone {
    if (isClose(line) && !isBesideDay(line)) return "near";
    // Also on the count's own card: a page's title says more than a card does.
    if (title.has(line) && !(cards && isSentence(line, lines, times))) return "title";
    if (isOnCard) return "card";
    if (title.has(line)) return "elsewhere";
    if (!cards && bottom(line.box) <= block.y + 0.3 * line.box.height) return "head";
    return "elsewhere";
  }
}

/**
 * The row that says what the count is about where its card does not: the nearest of these lines over it on the page itself,
 * or in its column where no card is seen.
 */
function sectionOver(block: Box, lines: readonly Line[], card: Card): readonly Line[] {
  const over = lines.filter(
    ({ box, text }) =>
      bottom(box) <= block.y &&
      /\p{L}{2}/u.test(text) &&
      (card.isSeen ? card.isOnPage(box) : box.x < right(block) && right(box) > block.x),
  );
  return rowsOf(over).at(-1) ?? [];
}

function isNear(
  box: Box,
  { token, ties }: StepCandidate,
  anchors: readonly Box[],
  block: Box,
  size: number,
): boolean {
  if (box === token.line.box || ties.some((tie) => tie.box === box)) return true;
  if (anchors.some((anchor) => sameRow(anchor, box))) return true;
  if (box.x > right(block) + size || right(box) < block.x - size) return false;
  const [top, foot] = [edge((anchor) => -anchor.y), edge(bottom)];
  if (bottom(box) <= block.y + 0.3 * box.height) {
    return block.y - bottom(box) < reach.above * Math.max(top.height, box.height);
  }
  return box.y - bottom(block) < reach.below * Math.max(foot.height, box.height);

  function edge(by: (anchor: Box) => number): Box {
    return anchors.reduce((most, anchor) => (by(anchor) > by(most) ? anchor : most), token.box);
  }
}

function isOver(box: Box, number: Box): boolean {
  const gap = gapY(box, number);
  return (
    box.y < number.y && gap < reach.above * number.height && box.x < right(number) && right(box) > number.x
  );
}

/** Space between two boxes one of which is above the other; negative where they overlap. */
function gapBetween(a: Box, b: Box): number {
  return a.y < b.y ? gapY(a, b) : gapY(b, a);
}

/** A sentence of an announcement, or a line of a paragraph. A title of few words beside a sentence is a title. */
export function isSentence(line: Line, lines: readonly Line[], times: readonly TimeForm[]): boolean {
  // What stands right behind digits is no word: `the 1st to the 7th`.
  const words = ({ text }: Line): number => (text.match(/(?<![\d\p{L}])\p{L}{2,}/gu) ?? []).length;
  // Spaces are lost now and then.
  const letters = ({ text }: Line): number => text.replace(/[^\p{L}]/gu, "").length;
  const usual = median(lines.map(({ box }) => box.height));
  if (line.box.height > sentence.largest * usual) return false;
  if (words(line) >= sentence.alone || letters(line) >= sentence.letters) return true;
  if (words(line) < sentence.least) return false;
  // `So far this week` over an announcement is a title of four words.
  if (timesIn(line.text, times).some(({ span }) => span !== "clock" && span !== "day")) return false;
  return lines.some(
    (other) =>
      other !== line &&
      words(other) >= sentence.beside &&
      Math.abs(gapBetween(line.box, other.box)) < 2 * line.box.height &&
      Math.abs(other.box.x - line.box.x) < 2 * line.box.height,
  );
}

function isOf(row: readonly Line[], bar: TabBar | null): boolean {
  return bar !== null && row.some(({ words }) => words.some((word) => bar.words.includes(word)));
}
