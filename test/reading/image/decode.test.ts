import { describe, expect, test } from "bun:test";
import sharp, { type CreateRaw } from "sharp";
import { fixtureBytes } from "../../../scripts/common/fixtures.ts";
import { OcrEcoError } from "../../../src/errors.ts";
import { type Decoded, decode, mostPixels } from "../../../src/reading/image/decode.ts";
import { luma, type Raster } from "../../../src/reading/image/raster.ts";
import { failureOf } from "../../support/failure.ts";
import { forManyRandoms } from "../../support/random.ts";

// Large pictures, on a machine that may have other things to do.
const decodeFixture = (name: string): Promise<Decoded> => decode(fixtureBytes("broken", name), name);

/** The same screen in 16 bits of grey, to which the others are compared. */
const reference = (await decodeFixture("sixteen-bit.png")).raster;

/** Mean difference of two pictures, 0–255. */
function difference(a: Raster, b: Raster): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  return a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0) / a.data.length;
}

/** Share of the pixels on the dark and on the light side. */
function shares({ width, height, data }: Raster): { dark: number; light: number } {
  let [dark, light] = [0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    const value = luma(data, pixel * 3);
    if (value < 100) dark++;
    if (value > 155) light++;
  }
  return { dark: dark / (width * height), light: light / (width * height) };
}

