import type { NumberToken } from "../extract/numbers.ts";
import { type DrawnDigit, drawnDigits } from "../image/drawn-digits.ts";
import type { Colour, Raster } from "../image/raster.ts";
import { median } from "../median.ts";
import { because, type Reason } from "../reasons.ts";
import type { Signal } from "./signal.ts";

/**
 * By how much digits of one number differ: `edge`, their upper and lower edges and their heights, as a share of the height, since round
 * digits reach beyond flat ones, and at least so many pixels; `stroke` and `sharpness`, as the logarithm of the share;
 * `ink` and `ground`, on each channel of their colours, 0–255. Of 419 counts of real and drawn screens none differs by more than
 * 0.08 (2 pixels), 0.23, 0.35, 10 and 2, but for one whose colour runs from one end to the other.
 */
const tolerance = { edge: 0.065, pixels: 2, stroke: 0.25, sharpness: 0.45, ink: 24, ground: 4 } as const;
/** The least and the steepest tilt that is heeded, in pixels a pixel: 0.6 and 3 degrees; and the share of the tolerance that is left then. */
const tilt = { least: 0.01, most: 0.052, rest: 0.7 } as const;
/** Share of all that a colour changes by along a number which it changes by between two digits, where it changes evenly. */
const evenStep = 0.6;
/** Digits lower than this have too few pixels to be measured, and of fewer none is odder than the other. */
const least = { height: 14, digits: 3 } as const;

/**
 * Why a number may not be what the app has drawn: some of its digits are of another size, weight, sharpness or colour than the
 * rest, or on another baseline or ground. A number is drawn in one go, and what is put into it later hardly ever
 * fits. What runs into its digits, or lets them run into each other, keeps them from being compared.
 */
export function digitDoubts(image: Raster, { text, box, line }: NumberToken): Reason[] {
  const printed = text.replace(/\D/g, "");
  if (printed.length < least.digits || box.height < least.height) return [];
  const digits = drawnDigits(image, box, printed.length);
  if (digits === "faint") return [];
  if (digits === "joined") {
    // The box of a part of a word (`6,214/10,000`) is an estimate, and may cut a digit itself.
    const isWhole = text.split(" ").every((part) => line.words.some((word) => word.text === part));
    return isWhole ? [because("joined_digits", { number: text })] : [];
  }
  if (median(digits.map(({ box: { height } }) => height)) < least.height) return [];
  const odd = oddOnes(digits).map((index) => printed[index] ?? "");
  return odd.length === 0 ? [] : [because("odd_digits", { number: text, digits: odd })];
}

/** What the doubts of a count say of its digits, for those who look at signals. */
export function digitSignals(doubts: readonly Reason[]): Signal[] {
  return doubts.flatMap((doubt) =>
    doubt.code === "odd_digits" ? [because("uneven_digits", doubt.about)] : [],
  );
}

/** The places of the digits that are drawn unlike most. */
function oddOnes(digits: readonly DrawnDigit[]): number[] {
  const edge = Math.max(
    tolerance.pixels,
    tolerance.edge * median(digits.map(({ box: { height } }) => height)),
  );
  const measures: readonly (readonly [values: readonly number[], most: number])[] = [
    [digits.map(({ box }) => box.height), edge],
    ...levelsOf(digits, edge),
    [digits.map(({ stroke }) => Math.log(stroke)), tolerance.stroke],
    [digits.map(({ sharpness }) => Math.log(sharpness)), tolerance.sharpness],
    ...channelsOf(digits.map(({ ink }) => ink)).map((values) => [values, tolerance.ink] as const),
    ...channelsOf(digits.map(({ ground }) => ground)).map((values) => [values, tolerance.ground] as const),
  ];
  const isOdd = (index: number): boolean =>
    measures.some(([values, most]) => Math.abs((values[index] ?? 0) - median(values)) > most);
  return digits.flatMap((_, index) => (isOdd(index) ? [index] : []));
}

/**
 * The upper and lower edges of digits. In a picture that is tilted, as photographs are, they lie on two lines that fall or rise alike: then
 * how far from these they are, which must be less than where the lines are level.
 */
function levelsOf(digits: readonly DrawnDigit[], most: number): (readonly [number[], number])[] {
  const edges = [digits.map(({ box }) => box.y), digits.map(({ box }) => box.y + box.height)];
  const places = digits.map(({ box }) => box.x + box.width / 2);
  const slopes = edges.map((values) => slopeOf(values, places));
  const slope = slopes.reduce((sum, each) => sum + each, 0) / slopes.length;
  const isTilted =
    Math.abs(slope) > tilt.least && slopes.every((each) => Math.abs(each - slope) < tilt.least);
  if (!isTilted || Math.abs(slope) > tilt.most) return edges.map((values) => [values, most] as const);
  return edges.map(
    (values) =>
      [
        values.map((value, index) => value - slope * (places[index] ?? 0)),
        Math.max(tolerance.pixels, tilt.rest * most),
      ] as const,
  );
}

/** The median of the slopes between all pairs of points (Theil 1950, Sen 1968), which one of them that is off hardly changes. */
function slopeOf(values: readonly number[], places: readonly number[]): number {
  return median(
    values.flatMap((value, index) =>
      values.slice(index + 1).map((other, offset) => {
        const across = (places[index + 1 + offset] ?? 0) - (places[index] ?? 0);
        return across === 0 ? 0 : (other - value) / across;
      }),
    ),
  );
}

/** The channels of some colours that may be compared: none of a colour that changes evenly, as it may on purpose. */
function channelsOf(colours: readonly Colour[]): number[][] {
  return ([0, 1, 2] as const)
    .map((channel) => colours.map((colour) => colour[channel]))
    .filter((values) => !changesEvenly(values));
}

/** Whether each value is further on than the one before, and none much further than the others; of three that says little. */
function changesEvenly(values: readonly number[]): boolean {
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? 0));
  const sum = steps.reduce((all, step) => all + step, 0);
  const direction = Math.sign(sum);
  return (
    steps.length >= 3 &&
    steps.every((step) => step * direction > 0 && Math.abs(step) <= evenStep * Math.abs(sum))
  );
}
