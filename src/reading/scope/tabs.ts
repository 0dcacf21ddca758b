import type { Word } from "../engines/engine.ts";
import { rowsOf } from "../extract/layout.ts";
import type { Screen } from "../extract/screen.ts";
import { squeeze } from "../extract/vocabulary.ts";
import { inkBox } from "../image/ink.ts";
import { type Box, clip, type Raster } from "../image/raster.ts";
import type { NamedTab, Reach } from "./tab-names.ts";

interface Tab {
  readonly word: Word;
  readonly reach: Reach;
}

/** A bar of tabs, and the tab that is chosen, as far as its look tells. */
export interface TabBar {
  readonly box: Box;
  readonly words: readonly Word[];
  readonly selected: { readonly text: string; readonly reach: Reach } | null;
}

/** The bar in which a page's days, weeks and months are chosen; `null` where there is none. */
export function tabBarOf(
  screen: Screen,
  raster: Raster,
  sets: readonly (readonly NamedTab[])[],
): TabBar | null {
  const words = screen.lines.flatMap((line) => line.words);
  for (const row of rowsOf(words)) {
    for (const set of sets) {
      const found = row.flatMap((word): Tab[] => {
        const name = squeeze(word.text.replace(/^[[|(]+|[\])|]+$/g, ""));
        const reach = set.find(([each]) => each === name)?.[1];
        return reach === undefined ? [] : [{ word, reach }];
      });
      // Nothing else stands in the bar; the letters of a week's days are no tabs.
      const isBar = found.length >= 3 && found.length >= row.length - 1 && isNoWeek(found);
      if (!isBar || !found.some(({ reach }) => reach === "several_days")) continue;
      const first = found[0]?.word.box;
      if (first === undefined) continue;
      const chosen = chosenOf(
        found.map(({ word }) => word),
        raster,
      );
      const selected = found.find(({ word }) => word === chosen);
      return {
        box: first,
        words: row,
        selected: selected === undefined ? null : { text: selected.word.text, reach: selected.reach },
      };
    }
  }
  return null;
}

/** `S M T W T F S`: a letter that comes twice, or days only by letters that months have, too. */
function isNoWeek(found: readonly Tab[]): boolean {
  const names = found.map(({ word }) => squeeze(word.text));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return twice.length === 0 || names.some((name) => name.length > 2 && twice.length < 2);
}

/** The one of several words in a row that is drawn unlike the others: on another ground, in another colour, bolder, or over a line. */
export function chosenOf<T extends { readonly box: Box }>(row: readonly T[], raster: Raster): T | null {
  const looks = row.map(({ box }) => lookOf(box, raster));
  for (const [measure, least] of [
    ["ground", 10],
    ["under", 24],
    ["ink", 40],
  ] as const) {
    const values = looks.map((look) => look[measure]);
    const index = oddOneOut(values, least);
    if (index !== null) return row[index] ?? null;
  }
  return null;
}

type Colour = readonly [number, number, number];
interface Look {
  readonly ground: Colour;
  readonly ink: Colour;
  /** The colour furthest from the ground in the stripe under the word. */
  readonly under: Colour;
}

function lookOf(word: Box, raster: Raster): Look {
  const box = inkBox(raster, clip(word, raster.width, raster.height), 0);
  const margin = Math.max(2, Math.round(0.2 * box.height));
  const ground = meanOf(raster, { ...box, y: box.y - margin, height: margin });
  return {
    ground,
    ink: furthest(raster, box, ground),
    under: furthest(
      raster,
      { ...box, y: box.y + box.height + margin, height: Math.round(1.3 * box.height) },
      meanOf(raster, { ...box, y: box.y + box.height, height: margin }),
    ),
  };
}

function meanOf(raster: Raster, wanted: Box): Colour {
  const box = clip(wanted, raster.width, raster.height);
  const channels: number[][] = [[], [], []];
  each(raster, box, (at) => {
    for (const channel of [0, 1, 2]) channels[channel]?.push(raster.data[at + channel] ?? 0);
  });
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return [middle(channels[0] ?? []), middle(channels[1] ?? []), middle(channels[2] ?? [])];
}

function furthest(raster: Raster, wanted: Box, ground: Colour): Colour {
  const box = clip(wanted, raster.width, raster.height);
  let most: Colour = ground;
  let distance = 0;
  each(raster, box, (at) => {
    const colour: Colour = [raster.data[at] ?? 0, raster.data[at + 1] ?? 0, raster.data[at + 2] ?? 0];
    const away = apart(colour, ground);
    if (away > distance) {
      distance = away;
      most = colour;
    }
  });
  return most;
}

function each(raster: Raster, box: Box, visit: (at: number) => void): void {
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) visit((y * raster.width + x) * 3);
  }
}

function apart(a: Colour, b: Colour): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}

/** The index of the only colour that is unlike all others, which are alike; `null` when there is no such one. */
function oddOneOut(colours: readonly Colour[], least: number): number | null {
  const odd = colours.flatMap((colour, index) => {
    const others = colours.filter((_, other) => other !== index);
    const alike = others.every((a) => others.every((b) => apart(a, b) < least));
    return alike && others.every((other) => apart(colour, other) >= least) ? [index] : [];
  });
  return odd.length === 1 ? (odd[0] ?? null) : null;
}
