import { clocksOf } from "../extract/clock.ts";
import type { Screen } from "../extract/screen.ts";
import { apart, colourAt } from "../image/colours.ts";
import type { Raster } from "../image/raster.ts";
import type { Scope } from "./scope.ts";

/**
 * How far under the picture's upper edge a phone prints its clock at most, in widths of the picture: of 382 counts of honest screens with a
 * clock none stands lower than 0.061; in galleries and editors that show a screenshot 0.12 and more.
 */
const lowest = 0.09;
/** A time further to the right is a tile's, at the top of what was cut out of a screen, in widths of the picture. */
const leftmost = 0.4;
/** Share of what is over the clock that is of one colour, at least, where a program has painted it; the rest are its signs. */
const leastFlat = 0.9;
/** By how much pixels of one painted colour differ at most, on any channel; those of a photograph differ by more, since cameras are noisy. */
const alike = 3;

/**
 * A picture of a picture: the topmost clock stands in the midst of it, and over it lies the painted ground of a gallery or an editor, and
 * hardly more; whoever made that, and whenever. `null` where the clock stands at the top, or there is none, or the screen was
 * photographed.
 */
export function framedScope(screen: Screen, raster: Raster): Scope | null {
  const [clock] = clocksOf(screen);
  if (clock === undefined) return null;
  const { text, box } = clock;
  const isLow = box.y > lowest * screen.width && box.x < leftmost * screen.width;
  return isLow && isFlatOver(raster, box.y - box.height) ? { kind: "no_record", text } : null;
}

/** Whether nearly all of a picture's rows up to this one are painted in the colour of its upper left corner. */
function isFlatOver({ data, width }: Raster, row: number): boolean {
  const end = width * Math.round(row) * 3;
  const corner = colourAt(data, 0);
  let same = 0;
  for (let at = 0; at < end; at += 3) {
    if (apart(data, at, corner) <= alike) same++;
  }
  return 3 * same >= leastFlat * end;
}
