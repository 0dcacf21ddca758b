import type { Line } from "../engines/engine.ts";
import { centreY, rowsOf } from "../extract/layout.ts";
import { squeeze } from "../extract/vocabulary.ts";
import type { Arrangement, Item } from "./profile.ts";

/** Words of one item at most: `Show All Health Data`. */
const longestItem = 5;
/** From this length on an icon before or after a word, which was read as a letter, is forgiven. */
const shortestForgiving = 4;

/** What stands on a screen, prepared once for all arrangements that are looked for. */
export interface Printed {
  /** Squeezed and as printed, from top to bottom. */
  readonly lines: readonly { readonly squeezed: string; readonly text: string }[];
  /** Words and groups of words side by side, from left to right. */
  readonly rows: readonly (readonly Piece[])[];
}

/** One to five words of a row, squeezed, from the `from`th up to the `to`th, which is not one of them. */
interface Piece {
  readonly squeezed: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Prepares a screen's lines. */
export function printedOn(lines: readonly Line[]): Printed {
  return {
    lines: [...lines]
      .sort((a, b) => centreY(a.box) - centreY(b.box))
      .map(({ text }) => ({ squeezed: squeeze(text), text })),
    rows: rowsOf(lines).map((row) =>
      piecesOf(
        row.flatMap(({ words }) => words.map(({ text }) => squeeze(text)).filter((word) => word !== "")),
      ),
    ),
  };
}

function piecesOf(words: readonly string[]): Piece[] {
  return words.flatMap((_, from) =>
    words.slice(from, from + longestItem).map((_, more): Piece => {
      const to = from + more + 1;
      const text = words.slice(from, to).join("");
      return { squeezed: text, text, from, to };
    }),
  );
}

/**
 * The phrases by which an arrangement is shown, squeezed, and an empty text for each form; `null` where it is not: fewer
 * than `least` of its items stand in their order.
 */
export function shownBy({ along, items, least = items.length }: Arrangement, on: Printed): string[] | null {
  const found = along === "column" ? [inColumn(items, on)] : on.rows.map((row) => inRow(items, row));
  const most = longest(found);
  return most.length >= least ? most : null;
}

function longest(all: readonly string[][]): string[] {
  return all.reduce((most, each) => (each.length > most.length ? each : most), []);
}

/** Items that stand one below the other, in their order. */
function inColumn(items: readonly Item[], { lines }: Printed): string[] {
  let from = 0;
  return items.flatMap((item) => {
    const at = lines.findIndex((line, index) => index >= from && wordingOf(item, line) !== null);
    const line = lines[at];
    if (line === undefined) return [];
    from = at + 1;
    return [wordingOf(item, line) ?? ""];
  });
}

function wordingOf(item: Item, { squeezed, text }: Printed["lines"][number]): string | null {
  if (item instanceof RegExp) return item.test(text) ? "" : null;
  return wordingsOf(item).find((phrase) => isAlike(squeezed, phrase)) ?? null;
}

/** What profiles say never changes, and is asked for of every line. */
const known = new WeakMap<readonly string[], readonly string[]>();

/** Phrases of a profile, squeezed. */
export function wordingsOf(phrases: readonly string[]): readonly string[] {
  const found = known.get(phrases) ?? phrases.map(squeeze);
  known.set(phrases, found);
  return found;
}

/** Items that stand side by side, in their order. */
function inRow(items: readonly Item[], pieces: readonly Piece[]): string[] {
  let from = 0;
  return items.flatMap((item) => {
    for (const piece of pieces) {
      const wording = piece.from < from ? null : wordingOf(item, piece);
      if (wording === null) continue;
      from = piece.to;
      return [wording];
    }
    return [];
  });
}

/** Whether a text is a phrase, give or take an icon. */
export function isAlike(text: string, phrase: string): boolean {
  if (text.length === phrase.length) return text === phrase;
  if (text.length !== phrase.length + 1 || phrase.length < shortestForgiving) return false;
  return text.endsWith(phrase) || text.startsWith(phrase);
}
