import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fixture } from "../../../scripts/common/fixtures.ts";
import { detect } from "../../../src/reading/engines/paddle/detect.ts";
import { loadTallyFinder } from "../../../src/reading/engines/tally/engine.ts";
import { decode } from "../../../src/reading/image/decode.ts";

test("a large number on a card is not given the small type under it where the card's edge is near", async () => {
  const name = "apple-steps-detail-week-id-dark.png";
  const { raster } = await decode(new Uint8Array(readFileSync(fixture("images", name))), name);
  const boxes = await detect(await loadTallyFinder(), raster, "usual");
  // Under "8.355 langkah", at 485 to 580, stands "3 Mei 2026".
  const inColumn = boxes.filter(({ x, y }) => x > 290 && x < 320 && y > 460 && y < 620);
  expect(inColumn.map(({ height }) => height < 120)).toEqual([true, true]);
});
