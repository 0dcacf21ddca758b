import { type ModelInput, mayBeFilledUp } from "../../reading/engines/onnx/device.ts";
import { sizeOf } from "../../reading/engines/onnx/model.ts";
import type { Slot } from "./slots.ts";
import { GpuMissing } from "./vulkan.ts";

/**
 * How far a number may be from the CPU's. Measured: 0.00002 on SwiftShader, 0.00013 on an NVIDIA H100; a wrong program or
 * half the precision is further off.
 */
const furthest = 0.01;

/**
 * Inputs of a slot to compare devices on: digits, dark and bright in turn, with some noise that is the same each time, in rows that
 * are filled up where they may be. In noise alone a reader may see nothing but blanks, which a GPU that cannot tell letters
 * apart gives as well.
 */
export function probesOf({ model, input }: Slot, count: number): ModelInput[] {
  const [stride, height] = [input.at(-1) ?? 0, input.at(-2) ?? 0];
  const lineHeight = Math.min(height, highestLine);
  const digitWidth = 0.6 * lineHeight;
  return Array.from({ length: count }, (_, probe) => {
    const width = mayBeFilledUp(model) && probe % 2 === 1 ? stride - 16 : stride;
    const [ink, paper] = probe % 2 === 0 ? [-0.8, 0.8] : [0.8, -0.8];
    const numbers = Float32Array.from({ length: sizeOf(input) }, (_, at) => {
      const x = at % stride;
      const y = Math.floor(at / stride) % height;
      if (x >= width) return 0;
      const [across, down] = [Math.floor(x / digitWidth), Math.floor(y / lineHeight)];
      const segment = segmentAt(x / digitWidth - across, y / lineHeight - down);
      const isInk = segment !== "" && litFor[(probe + across + down) % 10]?.includes(segment);
      return (isInk ? ink : paper) + 0.1 * Math.sin(0.37 * at + probe) * Math.cos(0.011 * at);
    });
    return { numbers, width };
  });
}

/** Height of a line among several, in pixels. */
const highestLine = 48;
/** The segments that a pocket calculator lights for each digit: a to f from the top clockwise, g in the middle. */
const litFor = ["abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg"];

/** Half of how thick they are, and where they are, in shares of a digit's width and height. */
const half = 0.06;
const at = { left: 0.2, right: 0.8, top: 0.15, middle: 0.5, bottom: 0.85 } as const;

/** The segment at a place; empty where there is none. */
function segmentAt(x: number, y: number): string {
  if (x > at.left - half && x < at.right + half) {
    if (Math.abs(y - at.top) < half) return "a";
    if (Math.abs(y - at.middle) < half) return "g";
    if (Math.abs(y - at.bottom) < half) return "d";
  }
  if (y < at.top || y > at.bottom) return "";
  if (Math.abs(x - at.left) < half) return y < at.middle ? "f" : "e";
  if (Math.abs(x - at.right) < half) return y < at.middle ? "b" : "c";
  return "";
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
  if (off === 0) return;
  throw new GpuMissing(
    `The GPU computes otherwise than the CPU: ${off} of ${all} numbers of ${model} at ${input.join(" × ")}. Install another version of its driver, or set OCR_DEVICE=cpu.`,
    true,
  );
}
