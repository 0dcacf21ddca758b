import type { Word } from "../engines/engine.ts";
import { rowsOf } from "../extract/layout.ts";
import type { Screen } from "../extract/screen.ts";
import { squeeze } from "../extract/vocabulary.ts";
import type { Box, Raster } from "../image/raster.ts";
import { chosenOf } from "./chosen.ts";
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
