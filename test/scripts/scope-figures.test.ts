import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import sharp from "sharp";
import { orCutOff } from "../../scripts/scope-figures/cut-off.ts";
import { coloursOf, placesOfDay, repaint } from "../../scripts/scope-figures/repaint.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { reading } from "../support/results.ts";

const at = { x: 20, y: 30, width: 60, height: 16 };
const line = (y: number) => ({ text: "Steps", box: { ...at, y }, confidence: 1, words: [] });

/** A dark picture, 200 × 100, with a light bar where a date would be. */
async function picture(): Promise<Buffer> {
  const bar = { create: { width: 30, height: 10, channels: 3, background: "#eeeeee" } } as const;
  return await sharp({ create: { width: 200, height: 100, channels: 3, background: "#102030" } })
    .composite([{ input: bar, left: 25, top: 32 }])
    .png()
    .toBuffer();
}

const pixels = async (bytes: Uint8Array) =>
  await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });

describe("long work", () => {
  const endless = new Promise<void>(() => {});

  test("is cut off after a limit and by a signal to end, and else goes on to its end", async () => {
    expect(await orCutOff(Promise.resolve("done"), 600)).toBe(false);
    expect(await orCutOff(endless, 0.01)).toBe(true);
    const cut = orCutOff(endless, null);
    process.kill(process.pid, "SIGTERM");
    expect(await cut).toBe(true);
  });

  test("fails as it fails", async () => {
    await expect(orCutOff(Promise.reject(new Error("no engine")), 600)).rejects.toThrow("no engine");
  });
});

describe("words that are written over a date", () => {
  // The reader blocks drawings for its whole process, as the script does not.
  const drawings = { operation: ["VipsForeignLoadSvg"] };
  beforeAll(() => sharp.unblock(drawings));
  afterAll(() => sharp.block(drawings));

  test("take its ground and its ink", async () => {
    const { data } = await pixels(await picture());
    expect(coloursOf({ data, width: 200 }, at)).toEqual({ ground: "#102030", ink: "#eeeeee" });
  });

  test("cover all of it, and nothing elsewhere on the picture", async () => {
    const before = await picture();
    const [{ data: old }, { data, info }] = await Promise.all([
      pixels(before),
      repaint(before, [{ box: at, room: 100, centred: false }], "").then(pixels),
    ]);
    expect({ width: info.width, height: info.height }).toEqual({ width: 200, height: 100 });
    const ground = (bytes: Buffer, x: number, y: number) =>
      bytes.subarray((y * 200 + x) * 3, (y * 200 + x) * 3 + 3).toString("hex") === "102030";
    expect(ground(old, 30, 35)).toBe(false);
    for (let y = 0; y < 100; y++) for (let x = 0; x < 200; x++) expect(ground(data, x, y)).toBe(true);
  });
});

describe("the place where a screen says which day it shows", () => {
  const image = { ...reading().image, width: 200, height: 400 };
  const evidence = { text: "5,475", box: { ...at, y: 200 }, ties: [], second: null, others: [] };
  const field = (y: number) => ({ text: "21 Nov", box: { ...at, y }, confidence: 1 });
  const rows = (over: Partial<Reading>, words = "W47") =>
    placesOfDay({ ...reading(), image, evidence, ...over }, words).map(({ box }) => box.y);

  test("is its date, else the highest line below the status bar", () => {
    const lines = [line(4), line(90), line(40)];
    expect(rows({ lines })).toEqual([40]);
    expect(rows({ lines, fields: { date: field(90) } })).toEqual([90]);
  });

  test("is the heading, too, where the words have no room beside what else stands in the row of the date", () => {
    const next = { ...line(90), box: { ...at, x: 90, y: 90 } };
    const over = { lines: [line(40), line(90), next], fields: { date: field(90) } };
    expect(rows(over)).toEqual([90]);
    expect(rows(over, "17 Nov – 23 Nov")).toEqual([40]);
  });

  test("is each word for today beside that, but not the tab", () => {
    const today = (y: number) => ({ ...line(y), text: "Today" });
    expect(rows({ lines: [line(40), today(150), today(390)] })).toEqual([40, 150]);
    expect(rows({ lines: [today(91)], fields: { date: field(90) } })).toEqual([90]);
  });

  test("is nowhere on a screen whose count is above all lines", () => {
    expect(rows({ lines: [] })).toEqual([]);
    expect(rows({ lines: [line(210)] })).toEqual([]);
  });
});
