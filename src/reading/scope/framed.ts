import { clocksOf } from "../extract/clock.ts";
import { bottom } from "../extract/layout.ts";
import type { Screen } from "../extract/screen.ts";
import type { Raster } from "../image/raster.ts";
import type { Scope } from "./scope.ts";

/**
 * How far under the picture's upper edge a phone prints its clock at most, in widths of the picture: of 382 counts of honest screens with a
 * clock none stands lower than 0.061; in galleries and editors that show a screenshot 0.12 and more.
 */
const lowest = 0.09;
/** Share of what is over the clock that is of one colour, at least, where a program has painted it; the rest are its signs. */
const leastFlat = 0.9;
/** By how much pixels of one painted colour differ at most, on any channel; those of a photograph differ by more, since cameras are noisy. */
const alike = 3;

/**
 * A picture of a picture: the status bar stands in the midst of it, and over it lies the painted ground of a gallery or an editor, or what these
 * write over a screenshot; whoever made that, and whenever. `null` where the clock stands at the top, or there is none, or
 * the screen was photographed.
 */
export function framedScope(screen: Screen, raster: Raster): Scope | null {
  const low = clocksOf(screen).find(({ box }) => box.y > lowest * screen.width);
  if (low === undefined) return null;
  const isUnderText = screen.lines.some(
    ({ box, text }) => bottom(box) < low.box.y && /[\p{L}\p{N}]{2}/u.test(text),
  );
  return isUnderText || isFlatOver(raster, low.box.y - low.box.height)
    ? { kind: "no_record", text: low.text }
    : null;
}

/** Whether nearly all of a picture's rows up to this one are painted in the colour of its upper left corner. */
function isFlatOver({ data, width }: Raster, row: number): boolean {
  const end = width * Math.round(row) * 3;
  let same = 0;
  for (let at = 0; at < end; at += 3) {
    const isSame = [0, 1, 2].every(
      (channel) => Math.abs((data[at + channel] ?? 0) - (data[channel] ?? 0)) <= alike,
    );
    if (isSame) same++;
  }
  return 3 * same >= leastFlat * end;
}
