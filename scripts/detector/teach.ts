/**
 * Says where PP-OCRv4's detector sees text on drawn pages, for the network that is trained to see the same in a third of
 * the time.
 *
 *   bun scripts/detector/teach.ts <folder> [--pages <folder of pages.py>]... [--screens 2000] [--scopes 1000] [--seed 1]
 *
 * Pages are those that `pages.py` drew, and the project's drawn screens. Each is made small as the reader makes it. The
 * folder gets `pages.bin`: for each page its pixels (RGB), PP-OCR's probabilities and the lines that are known, a byte
 * each; and `pages.jsonl`, which says where each of them begins. What is there already is not done again.
 */
import "../common/without-telemetry.ts";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { loadModel } from "../../src/reading/engines/onnx/session.ts";
import { scaledTo, textMap } from "../../src/reading/engines/paddle/detect.ts";
import { decode } from "../../src/reading/image/decode.ts";
import { type Random, random } from "../common/random.ts";
import { randomSet, renderQuickly, runWithOwnFonts, scopeSet } from "../draw/index.ts";

// The program decodes no SVG; this script draws them.
sharp.unblock({ operation: ["VipsForeignLoadSvg"] });

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pages: { type: "string", multiple: true, default: [] },
    screens: { type: "string", default: "2000" },
    scopes: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
  },
});
if (!runWithOwnFonts()) process.exit();
const [folder] = positionals;
if (folder === undefined) throw new Error("Name the folder to write to.");
mkdirSync(folder, { recursive: true });

/** Short sides, in pixels, that pages are shown in: mostly the usual one, so that type of other sizes is met, too. */
const shortSides = [320, 320, 320, 320, 320, 320, 320, 448, 448, 192];
/** Rows of a page that are kept; more than one tile of the reader is never looked at at once. */
const mostRows = 960;

/** Probability from which a pixel belongs to a region, of 255. */
const faintest = 20;

interface Source {
  readonly name: string;
  picture(r: Random): Promise<Uint8Array>;
  /** Where lines are known to be: a grey picture as large as the page. */
  readonly known: string | null;
}

function* drawnPages(from: string): Generator<Source> {
  for (const file of readdirSync(from).sort()) {
    if (!file.endsWith(".png") || file.endsWith(".lines.png")) continue;
    const path = join(from, file);
    const known = path.replace(/\.png$/, ".lines.png");
    if (!existsSync(known)) continue; // still being drawn
    yield { name: `${basename(from)}/${file}`, picture: async () => readFileSync(path), known };
  }
}

function* drawnScreens(): Generator<Source> {
  const seed = `detector/${options.seed}`;
  const { screens, negatives } = randomSet(seed, Number(options.screens));
  const scopes = scopeSet(seed, Number(options.scopes)).negatives;
  const svgs = [
    ...screens.map(({ file, screen }) => ({ name: `screens/${file}`, svg: screen.svg })),
    ...negatives.map(({ file, svg }) => ({ name: `negatives/${file}`, svg })),
    ...scopes.map(({ file, svg }) => ({ name: `scopes/${file}`, svg })),
  ];
  for (const { name, svg } of svgs) {
    yield {
      name: `${options.seed}/${name}`,
      picture: async (r) => damaged(await renderQuickly(svg), r),
      known: null,
    };
  }
}

/** A picture as messengers and cameras leave it. */
async function damaged(bytes: Uint8Array, r: Random): Promise<Uint8Array> {
  let image = sharp(bytes).removeAlpha();
  if (r.chance(0.1)) image = image.negate();
  if (r.chance(0.1)) image = image.rotate(r.between(-2, 2), { background: "#000" });
  if (r.chance(0.15)) image = image.blur(r.between(0.5, 2));
  if (r.chance(0.15)) image = image.linear(r.between(0.4, 1.2), r.between(-40, 60));
  if (r.chance(0.5)) return image.jpeg({ quality: r.int(25, 95) }).toBuffer();
  return image.png({ compressionLevel: 1 }).toBuffer();
}

const index = join(folder, "pages.jsonl");
const done = new Set<string>();
let at = 0;
if (existsSync(index)) {
  for (const row of readFileSync(index, "utf8").trim().split("\n")) {
    const page = JSON.parse(row) as { name: string; at: number; width: number; height: number };
    done.add(page.name);
    at = page.at + page.width * page.height * 5;
  }
}

const model = await loadModel("paddle/det.onnx");

async function* sources(): AsyncGenerator<Source> {
  // By turns, so that a training that begins before all is there sees some of each.
  const kinds = [...options.pages.map(drawnPages), drawnScreens()];
  while (kinds.length > 0) {
    for (const kind of [...kinds]) {
      const { value, done: isOver } = kind.next();
      if (isOver === true) kinds.splice(kinds.indexOf(kind), 1);
      else yield value;
    }
  }
}

for await (const { name, picture, known } of sources()) {
  if (done.has(name)) continue;
  const r = random(name);
  const { raster } = await decode(await picture(r), name);
  const small = await scaledTo(raster, r.pick(shortSides));
  const { width } = small;
  const height = Math.min(small.height, mostRows);
  const { map, stride } = await textMap(model, small, { x: 0, y: 0, width, height });
  const seen = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) seen[y * width + x] = Math.round((map[y * stride + x] ?? 0) * 255);
  }
  const lines =
    known === null
      ? new Uint8Array(width * height)
      : await sharp(known)
          .resize(width, small.height, { fit: "fill" })
          .extractChannel(0)
          .extract({ left: 0, top: 0, width, height })
          .raw()
          .toBuffer();
  if (known !== null) forgetSigns(seen, lines, width);
  appendFileSync(
    join(folder, "pages.bin"),
    Buffer.concat([small.data.subarray(0, width * height * 3), seen, lines]),
  );
  appendFileSync(index, `${JSON.stringify({ name, at, width, height, isKnown: known !== null })}\n`);
  at += width * height * 5;
}

/** Drops what PP-OCR takes for text where no line is known to be: signs, and rows of dots. */
function forgetSigns(seen: Uint8Array, lines: Uint8Array, width: number): void {
  const isDone = new Uint8Array(seen.length);
  for (let start = 0; start < seen.length; start++) {
    if ((seen[start] ?? 0) < faintest || isDone[start] === 1) continue;
    const region = [start];
    isDone[start] = 1;
    let isLine = false;
    // The region grows while it is walked through.
    for (const at of region) {
      isLine ||= (lines[at] ?? 0) >= faintest;
      const x = at % width;
      for (const row of [at - width, at, at + width]) {
        for (let next = x === 0 ? row : row - 1; next <= (x === width - 1 ? row : row + 1); next++) {
          if (isDone[next] !== 0 || (seen[next] ?? 0) < faintest) continue;
          isDone[next] = 1;
          region.push(next);
        }
      }
    }
    if (!isLine) for (const at of region) seen[at] = 0;
  }
}
