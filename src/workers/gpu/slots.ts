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
}

/** Widths of rows that hold lines of screens for our recogniser; the longest is that of a line which is not cut into pieces. */
const tallyWidths = [64, 128, 192, 320, 528];
/** Widths of the lines that PP-OCR is asked about: mostly single words and numbers. */
const paddleWidths = [32, 64, 96, 128, 160, 192, 224, 256, 288, 320];
/**
 * Heights of pictures that are 320 wide, in the steps that the detector takes: those that nearly all phones have (16:9, 19.5:9,
 * 20:9), and others that come now and then. 69 of 78 screenshots have one of them.
 */
const screenHeights = { usual: [576, 704, 736], others: [544, 640, 672, 800] };

/** Those of a service. A shape that is not among them runs on the processor. */
export const usualSlots: readonly Slot[] = [
  ...screenHeights.usual.map((height): Slot => screenSlot(height, [1, 4])),
  ...screenHeights.others.map((height): Slot => screenSlot(height, [1])),
  ...tallyWidths.map(
    (width): Slot => ({ model: "tally/tally.onnx", input: [1, 32, width], batches: [4, 16] }),
  ),
  ...paddleWidths.map((width): Slot => ({ model: "paddle/rec.onnx", input: [3, 48, width], batches: [4] })),
];

function screenSlot(height: number, batches: readonly number[]): Slot {
  return { model: "tally/lines.onnx", input: [3, height, 320], batches };
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
