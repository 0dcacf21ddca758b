import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fixture } from "../../../scripts/common/fixtures.ts";
import { defaultLanguages, loadEngines } from "../../../src/reading/engines/choose.ts";
import { decode } from "../../../src/reading/image/decode.ts";
import { defaultReadOptions } from "../../../src/reading/options.ts";
import { readPicture } from "../../../src/reading/read.ts";

const name = "samsung-daily-activity-en-light.png";
const bytes = new Uint8Array(readFileSync(fixture("images", name)));
const engines = await loadEngines({ engine: "auto", languages: defaultLanguages, dataFolder: null });

test("what our own recogniser has read is confirmed by PP-OCR, and what PP-OCR has read by tesseract", async () => {
  expect((await engines.second?.("tally"))?.name).toBe("paddle");
  expect((await engines.second?.("paddle"))?.name).toBe("tesseract");
});

test("lines whose reader nobody noted are confirmed by tesseract, which read none of them", async () => {
  expect((await engines.second?.(undefined))?.name).toBe("tesseract");
});

test("each line says who read it", async () => {
  const { raster } = await decode(bytes, name);
  const readers = new Set((await engines.first.recognize(raster)).map(({ reader }) => reader));
  expect(readers).toContain("tally");
  expect(readers).not.toContain(undefined);
});

test("a reading names who read the number and who confirmed it", async () => {
  const { reading } = await readPicture(bytes, name, engines, defaultReadOptions);
  expect(reading).toMatchObject({ status: "verified", steps: 8958, engines: ["tally", "paddle"] });
});

test("the number is confirmed by another where PP-OCR read it first", async () => {
  const { first, second } = engines;
  const fallenBack = {
    first: {
      name: first.name,
      recognize: async (...words: Parameters<typeof first.recognize>) =>
        (await first.recognize(...words)).map((line) => ({ ...line, reader: "paddle" as const })),
    },
    second,
  };
  const { reading } = await readPicture(bytes, name, fallenBack, defaultReadOptions);
  expect(reading.engines).toEqual(["paddle", "tesseract"]);
});

test.each(["tally", "paddle", "tesseract"] as const)("%s alone has nobody to confirm it", async (engine) => {
  const alone = await loadEngines({ engine, languages: defaultLanguages, dataFolder: null });
  expect(alone.first.name).toBe(engine);
  expect(alone.second).toBeNull();
});
