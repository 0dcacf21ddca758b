import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { random } from "../common/random.ts";
import { type Label, phoneFor, type Screen } from "./screen.ts";
import { SAMSUNG_DAYS } from "./screens/samsung.ts";

/** Narrow, so that the files stay small, and still wide enough to be read. */
const WIDTH = 414;

/**
 * Writes files that are damaged, unusual or no pictures at all. Those that a phone would show have a label. The HEIC
 * needs `heif-enc`; where that is missing, the file that is there stays.
 */
export async function writeBroken(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const put = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, name), content);

  put("empty.png", "");
  put("text.png", "This is a text that somebody called a picture.\n");
  put("page.html", "<!doctype html>\n<title>Not found</title>\n<p>There is no picture here.</p>\n");
  put("bomb.png", hugePng(30_000));
  put(
    "pixel.png",
    await sharp({ create: { width: 1, height: 1, channels: 3, background: "#2a6" } })
      .png()
      .toBuffer(),
  );

  const screen = drawScreen("picture", WIDTH);
  put("photo.svg", screen.svg);
  const picture = await sharp(Buffer.from(screen.svg)).flatten({ background: "#ffffff" }).png().toBuffer();
  put("cmyk.jpg", await sharp(picture).toColourspace("cmyk").jpeg({ quality: 72 }).toBuffer());
  put(
    "sixteen-bit.png",
    await sharp(picture).toColourspace("grey16").png({ effort: 10, compressionLevel: 9 }).toBuffer(),
  );
  put(
    "exif-rotated.jpg",
    await sharp(picture).rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 75 }).toBuffer(),
  );
  put("animated.gif", await twoFrames(picture));
  put(
    "alpha.png",
    await sharp(Buffer.from(withoutGround(screen.svg)))
      .png({ palette: true, colours: 32, effort: 10 })
      .toBuffer(),
  );

  const tall = drawScreen("tall", 480);
  const whole = await sharp(Buffer.from(tall.svg))
    .flatten({ background: "#ffffff" })
    .jpeg({ quality: 80 })
    .toBuffer();
  put("truncated.jpg", whole.subarray(0, Math.round(whole.length * 0.65)));
  const heic = heicOf(picture);
  if (heic !== null) put("photo.heic", heic);

  const same = ["alpha.png", "animated.gif", "cmyk.jpg", "exif-rotated.jpg", "photo.heic", "sixteen-bit.png"];
  const labels: Record<string, Label> = Object.fromEntries(same.map((name) => [name, screen.label]));
  labels["truncated.jpg"] = tall.label;
  put("labels.json", `${JSON.stringify(labels, null, 2)}\n`);
}

/** A light English page about a day's steps, whose number stands in the upper half. */
function drawScreen(take: string, pixels: number): Screen {
  const page = SAMSUNG_DAYS.find(({ page }) => page === "steps_detail");
  if (page === undefined) throw new Error("Samsung Health has no page about steps any more");
  const phone = phoneFor(page, "en", "light", random(`broken/${take}`), pixels);
  return page.draw({ ...phone, cropped: false });
}

/** Takes the light grounds away, so that dark text stands on nothing. */
function withoutGround(svg: string): string {
  return svg.replaceAll(/fill="#(f1f1f3|fdfdff|ffffff)"/g, 'fill="none"');
}

/** The picture, and then an empty page: a reader that takes the last frame finds nothing. */
async function twoFrames(picture: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  const blank = await sharp({ create: { width, height, channels: 3, background: "#f1f1f3" } })
    .png()
    .toBuffer();
  return await sharp([picture, blank], { join: { animated: true } })
    .gif({ colours: 32, effort: 10, loop: 0, delay: [800, 800] })
    .toBuffer();
}

/** A PNG of a hundred bytes that claims to be `side` pixels wide and high. */
function hugePng(side: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Eight bits a sample, red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rows = deflateSync(Buffer.alloc(side * 3 + 1));
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function heicOf(picture: Buffer): Buffer | null {
  const encoder = Bun.which("heif-enc");
  if (encoder === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-heic-"));
  try {
    const [source, target] = [join(folder, "picture.png"), join(folder, "photo.heic")];
    writeFileSync(source, picture);
    const { success } = Bun.spawnSync([encoder, "-q", "50", "-o", target, source], {
      stdout: "ignore",
      stderr: "ignore",
    });
    return success ? readFileSync(target) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
