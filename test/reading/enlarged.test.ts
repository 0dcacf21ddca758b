import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { fixture } from "../../scripts/common/fixtures.ts";
import { Effort } from "../../src/reading/effort.ts";
import { defaultLanguages, loadEngines } from "../../src/reading/engines/choose.ts";
import type { Line, OcrEngine } from "../../src/reading/engines/engine.ts";
import { isSmall, readEnlarged, searchFiner } from "../../src/reading/enlarged.ts";
import { defaultReadOptions } from "../../src/reading/options.ts";
import { readPicture } from "../../src/reading/read.ts";
import { line } from "../support/lines.ts";

const white = (width: number, height: number) => ({
  width,
  height,
  data: new Uint8Array(3 * width * height).fill(255),
});
const raster = white(100, 200);
const effort = (lines = 300): Effort => new Effort({ lines, milliseconds: 60_000 });

/** An engine that finds these lines, and notes how large the picture was. */
function engineThatFinds(...lines: readonly Line[]): { engine: OcrEngine; sizes: number[] } {
  const sizes: number[] = [];
  const engine: OcrEngine = {
    name: "paddle",
    async recognize({ width, data, height }, _detail, bounds) {
      sizes.push(width);
      expect(data).toHaveLength(3 * width * height);
      return lines.filter(({ box }) => bounds?.effort?.takeLine(box) !== false);
    },
  };
  return { engine, sizes };
}

describe("a small picture that is read once more", () => {
  const known = [line("OToday", 10, 20, 10)];

  test("is enlarged, and its lines stand where they stand in the picture as it is", async () => {
    const { engine, sizes } = engineThatFinds({ ...line("Today", 20, 40, 20) });
    const lines = await readEnlarged(engine, raster, known, "usual", effort());
    expect(sizes).toEqual([200]);
    expect(lines).toMatchObject([
      { text: "Today", box: { x: 10, y: 20, width: 25, height: 10 }, words: [{ box: { x: 10, width: 25 } }] },
    ]);
  });

  test("counts only where everything is found again that was there before", async () => {
    const { engine } = engineThatFinds(line("Today", 20, 140, 20));
    expect(await readEnlarged(engine, raster, known, "usual", effort())).toBeNull();
  });

  test("counts only where it was read to its end", async () => {
    const { engine } = engineThatFinds(line("Today", 20, 40, 20), line("Steps", 20, 240, 20));
    expect(await readEnlarged(engine, raster, known, "usual", effort(1))).toBeNull();
  });
});

test("pictures are small up to half the width of a phone's screen", () => {
  expect([white(414, 896), white(539, 1200), white(540, 1200)].map(isSmall)).toEqual([true, true, false]);
});

test("a day that is too small to be read at first is verified by the larger look", async () => {
  const engines = await loadEngines({ engine: "auto", languages: defaultLanguages, dataFolder: null });
  const small = await sharp(fixture("images", "apple-health-summary-en-dark.png"))
    .resize({ width: 414 })
    .png()
    .toBuffer();
  const { reading } = await readPicture(new Uint8Array(small), "a picture", engines, defaultReadOptions);
  expect(reading).toMatchObject({ status: "verified", steps: 1245, image: { width: 414 } });
});

describe("a page on which no day is found", () => {
  test("is searched once more, and the search counts only where everything is found again", async () => {
    const found = [line("Today", 10, 20, 10), line("5", 60, 20, 10)];
    const { engine, sizes } = engineThatFinds(...found);
    expect(await searchFiner(engine, raster, [line("OToday", 10, 20, 10)], effort())).toEqual(found);
    expect(sizes).toEqual([100]);
    expect(await searchFiner(engine, raster, [line("Average", 10, 120, 10)], effort())).toBeNull();
  });

  test("is verified by it, where single digits of a week were missed at first", async () => {
    const { first, second } = await loadEngines({
      engine: "auto",
      languages: defaultLanguages,
      dataFolder: null,
    });
    const details: unknown[] = [];
    const engine: OcrEngine = {
      name: first.name,
      async recognize(picture, detail, bounds) {
        details.push(detail);
        const all = await first.recognize(picture, detail, bounds);
        return detail === "fine" ? all : all.filter(({ text }) => !/^\d{1,2}$/.test(text));
      },
    };
    const bytes = new Uint8Array(
      await Bun.file(fixture("images", "samsung-daily-activity-en-light.png")).arrayBuffer(),
    );
    const read = await readPicture(bytes, "a picture", { first: engine, second }, defaultReadOptions);
    expect(details).toEqual(["usual", "fine"]);
    expect(read.reading).toMatchObject({ status: "verified", steps: 8958, scope: { text: "5/22" } });
  });
});
