import type { NumberToken } from "../extract/numbers.ts";
import { type Glyph, glyphsIn } from "../image/glyphs.ts";
import type { Raster } from "../image/raster.ts";
import { median } from "../median.ts";
import { because } from "../reasons.ts";
import type { Signal } from "./signal.ts";

/** By how much digits of one font differ, as a share of their height: round ones reach beyond flat ones. */
const tolerance = { bottom: 0.09, height: 0.12 } as const;
/** By how much the inks of one number differ, on each of its channels, 0–255. */
const colourTolerance = 48;
/** Digits lower than this have too few pixels to be measured. */
const leastHeight = 14;

/**
 * Digits of a number that stand on another baseline, are of another size or of another colour than the rest: a
 * number is drawn in one go, and what is put into it later hardly ever fits.
 */
export function digitSignals(image: Raster, number: NumberToken): Signal[] {
  const printed = number.text.replaceAll(" ", "");
  const glyphs = glyphsIn(image, number.box);
  // Where characters touch, or an icon stands with them, nothing can be said of each.
  if (glyphs === null || glyphs.length !== printed.length) return [];
  const digits = glyphs.flatMap((glyph, index) => {
    const char = printed[index] ?? "";
    return /\d/.test(char) ? [{ char, glyph }] : [];
  });
  if (digits.length < 3 || median(digits.map(({ glyph }) => glyph.box.height)) < leastHeight) return [];
  const odd = digits.filter(({ glyph }) =>
    isOdd(
      glyph,
      digits.map((digit) => digit.glyph),
    ),
  );
  if (odd.length === 0) return [];
  return [because("uneven_digits", { number: number.text, digits: odd.map(({ char }) => char) })];
}

function isOdd(glyph: Glyph, all: readonly Glyph[]): boolean {
  const height = median(all.map(({ box }) => box.height));
  const bottom = median(all.map(({ box }) => box.y + box.height));
  const least = (share: number): number => Math.max(2, share * height);
  if (Math.abs(glyph.box.y + glyph.box.height - bottom) > least(tolerance.bottom)) return true;
  if (Math.abs(glyph.box.height - height) > least(tolerance.height)) return true;
  return ([0, 1, 2] as const).some((channel) => {
    const usual = median(all.map(({ colour }) => colour[channel]));
    return Math.abs(glyph.colour[channel] - usual) > colourTolerance;
  });
}
