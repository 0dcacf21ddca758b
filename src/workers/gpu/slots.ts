import { type ModelName, mayBeFilledUp } from "../../reading/engines/onnx/device.ts";
import type { Shape } from "../../reading/engines/onnx/model.ts";

/**
 * What a model runs on the GPU with: each shape that it sees there for the first time takes a fraction of a second, until its
 * programs are compiled, so there are few, and all of them are run before the GPU is said to be ready.
 */
export interface Slot {
  readonly model: ModelName;
  /** Shape of one picture or line. */
  readonly input: Shape;
  /** How many of them run together, the fewest first; what is missing is filled up with zeros. */
  readonly batches: readonly number[];
  /** How many a screen has on average, as counted on 78 screenshots. */
  readonly aPicture: number;
}

/**
 * Widths of rows that hold lines of screens for our recogniser, and how many lines of a screen each takes; the longest is that of
 * a line which is not cut into pieces.
 */
const tallyWidths = { 64: 11.4, 128: 12.2, 192: 7.1, 320: 4.4, 528: 1.9 };
/**
 * Heights of pictures that are 320 wide, in the steps that the detector takes: those that nearly all phones have (16:9, 19.5:9,
 * 20:9), and others that come now and then. 69 of 78 screenshots have one of them.
 */
const screenHeights = { usual: [576, 704, 736], others: [544, 640, 672, 800] };

/**
 * Those of a service. A shape that is not among them runs on the processor, and so do the few words of a screen that PP-OCRv4 is
 * asked about: it takes rows of one width each, of which hardly two come at once, and a GPU needs as long for one as for many.
 */
export const usualSlots: readonly Slot[] = [
  ...screenHeights.usual.map((height) => screenSlot(height, [1, 8], 0.25)),
  ...screenHeights.others.map((height) => screenSlot(height, [1], 0.03)),
  ...Object.entries(tallyWidths).map(
    ([width, aPicture]): Slot => ({
      model: "tally/tally.onnx",
      input: [1, 32, Number(width)],
      batches: [4, 16, 64],
      aPicture,
    }),
  ),
];

function screenSlot(height: number, batches: readonly number[], aPicture: number): Slot {
  return { model: "tally/lines.onnx", input: [3, height, 320], batches, aPicture };
}

/** The place among the slots of the one that takes an input of this shape, with a 1 before it; -1 where none does. */
export function slotFor(slots: readonly Slot[], model: ModelName, [lines, ...from]: Shape): number {
  const mayBeWider = mayBeFilledUp(model);
  const width = from.at(-1) ?? 0;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, slot] of slots.entries()) {
    const { input } = slot;
    const own = input.at(-1) ?? 0;
    if (slot.model !== model || lines !== 1 || input.length !== from.length || own >= least) continue;
    if (input.slice(0, -1).some((length, at) => length !== from[at])) continue;
    if (own === width || (mayBeWider && own > width)) [best, least] = [index, own];
  }
  return best;
}
