import { beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { defaultLanguages, type Engines, loadEngines } from "../../../src/reading/engines/choose.ts";
import { defaultReadOptions } from "../../../src/reading/options.ts";
import { readPicture } from "../../../src/reading/read.ts";
import type { Reading } from "../../../src/reading/reading.ts";
import { sentencesOf } from "../../../src/reading/reasons.ts";
import { isSameScreenshot } from "../../../src/reading/signals/perceptual-hash.ts";

const fixtures = join(import.meta.dir, "..", "..", "fixtures", "images");
const sample = readFileSync(join(fixtures, "samsung-daily-activity-en-light.png"));
// Each test reads several pictures.
let engines: Engines;

beforeAll(async () => {
  engines = await loadEngines({ engine: "paddle", languages: defaultLanguages, dataFolder: null });
});

async function read(bytes: Uint8Array, signals = true): Promise<Reading> {
  const options = { ...defaultReadOptions, signals };
  return (await readPicture(new Uint8Array(bytes), "a picture", engines, options)).reading;
}

/** The sample with its count's last digit moved up, as by somebody who pastes another one in its place. */
async function withMovedDigit(by: number): Promise<Uint8Array> {
  const box = (await read(sample)).evidence?.box;
  if (box === undefined) throw new Error("the sample has no count");
  const digit = {
    left: Math.round(box.x + 0.79 * box.width),
    top: box.y,
    width: Math.round(0.25 * box.width),
    height: box.height,
  };
  const piece = await sharp(sample).extract(digit).png().toBuffer();
  const ground = await sharp(sample)
    .extract({ left: box.x, top: box.y - 4, width: 1, height: 1 })
    .resize(digit.width, digit.height)
    .png()
    .toBuffer();
  return sharp(sample)
    .composite([
      { input: ground, left: digit.left, top: digit.top },
      { input: piece, left: digit.left, top: digit.top - by },
    ])
    .png()
    .toBuffer();
}

describe("the digits of a count", () => {
  test("that was drawn in one go give no signal", async () => {
    expect((await read(sample)).signals).toEqual([]);
  });

  test("that do not stand on one baseline give one", async () => {
    const { signals } = await read(await withMovedDigit(7));
    expect(signals.map(({ code }) => code)).toEqual(["uneven_digits"]);
    expect(sentencesOf(signals)[0]).toBe("'8' of 8,958 is drawn unlike the other digits");
  });

  test("are not looked at when signals are switched off", async () => {
    const { signals, image } = await read(await withMovedDigit(7), false);
    expect(signals).toEqual([]);
    expect(image.perceptualHash).toBe("");
  });
});

describe("the perceptual hash", () => {
  const hashOf = async (bytes: Uint8Array): Promise<string> => (await read(bytes)).image.perceptualHash;

  test("is the same screenshot's after cutting, scaling and recompression", async () => {
    const original = await hashOf(sample);
    const { width, height } = await sharp(sample).metadata();
    const cut = {
      left: 20,
      top: Math.round(0.1 * height),
      width: width - 30,
      height: Math.round(0.8 * height),
    };
    for (const copy of [
      sharp(sample).jpeg({ quality: 30 }),
      sharp(sample).resize({ width: Math.round(0.7 * width) }),
      sharp(sample).extract(cut).png(),
    ]) {
      expect(isSameScreenshot(original, await hashOf(await copy.toBuffer()))).toBe(true);
    }
  });

  test("is not another day's of the same page, and never matches without a count", async () => {
    const original = await hashOf(sample);
    const other = readFileSync(join(fixtures, "samsung-daily-activity-id-dark.png"));
    expect(isSameScreenshot(original, await hashOf(other))).toBe(false);
    expect(isSameScreenshot("", "")).toBe(false);
  });
});

test("a count that is struck out is doubted", async () => {
  const box = (await read(sample)).evidence?.box;
  if (box === undefined) throw new Error("the sample has no count");
  const stroke = { width: box.width + 4, height: 5, channels: 3, background: "black" } as const;
  const input = await sharp({ create: stroke }).png().toBuffer();
  const place = { left: box.x - 2, top: Math.round(box.y + 0.45 * box.height) };
  const struck = await read(
    await sharp(sample)
      .composite([{ input, ...place }])
      .png()
      .toBuffer(),
  );
  expect(sentencesOf(struck.reasons)).toContain("8,958 is struck out");
  expect(sentencesOf((await read(sample)).reasons).join()).not.toContain("struck");
});

test("a count is doubted where something that may cover a digit ends right before it", async () => {
  const box = (await read(sample)).evidence?.box;
  if (box === undefined) throw new Error("the sample has no count");
  const bubble = { width: box.height + 20, height: box.height + 20, channels: 3, background: "red" } as const;
  const input = await sharp({ create: bubble }).png().toBuffer();
  const withBubble = async (gap: number): Promise<Reading> => {
    const place = { left: Math.round(box.x - gap - bubble.width), top: box.y - 10 };
    const picture = sharp(sample).composite([{ input, ...place }]);
    return read(await picture.png().toBuffer());
  };
  expect((await withBubble(0)).reasons.map(({ code }) => code)).toContain("part_of_number");
  expect((await withBubble(0.3 * box.height)).reasons.map(({ code }) => code)).not.toContain(
    "part_of_number",
  );
});
