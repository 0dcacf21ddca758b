import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { decode } from "../../../src/reading/image/decode.ts";
import { isLikeSrgb } from "../../../src/reading/image/icc.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** A strong green, which sRGB has to make stronger still when it is one of a wider gamut. */
const green = { r: 60, g: 200, b: 80 };

/** A plain picture whose pixels are stored as they are, with a profile: a built-in one's name, or a file. */
async function pictureWith(profile: string): Promise<Buffer> {
  const { data, info } = await sharp({ create: { width: 32, height: 32, channels: 3, background: green } })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .withIccProfile(profile, { attach: true })
    .png()
    .toBuffer();
}

async function storedPixel(bytes: Buffer): Promise<number[]> {
  const data = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
  return [...data.subarray(0, 3)];
}

async function readPixel(bytes: Buffer): Promise<number[]> {
  const { raster } = await decode(new Uint8Array(bytes), "picture.png");
  return [...raster.data.subarray(0, 3)];
}

async function profileOf(bytes: Buffer): Promise<Buffer> {
  const { icc } = await sharp(bytes).metadata();
  if (icc === undefined) throw new Error("The picture has no profile.");
  return icc;
}

describe("a colour profile", () => {
  test.each(["srgb", "p3"])(
    "of a phone's screen leaves the pixels as they are stored: %s",
    async (profile) => {
      const picture = await pictureWith(profile);
      expect(await readPixel(picture)).toEqual(await storedPixel(picture));
    },
  );

  test("of another name is heeded", async () => {
    const known = await profileOf(await pictureWith("p3"));
    const other = Buffer.from(
      known.toString("latin1").replaceAll("P3", "Q3").replaceAll("P\x003", "Q\x003"),
      "latin1",
    );
    const file = join(temporaryFolder(), "other.icc");
    writeFileSync(file, other);
    const picture = await pictureWith(file);
    expect(isLikeSrgb(await profileOf(picture))).toBe(false);
    expect(await readPixel(picture)).not.toEqual(await storedPixel(picture));
  });

  test("that is cut off, or none at all, is like no other and stops nothing", async () => {
    const whole = await profileOf(await pictureWith("p3"));
    expect(isLikeSrgb(whole)).toBe(true);
    for (let length = 0; length < 200; length++) isLikeSrgb(whole.subarray(0, length));
    const nonsense = new Uint8Array(400).map((_, index) => (index * 37) & 255);
    expect(isLikeSrgb(nonsense)).toBe(false);
    expect(isLikeSrgb(new Uint8Array(400).fill(255))).toBe(false);
  });
});
