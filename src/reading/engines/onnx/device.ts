import type { AssetName } from "../../../native/assets.ts";
import { type Model, type Shape, sizeOf } from "./model.ts";

/** A model that the program carries. */
export type ModelName = Extract<AssetName, `${string}.onnx`>;

/**
 * Whether a model reads the same in rows that are filled up, see `row-ends.ts`: ours does, which is made of convolutions.
 * PP-OCR's look at the whole of their input, and see other boxes and letters then.
 */
export function mayBeFilledUp(name: ModelName): boolean {
  return name === "tally/tally.onnx";
}

/** Whether a model gives the best class at each step, and its share, instead of the shares of all: see `best-class.ts`. */
export function endsInBestClass(name: ModelName): boolean {
  return name === "paddle/rec.onnx";
}

/** What a model runs on. */
export interface ModelInput {
  readonly numbers: Float32Array;
  /** How many columns of its rows were asked about; zeros fill up what follows. */
  readonly width: number;
}

/**
 * A place outside of this process where models run, as a GPU. It may refuse anything at any time, for want of room, time or
 * life: what it refuses is run by this process.
 */
export interface Device {
  /**
   * The shape in which it takes an input of the shape `from`: the same, or one with longer rows. `null` when it does not take
   * it.
   */
  accepts(model: ModelName, from: Shape): Shape | null;
  /**
   * Runs a model on what `fill` writes, of a shape that it accepts, and of which `width` columns were asked about. Resolves
   * with the numbers of its output, or with `null` when it did not run it.
   */
  run(
    model: ModelName,
    shape: Shape,
    width: number,
    fill: (input: Float32Array) => void,
  ): Promise<Float32Array | null>;
  /** Whether it may be expected to run what it accepts: otherwise this process loads all models before it is needed. */
  readonly isThere: boolean;
  /** How many lines of a picture it wants to have at once. */
  readonly lines: number;
}

/**
 * A model that runs on a device, and on the processor where the device does not take it. `load` gives it on the processor.
 */
export function onDevice(name: ModelName, device: Device, load: () => Promise<Model>): Model {
  return {
    async run(from, to, fill) {
      const shape = device.accepts(name, from);
      if (shape !== null) {
        const stride = shape.at(-1) ?? 0;
        const results = await device.run(name, shape, from.at(-1) ?? 0, (input) => fill(input, stride));
        const size = sizeOf(to);
        // Behind what was asked for stands what was seen in the zeros.
        if (results !== null && results.length >= size) return results.subarray(0, size);
      }
      // A copy, taken at once: others run on the processor meanwhile.
      return (await load()).run(from, to, fill).then((numbers) => numbers.slice());
    },
  };
}
