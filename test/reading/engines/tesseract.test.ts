import { beforeAll, describe, expect, spyOn, test } from "bun:test";
import { readdirSync } from "node:fs";
import sharp from "sharp";
import { dispatchHandlers } from "tesseract.js/src/worker-script/index.js";
import { fixture } from "../../../scripts/common/fixtures.ts";
import type { OcrEngine, SecondReader } from "../../../src/reading/engines/engine.ts";
import { prepareTesseract } from "../../../src/reading/engines/tesseract/core.ts";
import { createTesseractEngine } from "../../../src/reading/engines/tesseract/engine.ts";
import { adapter } from "../../../src/reading/engines/tesseract/worker-script.ts";
import type { Raster } from "../../../src/reading/image/raster.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { failureOf } from "../../support/failure.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** A screen in pure black and white, of which tesseract gets the very bytes. */
async function blackAndWhite(): Promise<Raster> {
  const { data, info } = await sharp(fixture("images", "samsung-home-en-light.png"))
    .threshold(128)
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

async function textOf(picture: Raster): Promise<string> {
  const lines = await engine.recognize(picture);
  return lines.map(({ text }) => text).join("\n");
}

/** Does something with the files that tesseract sees. */
function filesOfScript(method: string, path: string): Promise<unknown> {
  return new Promise((resolve) => {
    dispatchHandlers({ action: "FS", payload: { method, args: [path] } }, ({ data }) => resolve(data));
  });
}

let engine: OcrEngine & SecondReader;

beforeAll(async () => {
  engine = await createTesseractEngine(prepareTesseract(["eng"], null));
});

describe("tesseract", () => {
  test("gets ready and reads without the network, and keeps nothing in files", async () => {
    const asked = (["fetch", "readCache", "writeCache", "deleteCache", "gunzip"] as const).map((name) =>
      spyOn(adapter, name),
    );
    const network = spyOn(globalThis, "fetch");
    const home = process.cwd();
    const elsewhere = temporaryFolder();
    process.chdir(elsewhere);
    cleanUp(() => {
      process.chdir(home);
      for (const spy of [...asked, network]) spy.mockRestore();
    });
    engine = await createTesseractEngine(prepareTesseract(["eng", "ind"], null));
    expect(await textOf(await blackAndWhite())).toContain("2.291 steps");
    for (const spy of [...asked, network]) expect(spy).not.toHaveBeenCalled();
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test("keeps the data of its languages once only", async () => {
    const prepared = prepareTesseract(["eng", "eng"], null);
    engine = await createTesseractEngine(prepared);
    expect(await prepared.data).toEqual([]);
    const files = await filesOfScript("readdir", "/");
    expect(files).toContain("tmp");
    expect(files).not.toContain("eng.traineddata");
  });

  test("takes no pixels for the orientation of a photo", async () => {
    const picture = await blackAndWhite();
    const asItIs = await textOf(picture);
    // In EXIF: the tag for the orientation, one short number, upside down.
    const orientation = [1, 18, 0, 3, 0, 0, 0, 1, 0, 3];
    for (const [x, grey] of orientation.entries()) picture.data.fill(grey, x * 3, x * 3 + 3);
    expect(await textOf(picture)).toBe(asItIs);
  });

  test("reads digits only where nothing else was found, and all characters the next time", async () => {
    const picture = await blackAndWhite();
    const words = await textOf(picture);
    const box = { x: 0, y: 0, width: picture.width, height: 200 };
    await engine.recognizeLine(picture, box, () => false);
    expect(await textOf(picture)).toBe(words);
  });

  test("has the languages with which it was started last, and whoever wants others is told", async () => {
    const before = engine;
    engine = await createTesseractEngine(prepareTesseract(["eng"], null));
    const picture = await blackAndWhite();
    expect((await failureOf(() => before.recognize(picture))).message).toContain("other languages");
    expect(await textOf(picture)).toContain("2.291 steps");
  });

  test("fails a picture with one sentence, and the worker with it, when it cannot read", async () => {
    await filesOfScript("unlink", "/input");
    await filesOfScript("mkdir", "/input");
    cleanUp(() => void filesOfScript("rmdir", "/input"));
    const failure = await failureOf(async () => textOf(await blackAndWhite()));
    expect(failure.code).toBe("INTERNAL");
    expect(failure.message).toMatch(/^tesseract could not read what it was given: .+\. Send another copy/);
  });
});
