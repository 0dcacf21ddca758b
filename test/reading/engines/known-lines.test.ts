import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fixture } from "../../../scripts/common/fixtures.ts";
import { beginEffort } from "../../../src/reading/effort.ts";
import { createPaddleEngine } from "../../../src/reading/engines/paddle/engine.ts";
import { decode } from "../../../src/reading/image/decode.ts";

const engine = await createPaddleEngine();
const name = "samsung-daily-activity-en-light.png";
const { raster } = await decode(new Uint8Array(readFileSync(fixture("images", name))), name);
const found = await engine.recognize(raster);

test("what is known for sure is not read again, and what is in doubt is", async () => {
  const marked = found.map((line) => ({ ...line, text: `known: ${line.text}` }));
  const again = await engine.recognize(raster, "usual", { known: marked });
  const sure = found.filter(({ confidence }) => confidence >= 0.97);
  expect(sure.length).toBePositive();
  expect(sure.length).toBeLessThan(found.length);
  expect(again.filter(({ text }) => text.startsWith("known: "))).toHaveLength(sure.length);
  expect(again.map(({ text }) => text.replace("known: ", "")).sort()).toEqual(
    found.map(({ text }) => text).sort(),
  );
});

test("a sample are the widest lines", async () => {
  const widths = found.map(({ box }) => box.width).sort((a, b) => b - a);
  const few = await engine.recognize(raster, "usual", { sample: 3 });
  expect(few.map(({ box }) => box.width).sort((a, b) => b - a)).toEqual(widths.slice(0, 3));
});

test("of more lines than the effort lasts for the highest are read", async () => {
  const limit = { lines: 5, milliseconds: Number.POSITIVE_INFINITY };
  const { first: effort } = beginEffort({ first: limit, further: limit });
  const few = await engine.recognize(raster, "usual", { effort });
  const tops = found.map(({ box }) => box.y).sort((a, b) => a - b);
  expect(few.map(({ box }) => box.y)).toEqual(tops.slice(0, 5));
  expect(effort.isSpent).toBe(true);
});
