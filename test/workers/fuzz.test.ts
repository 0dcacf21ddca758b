import { expect, test } from "bun:test";
import { fixtureBytes } from "../../scripts/common/fixtures.ts";
import { fuzzPictures } from "../../scripts/rig/fuzz-pictures.ts";
import { testPool } from "../support/pool.ts";

/** So many take a few seconds; `bun scripts/fuzz-pictures.ts` takes thousands. */
const count = 60;

test("pictures with damage anywhere get a reading or a code, and none is sure of another number", async () => {
  const seed = process.env["TEST_SEED"] ?? crypto.randomUUID().slice(0, 8);
  const pool = testPool({ size: 2 });
  const { pictures, read, codes, wrong } = await fuzzPictures(pool, { count, seed });
  expect([`TEST_SEED=${seed}`, wrong]).toEqual([`TEST_SEED=${seed}`, []]);
  expect(read + Object.values(codes).reduce((sum, count) => sum + count, 0)).toBe(pictures);
  expect(Object.keys(codes).filter((code) => !/^(IMAGE|OCR)_|^WORKER_DIED$/.test(code))).toEqual([]);
  const { reading } = await pool.read(
    "whole.png",
    fixtureBytes("images", "samsung-daily-activity-en-light.png"),
  );
  expect(reading.steps).toBe(8958);
});