describe("a picture", () => {
  test.each([
    ["exif-rotated.jpg", "jpeg", "turned upright as its EXIF data says"],
    ["cmyk.jpg", "jpeg", "brought from CMYK to sRGB"],
    ["photo.heic", "heic", "decoded from HEIC"],
    ["animated.gif", "gif", "taken from the first frame of an animation"],
  ] as const)("%s (%s) is %s", async (name, format) => {
    const decoded = await decodeFixture(name);
    expect(decoded.format).toBe(format);
    expect(decoded.isDamaged).toBe(false);
    expect(difference(decoded.raster, reference)).toBeLessThan(8);
  });

  test("with 16 bits is brought to 8", () => {
    expect(reference.data).toHaveLength(reference.width * reference.height * 3);
    expect(shares(reference).light).toBeGreaterThan(0.5);
  });

  test("with light writing on nothing is laid on black, and with dark writing on white", async () => {
    const { dark, light } = shares((await decodeFixture("alpha.png")).raster);
    expect(dark).toBeGreaterThan(0.5);
    expect(light).toBeGreaterThan(0.005);

    const ink = { r: 0, g: 0, b: 0, alpha: 1 };
    const strip = await sharp({ create: { width: 40, height: 4, channels: 4, background: ink } })
      .extend({ bottom: 60, background: { r: 0, g: 0, b: 0, alpha: 0 } })
      .png()
      .toBuffer();
    const onWhite = shares((await decode(new Uint8Array(strip), "strip.png")).raster);
    expect(onWhite.light).toBeGreaterThan(0.8);
    expect(onWhite.dark).toBeGreaterThan(0.03);
  });

  test("with a fourth channel that hides nothing is the same as without it", async () => {
    const opaque = await sharp(Buffer.from(reference.data), {
      raw: { width: reference.width, height: reference.height, channels: 3 },
    })
      .ensureAlpha(1)
      .png()
      .toBuffer();
    expect((await sharp(opaque).metadata()).channels).toBe(4);
    const { raster } = await decode(new Uint8Array(opaque), "opaque.png");
    expect(raster.data).toHaveLength(reference.data.length);
    expect(difference(raster, reference)).toBe(0);
  });

  test.each([17, 18, 19, 20])(
    "keeps each of its colours without that channel, %d pixels wide",
    async (width) => {
      const [height, channels] = [17, 3] as const;
      const colours = Uint8Array.from({ length: width * height * channels }, (_, at) => (at * 89) % 251);
      const drawn = sharp(colours, { raw: { width, height, channels } });
      const { raster } = await decode(await drawn.ensureAlpha(1).png().toBuffer(), "colours.png");
      expect(Buffer.compare(raster.data, colours)).toBe(0);
    },
  );

  test.each(["without", "with"])(
    "in grey, %s a channel for transparency, has three channels afterwards",
    async (alpha) => {
      const picture = sharp(Buffer.from(reference.data), {
        raw: { width: reference.width, height: reference.height, channels: 3 },
      })
        .greyscale()
        .toColourspace("b-w");
      const grey = await (alpha === "with" ? picture.ensureAlpha(1) : picture).png().toBuffer();
      expect((await sharp(grey).metadata()).channels).toBe(alpha === "with" ? 2 : 1);
      const { raster } = await decode(new Uint8Array(grey), "grey.png");
      expect(raster.data).toHaveLength(reference.data.length);
      expect(difference(raster, reference)).toBeLessThan(2);
    },
  );

  test.each(["png", "webp", "tiff", "avif", "jpeg", "gif"] as const)("is read as %s", async (format) => {
    const { width, height, data } = reference;
    const file = await sharp(data, { raw: { width, height, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    const decoded = await decode(new Uint8Array(file), "screen");
    expect(decoded).toMatchObject({ format, warnings: [] });
    expect(difference(decoded.raster, reference)).toBeLessThan(8);
  });
});

describe("a file that ends too early", () => {
  test("is read as far as it goes, with a warning that names it", async () => {
    const { raster, warnings } = await decodeFixture("truncated.jpg");
    expect(warnings).toEqual(["truncated.jpg is damaged or ends early; what could be decoded was read."]);
    const upper = raster.data.subarray(0, Math.floor(raster.data.length / 3));
    expect(new Set(upper).size).toBeGreaterThan(50);
  });

  test("is read with the same warning when it is damaged in the middle", async () => {
    const bytes = Uint8Array.from(fixtureBytes("broken", "cmyk.jpg"));
    // A marker amid the compressed data; damage that happens to be valid code cannot be noticed by anybody.
    bytes.set([0xff, 0xd7, 0xff, 0xd7], Math.floor(bytes.length / 2));
    expect((await decode(bytes, "hit.jpg")).warnings).toHaveLength(1);
  });

  test.each([0.95, 0.5])("is read as PNG when %d of it is there", async (share) => {
    const whole = fixtureBytes("images", "samsung-home-en-light.png");
    const { warnings } = await decode(whole.slice(0, Math.floor(whole.length * share)), "cut.png");
    expect(warnings).toHaveLength(1);
  });

  test("is called damaged when nothing of the picture is left", async () => {
    const whole = fixtureBytes("images", "samsung-home-en-light.png");
    const failure = await failureOf(() => decode(whole.slice(0, 40), "cut.png"));
    expect(failure.code).toBe("IMAGE_CORRUPT");
    expect(failure.message).toMatch(/^cut\.png is damaged .*Send it again\.$/);
  });
});

describe("a picture is refused", () => {
  test.each([
    ["bomb.png", "IMAGE_TOO_LARGE", "30000 × 30000 pixels", "Send the screenshot itself"],
    ["pixel.png", "IMAGE_TOO_SMALL", "1 × 1 pixels", "Send the whole screenshot"],
    ["empty.png", "IMAGE_EMPTY", "0 bytes", "Copy or download it again"],
    ["text.png", "IMAGE_NOT_AN_IMAGE", "a text file", "Give a PNG"],
    ["photo.svg", "IMAGE_FORMAT_UNSUPPORTED", "an SVG drawing", "Save it as PNG"],
    ["page.html", "IMAGE_NOT_AN_IMAGE", "a web page", "Give the address of the picture itself"],
  ] as const)("%s: %s, because of %s, with the advice: %s", async (name, code, what, advice) => {
    const failure = await failureOf(() => decodeFixture(name));
    expect(failure.code).toBe(code);
    expect(failure.message).toStartWith(`${name} `);
    expect(failure.message).toContain(what);
    expect(failure.message).toContain(advice);
    expect(failure.message).not.toContain("\n");
  });

  test("for its size before it is decoded: the memory for its pixels is never taken", async () => {
    const before = process.resourceUsage().maxRSS;
    await failureOf(() => decodeFixture("bomb.png"));
    const grown = (process.resourceUsage().maxRSS - before) * 1024;
    expect(grown).toBeLessThan(mostPixels * 3);
  });

  test("just above the limit, and read just below", async () => {
    const png = async (height: number) =>
      new Uint8Array(await blank(5000, height).png({ compressionLevel: 1 }).toBuffer());
    expect((await failureOf(async () => decode(await png(10_001), "tall.png"))).code).toBe("IMAGE_TOO_LARGE");
    expect((await decode(await png(1000), "wide.png")).raster.height).toBe(1000);
  });

  test("with a side that nobody would scroll", async () => {
    const thread = await blank(50_001, 20).png().toBuffer();
    const failure = await failureOf(() => decode(new Uint8Array(thread), "thread.png"));
    expect(failure.code).toBe("IMAGE_TOO_LARGE");
    expect(failure.message).toContain("no side may have more than 50000");
  });

  test("as an animation of very many frames", async () => {
    const { data, info } = await blank(20, 20 * 1001)
      .raw()
      .toBuffer({ resolveWithObject: true });
    // Frames that are alike are one frame for a GIF.
    for (let frame = 0; frame < 1001; frame++) data[frame * 20 * 20 * 3] = (frame % 2) * 255;
    const film = await sharp(data, { raw: { ...info, pageHeight: 20 } as CreateRaw })
      .gif({ effort: 1 })
      .toBuffer();
    const failure = await failureOf(() => decode(new Uint8Array(film), "film.gif"));
    expect(failure.code).toBe("IMAGE_TOO_LARGE");
    expect(failure.message).toContain("an animation of 1001 frames");
  });

  test("as AVIF or with 16 bits from half the pixels on, since those cost most", async () => {
    const costly = [
      blank(5100, 5000).avif({ effort: 0 }),
      blank(5100, 5000).toColourspace("rgb16").png({ compressionLevel: 1 }),
    ];
    for (const picture of costly) {
      const bytes = new Uint8Array(await picture.toBuffer());
      expect((await failureOf(() => decode(bytes, "large"))).message).toContain("at most 25 million");
    }
  });
});

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "white" }, limitInputPixels: false });

