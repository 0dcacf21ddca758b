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
  /** Squeezed words side by side, from left to right. */
  readonly rows: readonly (readonly string[])[];
}

/** Prepares a screen's lines. */
export function printedOn(lines: readonly Line[]): Printed {
  return {
    lines: [...lines]
      .sort((a, b) => centreY(a.box) - centreY(b.box))
      .map(({ text }) => ({ squeezed: squeeze(text), text })),
    rows: rowsOf(lines).map((row) =>
      row.flatMap(({ words }) => words.map(({ text }) => squeeze(text)).filter((word) => word !== "")),
    ),
  };
}

/**
 * The phrases by which an arrangement is shown, squeezed, and an empty text for each form; `null` where it is not: fewer
 * than `least` of its items stand in their order.
 */
export function shownBy({ along, items, least = items.length }: Arrangement, on: Printed): string[] | null {
  const found = along === "column" ? inColumn(items, on) : on.rows.map((row) => inRow(items, row));
  const best = along === "column" ? (found as string[]) : longest(found as string[][]);
  return best.length >= least ? best : null;
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
  return item.map(squeeze).find((phrase) => isAlike(squeezed, phrase)) ?? null;
}

/** Items that stand side by side, in their order. */
function inRow(items: readonly Item[], words: readonly string[]): string[] {
  let from = 0;
  return items.flatMap((item) => {
    for (let at = from; at < words.length; at++) {
      for (let count = 1; count <= Math.min(longestItem, words.length - at); count++) {
        const text = words.slice(at, at + count).join("");
        const wording = wordingOf(item, { squeezed: text, text });
        if (wording === null) continue;
        from = at + count;
        return [wording];
      }
    }
    return [];
  });
}

/** Whether a text is a phrase, give or take an icon. */
export function isAlike(text: string, phrase: string): boolean {
  if (text === phrase) return true;
  return phrase.length >= shortestForgiving && (text.slice(1) === phrase || text.slice(0, -1) === phrase);
}
