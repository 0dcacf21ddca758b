import { beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beginEffort } from "../../src/reading/effort.ts";
import { defaultLanguages, type Engines, loadEngines } from "../../src/reading/engines/choose.ts";
import type { Bounds, OcrEngine } from "../../src/reading/engines/engine.ts";
import { defaultReadOptions } from "../../src/reading/options.ts";
import { readPicture } from "../../src/reading/read.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { readUpright } from "../../src/reading/upright.ts";
import { line } from "../support/lines.ts";

const sample = readFileSync(
  join(import.meta.dir, "..", "fixtures", "images", "samsung-daily-activity-en-light.png"),
);
// A picture that does not stand upright is read several times.
let engines: Engines;

beforeAll(async () => {
  engines = await loadEngines({ engine: "paddle", languages: defaultLanguages, dataFolder: null });
});

async function read(bytes: Uint8Array): Promise<Reading> {
  return (await readPicture(new Uint8Array(bytes), "a picture", engines, defaultReadOptions)).reading;
}

describe("a screenshot", () => {
  test("that stands upright is not turned", async () => {
    expect((await read(sample)).image.turned).toBe(0);
  });

  test.each([
    [90, 270],
    [180, 180],
    [270, 90],
  ] as const)("that was turned by %d degrees is turned on by %d and read", async (by, back) => {
    const { width, height } = await sharp(sample).metadata();
    const { image, candidateSteps, fields } = await read(await sharp(sample).rotate(by).png().toBuffer());
    expect(image).toMatchObject({ turned: back, width, height });
    expect(candidateSteps).toBe(8958);
    expect(fields.distance?.text).toBe("6.02 km");
  });
});

test("a page of many lines is turned by its widest lines, and read whole only as it stands then", async () => {
  const upright = Array.from({ length: 90 }, (_, row) => line(`a line of words ${row}`, 40, 30 * row, 20));
  const nonsense = upright.map((each) => ({ ...each, text: "ww iw mw", confidence: 0.3 }));
  const asked: Bounds[] = [];
  const engine: OcrEngine = {
    name: "paddle",
    async recognize({ width, height }, _detail, bounds = {}) {
      asked.push(bounds);
      return (height > width ? upright : nonsense).slice(0, bounds.sample ?? 90);
    },
  };
  const lying = { width: 300, height: 200, data: new Uint8Array(300 * 200 * 3) };
  const { lines, turn } = await readUpright(engine, lying);
  expect(turn).toBe(90);
  expect(lines).toHaveLength(90);
  expect(asked.map(({ sample }) => sample ?? "all")).toEqual(["all", 40, 40, "all"]);
  expect(asked.at(-1)?.known).toHaveLength(40);
});

test("what is read with some confidence on its head is held against the other turns", async () => {
  const upright = Array.from({ length: 12 }, (_, row) => line(`a line of words ${row}`, 40, 30 * row, 20));
  const onItsHead = upright.map((each, row) => ({
    ...each,
    text: "spjom jo",
    confidence: row < 8 ? 0.92 : 0.88,
  }));
  // Each turn has its own mark in the first pixel.
  const data = new Uint8Array(4 * 3).map((_, index) => Math.floor(index / 3));
  const engine: OcrEngine = {
    name: "tally",
    sampleConfidence: 0.95,
    async recognize({ data: [mark = 0] }) {
      // By 90 degrees the lower left pixel comes to stand first, by 270 the upper right one.
      return mark === 2 ? onItsHead : mark === 1 ? upright : [];
    },
  };
  expect((await readUpright(engine, { width: 2, height: 2, data })).turn).toBe(270);
});

test("where the effort does not last for all of a turned picture, its sample stays", async () => {
  const sample = Array.from({ length: 30 }, (_, row) => line(`a line of words ${row}`, 40, 30 * row, 20));
  let clock = 0;
  const limit = { lines: 1000, milliseconds: 100 };
  const engine: OcrEngine = {
    name: "tally",
    sampleConfidence: 0.95,
    async recognize({ width, height }, _detail, bounds = {}) {
      if (width > height) return [];
      // The sample takes all of the time, and nothing is left for the whole.
      clock += 200;
      return bounds.sample === undefined && bounds.effort?.mayGoOn() === false ? [] : sample;
    },
  };
  const lying = { width: 30, height: 20, data: new Uint8Array(30 * 20 * 3) };
  const { lines, turn, isWhole } = await readUpright(
    engine,
    lying,
    "usual",
    beginEffort({ first: limit, further: limit }, () => clock),
  );
  expect(turn).toBe(90);
  expect(lines).toHaveLength(30);
  expect(isWhole).toBe(false);
});

test("what is read less clearly as a whole than as it came is not turned", async () => {
  const word = (confidence: number) =>
    Array.from({ length: 20 }, (_, row) => ({
      ...line(`a line of words ${row}`, 40, 30 * row, 20),
      confidence,
    }));
  const engine: OcrEngine = {
    name: "tally",
    sampleConfidence: 0.95,
    async recognize({ data: [mark = 0] }, _detail, { sample } = {}) {
      if (sample === undefined) return mark === 0 ? [...word(0.7), ...word(0.9).slice(0, 8)] : word(0.6);
      return mark === 0 ? word(0.88) : mark === 3 ? word(0.9) : [];
    },
  };
  const data = new Uint8Array(4 * 3).map((_, index) => Math.floor(index / 3));
  expect((await readUpright(engine, { width: 2, height: 2, data })).turn).toBe(0);
});

test("a row of dots that is read as many characters is no reason to turn a screen that makes sense", async () => {
  const words = Array.from({ length: 10 }, (_, row) => line(`some words, ${row}`, 40, 40 * row, 30));
  const dots = { ...line("..... ......... ....... oooo .... .. .........", 40, 500, 10), confidence: 0.3 };
  let looks = 0;
  const engine: OcrEngine = {
    name: "paddle",
    recognize: async () => {
      looks++;
      return [...words, dots];
    },
  };
  const { turn } = await readUpright(engine, {
    width: 200,
    height: 300,
    data: new Uint8Array(200 * 300 * 3),
  });
  expect(turn).toBe(0);
  expect(looks).toBe(1);
});

test("text that no reader knows speaks against the way that a picture stands, however sure that is", async () => {
  const onItsHead = [
    ...[0, 1, 2, 3].map((row) => ({
      ...line("\u3013", 40, 100 * row, 40),
      box: { x: 40, y: 100 * row, width: 400, height: 40 },
    })),
    line("00'90 00'8 00'00", 40, 500, 30),
  ];
  const upright = [0, 1, 2, 3].map((row) => line(`some words, ${row}`, 40, 40 * row, 30));
  const engine: OcrEngine = {
    name: "paddle",
    recognize: async ({ data }) => (data[0] === 0 ? onItsHead : upright),
  };
  const data = new Uint8Array(4 * 3).map((_, index) => Math.floor(index / 3));
  expect((await readUpright(engine, { width: 2, height: 2, data })).turn).toBe(180);
});

test("a picture without words stays as it is", async () => {
  const blank = await sharp({ create: { width: 300, height: 600, channels: 3, background: "#336699" } })
    .png()
    .toBuffer();
  expect(await read(blank)).toMatchObject({ status: "not_a_step_screen", image: { turned: 0 } });
});