test.each(["png", "jpeg", "webp", "tiff"] as const)(
  "a large picture is made smaller while it is decoded: %s",
  async (format) => {
    const stripe = { input: await blank(600, 6000).negate().png().toBuffer(), left: 600, top: 0 };
    const large = await blank(3000, 6000)
      .composite([stripe])
      .withMetadata({ orientation: 6 })
      .toFormat(format)
      .toBuffer();
    const { raster } = await decode(new Uint8Array(large), "large");
    expect(raster.width * raster.height).toBeWithin(15_900_000, 16_100_000);
    // Turned by its EXIF data, and nothing of it is lost.
    expect(raster.width / raster.height).toBeCloseTo(2, 2);
    const shade = (y: number) => raster.data[(Math.round(y * raster.height) * raster.width + 5) * 3] ?? 0;
    expect([0.1, 0.3, 0.5].map((y) => shade(y) > 127)).toEqual([true, false, true]);
  },
);

test("no format can be decoded but those that are read, whatever libvips brings along", async () => {
  const others = {
    svg: '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"></svg>',
    pdf: "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF",
    ppm: `P6\n64 64\n255\n${"x".repeat(64 * 64 * 3)}`,
    csv: "1,2\n3,4\n",
    radiance: `#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 64 +X 64\n${"x".repeat(64 * 64 * 4)}`,
    vips: "\x08\xf2\xa6\xb6",
  };
  for (const [name, text] of Object.entries(others)) {
    const failure = await sharp(Buffer.from(text, "latin1"))
      .metadata()
      .then(
        () => "opened",
        (error: Error) => error.message,
      );
    expect([name, failure]).toEqual([name, "Input buffer contains unsupported image format"]);
  }
});

test("a file with damage in any place is decoded or refused, and never breaks the decoder", async () => {
  const files = ["animated.gif", "cmyk.jpg", "exif-rotated.jpg", "sixteen-bit.png"].map((name) =>
    fixtureBytes("broken", name),
  );
  await forManyRandoms(async (random) => {
    const bytes = random.pick(files).slice();
    for (let damage = random.int(1, 20); damage > 0; damage--) {
      // Half of it in the head, where it says most.
      const end = random.chance(0.5) ? 600 : bytes.length;
      bytes[random.int(0, end - 1)] = random.int(0, 255);
    }
    try {
      const { raster } = await decode(bytes, "damaged");
      expect(raster.data).toHaveLength(raster.width * raster.height * 3);
    } catch (error) {
      if (!(error instanceof OcrEcoError)) throw error;
      expect(error.code).toStartWith("IMAGE_");
    }
  }, 100);
});

describe("an animation", () => {
  const frame = (value: number) => new Uint8Array(40 * 40 * 3).fill(value);
  const frames = sharp(Buffer.concat([frame(250), frame(5)]), {
    raw: { width: 40, height: 80, channels: 3, pageHeight: 40 },
  });
  /** A PNG with an `acTL` chunk, whose data are the number of frames and of times that they are shown. */
  const apng = async (): Promise<Uint8Array> => {
    const png = await sharp(frame(250), { raw: { width: 40, height: 40, channels: 3 } })
      .png()
      .toBuffer();
    const chunk = Buffer.alloc(20);
    chunk.writeUInt32BE(8, 0);
    chunk.write("acTL", 4);
    chunk.writeUInt32BE(2, 8);
    chunk.writeUInt32BE(Bun.hash.crc32(chunk.subarray(4, 16)), 16);
    // Behind the signature and the header.
    return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
  };

  test.each([
    ["gif", () => frames.clone().gif().toBuffer()],
    ["webp", () => frames.clone().webp({ lossless: true }).toBuffer()],
    ["png", apng],
  ])("in %s is read from its first frame, which is said and is no damage", async (format, make) => {
    const { raster, warnings, isDamaged } = await decode(new Uint8Array(await make()), `a.${format}`);
    expect([raster.height, shares(raster).light]).toEqual([40, 1]);
    expect(warnings).toEqual([`a.${format} has 2 frames or pages; only the first was read.`]);
    expect(isDamaged).toBe(false);
  });

  test("is nothing that a picture of one frame is called", async () => {
    expect((await decodeFixture("sixteen-bit.png")).warnings).toEqual([]);
  });
});
