import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPaddleEngine } from "../../../src/reading/engines/paddle/engine.ts";
import { decode } from "../../../src/reading/image/decode.ts";

test("pictures that are read at the same time are read as each alone", async () => {
  const engine = await createPaddleEngine();
  const names = ["samsung-daily-activity-en-light.png", "samsung-daily-activity-id-dark.png"];
  const rasters = await Promise.all(
    names.map(async (name) => {
      const bytes = readFileSync(join(import.meta.dir, "..", "..", "fixtures", "images", name));
      return (await decode(new Uint8Array(bytes), name)).raster;
    }),
  );
  const alone = [];
  for (const raster of rasters) alone.push(await engine.recognize(raster));
  expect(await Promise.all(rasters.map((raster) => engine.recognize(raster)))).toEqual(alone);
});
