import { expect, test } from "bun:test";
import type { Model } from "../../../src/reading/engines/onnx/model.ts";
import { detect } from "../../../src/reading/engines/paddle/detect.ts";
import type { Raster } from "../../../src/reading/image/raster.ts";

const size = 320;

/** Black ink in these places of a white picture. */
function drawn(
  ...places: readonly (readonly [x: number, y: number, width: number, height: number])[]
): Raster {
  const data = new Uint8Array(size * size * 3).fill(255);
  for (const [x, y, width, height] of places)
    for (let row = y; row < y + height; row++)
      data.fill(0, (row * size + x) * 3, (row * size + x + width) * 3);
  return { width: size, height: size, data };
}

/** Says that text is as probable as that where a picture is dark. */
const seeing = (probability: number): Model => ({
  run: async (_from, to, fill) => {
    const pixels = new Float32Array(3 * size * size);
    fill(pixels, size);
    return Float32Array.from({ length: to[2] ? to[2] * (to[3] ?? 0) : 0 }, (_, at) =>
      (pixels[at] ?? 0) < 0 ? probability : 0,
    );
  },
});

const lone = [100, 100, 12, 20] as const;
const row = [40, 200, 90, 12] as const;
const found = async (probability: number) =>
  (
    await detect(
      { model: seeing(probability), leastProbability: 0.5, leastOfLone: 0.36 },
      drawn(lone, row),
      "usual",
    )
  ).map(({ width }) => (width > 60 ? "row" : "lone"));

test("a lone character is found where a row of them would have to be more probable", async () => {
  expect(await found(0.6)).toEqual(["row", "lone"]);
  expect(await found(0.45)).toEqual(["lone"]);
  expect(await found(0.34)).toEqual([]);
});
