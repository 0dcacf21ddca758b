import { describe, expect, test } from "bun:test";
import { chooseGpu, type FoundDevice, kinds } from "../../../src/workers/gpu/vulkan.ts";
import { failureOf } from "../../support/failure.ts";

const device = (name: string, kind: number, freeMb: number | null = 60_000): FoundDevice => ({
  name,
  kind,
  memoryMb: 81_559,
  freeMb,
});
const card = device("card", kinds.discrete);
const onBoard = device("on board", kinds.integrated, null);
const renderer = device("llvmpipe", kinds.processor);

describe("of several devices", () => {
  test("a card goes before what is on the board, and any of them before a renderer on the CPU", () => {
    expect(chooseGpu([renderer, onBoard, card], false)).toEqual({ name: "card", memoryMb: 81_559 });
    expect(chooseGpu([renderer, onBoard], false).name).toBe("on board");
  });

  test("a renderer on the CPU is one only for who asks for the GPU", async () => {
    expect(chooseGpu([renderer], true).name).toBe("llvmpipe");
    expect((await failureOf(() => chooseGpu([renderer], false))).message).toBe(
      "There is no GPU, only a renderer on the CPU (llvmpipe).",
    );
  });

  test("none is a driver that is missing", async () => {
    expect((await failureOf(() => chooseGpu([], true))).message).toStartWith("No Vulkan driver finds a GPU.");
  });
});

test("a card that is full is refused with how much is free, and may have room later", async () => {
  const full = device("card", kinds.discrete, 100);
  expect(await failureOf(() => chooseGpu([full], true))).toEqual({
    code: "GPU_UNAVAILABLE",
    message:
      "The GPU card has 100 MiB of memory free, and 512 are needed. End what else runs on it, or set OCR_DEVICE=cpu.",
  });
  expect(() => chooseGpu([full], true)).toThrow(expect.objectContaining({ isFinal: false }));
});
