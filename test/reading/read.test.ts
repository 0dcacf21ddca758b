import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { effortWithin } from "../../src/reading/effort.ts";
import type { Engines } from "../../src/reading/engines/choose.ts";
import type { Detail, Line } from "../../src/reading/engines/engine.ts";
import { defaultReadOptions } from "../../src/reading/options.ts";
import { type Limits, readPicture } from "../../src/reading/read.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { sentencesOf } from "../../src/reading/reasons.ts";
import { line } from "../support/lines.ts";

const blank = await sharp({ create: { width: 720, height: 1280, channels: 3, background: "white" } })
  .png()
  .toBuffer();

/** An engine that finds these lines, by how closely it looks, and notes how it was asked. */
function engineWith(found: Readonly<Partial<Record<Detail, readonly Line[]>>>): {
  engines: Engines;
  asked: Detail[];
} {
  const asked: Detail[] = [];
  const engines: Engines = {
    first: {
      name: "paddle",
      async recognize(_image, detail = "usual", { effort } = {}) {
        asked.push(detail);
        return (found[detail] ?? []).filter(({ box }) => effort?.takeLine(box) !== false);
      },
    },
    second: null,
  };
  return { engines, asked };
}

const screen = [line("Samsung Health", 40, 60), line("Daily activity", 40, 120), line("steps", 40, 300)];
const count = line("5,475 steps", 40, 300);

async function read(engines: Engines): Promise<number | null> {
  const picture = new Uint8Array(blank);
  return (await readPicture(picture, "a picture", engines, defaultReadOptions)).reading.candidateSteps;
}

test("a step counter's screen on which no count was found is searched more closely", async () => {
  const { engines, asked } = engineWith({ usual: screen, fine: [...screen, count] });
  expect(await read(engines)).toBe(5475);
  expect(asked).toEqual(["usual", "fine"]);
});

test("type so large that it is not seen from near is found from afar", async () => {
  const { engines, asked } = engineWith({ usual: screen, fine: screen, coarse: [...screen, count] });
  expect(await read(engines)).toBe(5475);
  expect(asked).toEqual(["usual", "fine", "coarse"]);
});

test("what was read before a closer search is known to it, also what the search before found", async () => {
  const known: (readonly Line[] | undefined)[] = [];
  const { engines } = engineWith({ usual: screen, fine: [...screen, line("Today", 40, 500)], coarse: [] });
  const { recognize } = engines.first;
  const noting: Engines = {
    ...engines,
    first: {
      ...engines.first,
      recognize(image, detail, bounds) {
        known.push(bounds?.known);
        return recognize(image, detail, bounds);
      },
    },
  };
  await read(noting);
  const texts = known.map((lines) => lines?.map(({ text }) => text));
  expect(texts[0]).toBeUndefined();
  expect(texts[1]?.toSorted()).toEqual(["Daily activity", "Samsung Health", "steps"]);
  expect(texts[2]).toContain("Today");
});

test("a lone digit, which may be an icon, counts only where no closer search finds more", async () => {
  const digit = line("7 steps", 40, 300);
  const icon = engineWith({ usual: [...screen, digit], fine: [...screen, count] });
  expect(await read(icon.engines)).toBe(5475);
  const few = engineWith({ usual: [...screen, digit], fine: screen, coarse: screen });
  expect(await read(few.engines)).toBe(7);
});

test("other pictures are searched once", async () => {
  const withCount = engineWith({ usual: [...screen, count], fine: [] });
  expect(await read(withCount.engines)).toBe(5475);
  const letter = engineWith({ usual: [line("Dear neighbours, the lift is broken", 40, 60)], fine: [count] });
  expect(await read(letter.engines)).toBeNull();
  expect([withCount.asked, letter.asked]).toEqual([["usual"], ["usual"]]);
});

