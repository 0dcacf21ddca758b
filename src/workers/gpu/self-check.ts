import { endsInBestClass, type ModelInput, mayBeFilledUp } from "../../reading/engines/onnx/device.ts";
import { sizeOf } from "../../reading/engines/onnx/model.ts";
import type { Slot } from "./slots.ts";
import { GpuMissing } from "./vulkan.ts";

/**
 * How far a number may be from the CPU's. Measured: 0.00002 on SwiftShader, 0.00013 on an NVIDIA H100; a wrong program or
 * half the precision is further off.
 */
const furthest = 0.01;
/** Share of a best class' numbers that may be further off: where two are all but alike, the other one may be the best. */
const mostOff = 0.1;

/** Inputs of a slot to compare devices on: noise that is the same each time, in rows that are filled up where they may be. */
export function probesOf({ model, input }: Slot, count: number): ModelInput[] {
  const stride = input.at(-1) ?? 0;
  return Array.from({ length: count }, (_, probe) => {
    const width = mayBeFilledUp(model) && probe % 2 === 1 ? stride - 16 : stride;
    const numbers = Float32Array.from({ length: sizeOf(input) }, (_, at) =>
      at % stride < width ? Math.sin(0.37 * at + probe) * Math.cos(0.011 * at) : 0,
    );
    return { numbers, width };
  });
}

/**
 * Holds what the GPU made of a slot's inputs against what the CPU makes of them: a number that is accepted has to be right,
 * whoever made the driver.
 *
 * @throws GpuMissing where they do not agree
 */
export function mustAgree(
  { model, input }: Slot,
  onGpu: readonly Float32Array[],
  onCpu: readonly Float32Array[],
): void {
  let [all, off] = [0, 0];
  for (const [index, expected] of onCpu.entries()) {
    const got = onGpu[index];
    for (const [at, value] of expected.entries()) {
      all++;
      // What is missing or no number is not near anything.
      if (!(Math.abs(value - (got?.[at] ?? Number.NaN)) <= furthest)) off++;
    }
  }
  if (off <= (endsInBestClass(model) ? mostOff * all : 0)) return;
  throw new GpuMissing(
    `The GPU computes otherwise than the CPU: ${off} of ${all} numbers of ${model} at ${input.join(" × ")}. Install another version of its driver, or set OCR_DEVICE=cpu.`,
    true,
  );
}
