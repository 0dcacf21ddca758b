import sharp, { type CreateRaw } from "sharp";
import { OcrEcoError } from "../../src/errors.ts";
import type { WorkerPool } from "../../src/workers/pool.ts";
import { fixtureBytes } from "../common/fixtures.ts";
import { random } from "../common/random.ts";
import { mutated } from "./mutations.ts";

/** The drawn screen that files are made of, and what it says. */
const screen = { name: "samsung-daily-activity-en-light.png", steps: 8958 };
/** Another one, since nothing here writes HEIC. */
const heic = { name: "photo.heic", steps: 3629 };

/** What came of many damaged pictures. */
export interface FuzzResult {
  readonly pictures: number;
  readonly read: number;
  /** How often each code was the answer. */
  readonly codes: Readonly<Record<string, number>>;
  /** What must not be: an answer without a code, or another number that was called sure. */
  readonly wrong: readonly string[];
}

/** A file that is damaged, and the steps that it shows while it is whole. */
interface Seed {
  readonly bytes: Uint8Array;
  readonly steps: number;
}

/** The same screen in every format that is read, small, so that reading takes little time. */
async function seeds(): Promise<Seed[]> {
  const small = sharp(fixtureBytes("images", screen.name)).resize({ width: 360 });
  const two = await sharp(await small.clone().png().toBuffer())
    .extend({ bottom: 800, background: "white" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = two.info;
  const frames = sharp(two.data, {
    raw: { width, height, channels, pageHeight: height / 2 } as CreateRaw,
  });
  const files = [
    small.clone().png(),
    small.clone().png({ progressive: true, palette: true }),
    small.clone().jpeg({ quality: 85 }),
    small.clone().jpeg({ quality: 85, progressive: true }),
    small.clone().withMetadata({ orientation: 8 }).jpeg(),
    small.clone().toColourspace("cmyk").jpeg(),
    small.clone().webp({ quality: 85 }),
    small.clone().webp({ lossless: true }),
    small.clone().gif({ effort: 1 }),
    frames.clone().gif({ effort: 1 }),
    frames.clone().webp({ effort: 0 }),
    small.clone().tiff({ compression: "lzw" }),
    small.clone().tiff({ compression: "deflate", tile: true }),
    small.clone().tiff({ compression: "none" }),
    small.clone().avif({ effort: 0 }),
  ];
  const made = await Promise.all(files.map((file) => file.toBuffer()));
  return [
    ...made.map((file) => ({ bytes: new Uint8Array(file), steps: screen.steps })),
    { bytes: fixtureBytes("broken", heic.name), steps: heic.steps },
  ];
}

/**
 * Has `count` damaged pictures read, as many at a time as the pool has workers. `seed` decides all of them.
 */
export async function fuzzPictures(
  pool: WorkerPool,
  { count, seed }: { count: number; seed: string },
): Promise<FuzzResult> {
  const files = await seeds();
  const codes: Record<string, number> = {};
  const wrong: string[] = [];
  let [next, read] = [0, 0];
  const reader = async (): Promise<void> => {
    while (next < count) {
      const number = next++;
      const stream = random(`${seed}/${number}`);
      const { bytes, steps } = stream.pick(files);
      try {
        const damaged = mutated(stream, bytes, stream.pick(files).bytes);
        const { reading } = await pool.read(`picture ${number}`, damaged);
        read++;
        if (reading.status === "verified" && reading.steps !== steps)
          wrong.push(`picture ${number} is said to show ${reading.steps} steps for sure`);
      } catch (error) {
        if (error instanceof OcrEcoError) codes[error.code] = (codes[error.code] ?? 0) + 1;
        else wrong.push(`picture ${number}: ${error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: pool.size }, reader));
  return { pictures: next, read, codes, wrong };
}