test("what the second engine read stands beside the count, and counts that were not chosen apart from it", async () => {
  const twice = [...screen, count, line("6,120 steps", 40, 600), line("5,475 steps", 40, 900)];
  const { engines } = engineWith({ usual: twice });
  const recognizeLine = async (): Promise<Line> => line("5.415", 0, 0);
  const evidenceOf = async (used: Engines): Promise<Reading["evidence"]> => {
    const picture = new Uint8Array(blank);
    return (await readPicture(picture, "a picture", used, defaultReadOptions)).reading.evidence;
  };
  const seen = await evidenceOf({ ...engines, second: async () => ({ name: "tesseract", recognizeLine }) });
  expect(seen).toMatchObject({ text: "5,475", second: { engine: "tesseract", text: "5.415" } });
  expect(seen?.others.map(({ text, box }) => [text, box.y])).toEqual([["6,120", 600]]);
  expect((await evidenceOf(engines))?.second).toBeNull();
});

describe("a reading that takes too much", () => {
  const plenty = { lines: 1000, milliseconds: 1000 } as const;

  async function readWithin(engines: Engines, limits: Limits): Promise<Reading> {
    const picture = new Uint8Array(blank);
    return (await readPicture(picture, "a picture", engines, defaultReadOptions, limits)).reading;
  }

  test("says whether it was time that it lacked: another time there may be more", async () => {
    const isHurried = async (limits: Limits) => {
      const { engines } = engineWith({ usual: screen, fine: [...screen, count] });
      return (await readPicture(new Uint8Array(blank), "a picture", engines, defaultReadOptions, limits))
        .isHurried;
    };
    expect(await isHurried({ first: plenty, further: plenty })).toBeFalse();
    expect(await isHurried({ first: plenty, further: { ...plenty, lines: 0 } })).toBeFalse();
    expect(await isHurried({ first: plenty, further: { ...plenty, milliseconds: 0 } })).toBeTrue();
  });

  test("may take longer where a picture may take longer", () => {
    const [half, whole] = [effortWithin(15), effortWithin(30)];
    expect(whole.first.milliseconds).toBe(2 * half.first.milliseconds);
    expect(whole.further.milliseconds).toBe(2 * half.further.milliseconds);
    expect(whole.first.milliseconds).toBeLessThan(30_000);
  });

  test("is not searched again once its lines are spent, and says so", async () => {
    const { engines, asked } = engineWith({ usual: screen, fine: [...screen, count] });
    const reading = await readWithin(engines, { first: plenty, further: { ...plenty, lines: 0 } });
    expect(asked).toEqual(["usual"]);
    expect(reading).toMatchObject({ status: "no_steps", candidateSteps: null });
    expect(reading.warnings).toEqual([
      "a picture takes long to search: it was not searched from near, from afar.",
    ]);
  });

  test("is not searched again once its time is spent", async () => {
    const { engines, asked } = engineWith({ usual: screen, fine: screen, coarse: [...screen, count] });
    let now = 0;
    const limits = { first: plenty, further: plenty, clock: () => (now += 150) };
    const reading = await readWithin(engines, limits);
    expect(asked).toEqual(["usual", "fine"]);
    expect(reading.warnings).toEqual([
      "a picture takes long to search: it was not searched from near, from afar.",
    ]);
  });

  test("is doubtful when its lowest lines were not read: they may say something else", async () => {
    const lines = [...screen, count, line("Weekly total", 40, 900)];
    const whole = await readWithin(engineWith({ usual: lines }).engines, { first: plenty, further: plenty });
    expect(whole.warnings).toEqual([]);
    const { engines } = engineWith({ usual: lines });
    const reading = await readWithin(engines, { first: { ...plenty, lines: 4 }, further: plenty });
    expect(reading).toMatchObject({ status: "needs_review", candidateSteps: 5475 });
    expect(sentencesOf(reading.reasons)).toContain("a part of the picture is missing");
    expect(reading.warnings).toEqual([
      "a picture holds more text than is read of one picture; the lowest lines were not read.",
    ]);
  });

  test("is not turned further once its effort is spent", async () => {
    const garbage = [line("lI|", 40, 60, 24, 0.2)];
    const { engines, asked } = engineWith({ usual: garbage });
    const reading = await readWithin(engines, { first: plenty, further: { ...plenty, lines: 2 } });
    expect(asked).toEqual(["usual", "usual", "usual"]);
    expect(reading.warnings).toEqual(["a picture takes long to search: it was not searched turned by 270°."]);
  });
});
