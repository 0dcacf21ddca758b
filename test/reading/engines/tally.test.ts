import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { fixture } from "../../../scripts/common/fixtures.ts";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { fragmentSign } from "../../../src/reading/engines/line-reader.ts";
import { createTallyEngine, loadTallyReader } from "../../../src/reading/engines/tally/engine.ts";
import { decode } from "../../../src/reading/image/decode.ts";
import type { Box, Raster } from "../../../src/reading/image/raster.ts";
import { inverted } from "../../support/inverted.ts";

const { engine } = await createTallyEngine();
const read = await loadTallyReader();

async function drawn(name: string): Promise<Raster> {
  return (await decode(new Uint8Array(readFileSync(fixture("images", name))), name)).raster;
}

const raster = await drawn("samsung-daily-activity-en-light.png");
const lines = await engine.recognize(raster);

function lineWith(text: string, among: readonly Line[] = lines): Line {
  const line = among.find((each) => each.text.includes(text));
  if (line === undefined)
    throw new Error(`${text} is not among ${among.map((each) => each.text).join(" | ")}`);
  return line;
}

test("what a drawn screen says is read, numbers, dates and words, with a box for each word", () => {
  for (const text of ["8,958", "/12,000", "6.02", "/90 mins", "340"]) lineWith(text);
  const line = lineWith("1,287 Cal");
  const [number, word] = line.words.slice(-2);
  expect(number?.box.x ?? 0).toBeLessThan(word?.box.x ?? 0);
  expect((number?.box.x ?? 0) + (number?.box.width ?? 0)).toBeLessThanOrEqual(word?.box.x ?? 0);
});

test("light writing on a dark ground is read like dark on a light one", async () => {
  const other = await inverted(raster);
  const { box } = lineWith("8,958");
  expect((await read(other, box)).line?.text).toBe((await read(raster, box)).line?.text);
});

test("a plain ground has nothing written on it", async () => {
  const plain = { width: 200, height: 40, data: new Uint8Array(200 * 40 * 3).fill(240) };
  expect((await read(plain, { x: 0, y: 0, width: 200, height: 40 })).line).toBeNull();
});

test("a number that is cut through its first digit is not read as the number that is left", async () => {
  const { box, words } = lineWith("8,958");
  const centre = words[0]?.centres?.[0] ?? 0;
  const cut: Box = { ...box, x: Math.round(centre), width: box.x + box.width - Math.round(centre) };
  const { line } = await read(raster, cut);
  expect(line?.text ?? "").toStartWith(fragmentSign);
});

test("words with a sign between them that is not read are two words", async () => {
  const { box } = lineWith("1,287 Cal");
  const [first, second] = [lineWith("8,958").box, box];
  // Both pieces of the drawing side by side, far apart, as the entries of a legend stand.
  const height = 60;
  const piece = async (from: Box, width: number): Promise<Buffer> =>
    await sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: 3 } })
      .extract({ left: from.x, top: from.y, width: from.width, height: from.height })
      .resize(width, height, { fit: "fill" })
      .png()
      .toBuffer();
  const { data, info } = await sharp({
    create: { width: 600, height, channels: 3, background: "white" },
  })
    .composite([
      { input: await piece(first, 160), left: 5, top: 0 },
      { input: await piece(second, 240), left: 300, top: 0 },
    ])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const image = { width: info.width, height: info.height, data: new Uint8Array(data) };
  const { line } = await read(image, { x: 0, y: 0, width: 600, height });
  expect(line?.words.map(({ text }) => text)).toEqual(["8,958", "1,287", "Cal"]);
});
