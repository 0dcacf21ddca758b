import sharp from "sharp";
import { tighten } from "../../image/ink.ts";
import { lengthOf, mayHaveInk, type Run, rowsWithInk } from "../../image/ink-runs.ts";
import { type Box, clip, type Raster, sharedArea } from "../../image/raster.ts";
import type { Detail } from "../engine.ts";
import type { Model } from "../onnx/model.ts";
import { settleOverlaps } from "./overlaps.ts";
import { withWholeCharacters } from "./whole-characters.ts";
import { withWholeWords } from "./whole-words.ts";

/**
 * Short side of the picture as the detection model sees it, in pixels; multiples of 32. The usual one finds everything
 * on real screenshots; the fine one takes twice the time and finds more on blurred, tilted and photographed ones; the
 * coarse one finds counts so large that the others see no text in them. For a document it is as much as a page needs on
 * which type of 7 points stands in lines close together.
 */
const shortSides: Readonly<Record<Detail, number>> = {
  usual: 320,
  fine: 448,
  coarse: 192,
  document: 960,
};
/** Long side beyond which the picture is cut into tiles, so that a scrolled screenshot stays readable. */
const tileLength = 960;
/** How far tiles overlap, so that a line on a border is whole in one of them. */
const tileOverlap = 96;
/** Probability above which a pixel counts as text. From the PP-OCR defaults. */
const pixelThreshold = 0.3;
/** The model is trained on shrunk regions: grow by area × ratio ÷ perimeter (DB, Liao et al. 2020). */
const growth = 1.5;
/** What each value of a byte is to the model, which was trained on BGR with ImageNet's statistics in that order. */
const normalised = [scaleOf(0.485, 0.229), scaleOf(0.456, 0.224), scaleOf(0.406, 0.225)] as const;

function scaleOf(mean: number, deviation: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / deviation);
}

/** Says where lines are. */
export interface LineFinder {
  /** A DB (differentiable binarization, Liao et al. 2020) model: a picture → the probability of text at each of its pixels. */
  readonly model: Model;
  /** Mean probability above which a region counts as text. */
  readonly leastProbability: number;
  /** The same for one that is no wider than high, as a lone character is. */
  readonly leastOfLone: number;
}

/** Finds lines of text; boxes are in pixels of the full picture. */
export async function detect(
  { model, ...bounds }: LineFinder,
  image: Raster,
  detail: Detail,
): Promise<Box[]> {
  const { scale, ...small } = await scaledTo(image, shortSides[detail]);
  const boxes: Box[] = [];
  for (const tile of tiles(small.width, small.height)) {
    const { map, stride } = await textMap(model, small, tile);
    const regions = regionsOf(map, stride, tile, bounds);
    for (const box of (detail === "document" ? withoutParts(regions) : regions).map(grown)) {
      const full = {
        x: (box.x + tile.x) / scale,
        y: (box.y + tile.y) / scale,
        width: box.width / scale,
        height: box.height / scale,
      };
      const line = lineBox(image, clip(full, image.width, image.height));
      boxes.push(detail === "document" ? withWholeWords(image, line) : line);
    }
  }
  return withoutDuplicates(settleOverlaps(image, boxes));
}

/** A picture whose short side is that long, in pixels, where it was not shorter before, and by what it was scaled. */
export async function scaledTo(
  image: Raster,
  shortSide: number,
): Promise<Raster & { readonly scale: number }> {
  const scale = Math.min(1, shortSide / Math.min(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  return { width, height, data, scale };
}

/** The box of a region of text, as high and wide as its ink. */
function lineBox(image: Raster, region: Box): Box {
  const line = withoutOtherLines(image, region);
  const box = tighten(image, line);
  // Ink with ground around it cannot have been cut.
  const isCut =
    box.x === line.x ||
    box.y === line.y ||
    box.x + box.width === line.x + line.width ||
    box.y + box.height === line.y + line.height;
  return isCut ? tighten(image, withWholeCharacters(image, box)) : box;
}

/** Cuts a picture that is long in either direction into overlapping pieces. */
function tiles(width: number, height: number): Box[] {
  const starts = (length: number): number[] => {
    if (length <= tileLength) return [0];
    const count = Math.ceil((length - tileOverlap) / (tileLength - tileOverlap));
    const stride = (length - tileLength) / (count - 1);
    return Array.from({ length: count }, (_, index) => Math.round(index * stride));
  };
  return starts(height).flatMap((y) =>
    starts(width).map((x) => ({
      x,
      y,
      width: Math.min(width, tileLength),
      height: Math.min(height, tileLength),
    })),
  );
}

/** How probable text is at each pixel of a part of a picture, 0–1, row by row; rows are `stride` numbers apart. */
export async function textMap(
  model: Model,
  { width: rowLength, data }: Raster,
  tile: Box,
): Promise<{ map: Float32Array; stride: number }> {
  const width = Math.ceil(tile.width / 32) * 32;
  const height = Math.ceil(tile.height / 32) * 32;
  const plane = width * height;
  const [blue, green, red] = normalised;
  const map = await model.run([1, 3, height, width], [1, 1, height, width], (input) => {
    input.fill(0);
    for (let y = 0; y < tile.height; y++) {
      let from = ((tile.y + y) * rowLength + tile.x) * 3;
      for (let to = y * width; to < y * width + tile.width; to++, from += 3) {
        input[to] = blue[data[from + 2] ?? 0] ?? 0;
        input[plane + to] = green[data[from + 1] ?? 0] ?? 0;
        input[plane * 2 + to] = red[data[from] ?? 0] ?? 0;
      }
    }
  });
  return { map, stride: width };
}

/** Connected regions of text pixels in a probability map, smaller than the text on all sides. */
function regionsOf(
  map: Float32Array,
  stride: number,
  { width, height }: Pick<Box, "width" | "height">,
  { leastProbability, leastOfLone }: Omit<LineFinder, "model">,
): Box[] {
  const seen = new Uint8Array(stride * height);
  const stack: number[] = [];
  const boxes: Box[] = [];
  for (let start = 0; start < stride * height; start++) {
    if ((map[start] ?? 0) < pixelThreshold || seen[start] === 1 || start % stride >= width) continue;
    let [left, right, top, bottom] = [width, 0, height, 0];
    let [sum, count] = [0, 0];
    seen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % stride;
      const y = (at - x) / stride;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      sum += map[at] ?? 0;
      count++;
      const west = Math.max(0, x - 1);
      const east = Math.min(width - 1, x + 1);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let next = ny * stride + west; next <= ny * stride + east; next++) {
          if (seen[next] === 1 || (map[next] ?? 0) < pixelThreshold) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    const [w, h] = [right - left + 1, bottom - top + 1];
    if (sum / count < (w > h ? leastProbability : leastOfLone) || Math.min(w, h) < 2 || count < 6) continue;
    boxes.push({ x: left, y: top, width: w, height: h });
  }
  return boxes;
}

/** A region, as large as the text in it. */
function grown({ x, y, width, height }: Box): Box {
  const by = (width * height * growth) / (2 * (width + height));
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** Drops what is a part of another region in the same row: of small type the model sees a word now and then twice. */
function withoutParts(regions: readonly Box[]): Box[] {
  const middle = ({ y, height }: Box): number => y + height / 2;
  return regions.filter(
    (part) =>
      !regions.some(
        (whole) =>
          whole.width > part.width &&
          Math.abs(middle(whole) - middle(part)) < 0.35 * whole.height &&
          sharedArea(whole, part) > 0.8 * part.width * Math.min(part.height, whole.height),
      ),
  );
}

/**
 * Cuts off what the lines above and below reach into the box: ink at its upper or lower edge that is lower than half
 * the line itself and has rows without ink in between.
 */
function withoutOtherLines(image: Raster, box: Box): Box {
  if (!mayHaveInk(image, box, box.y) && !mayHaveInk(image, box, box.y + box.height - 1)) return box;
  // Not in all of the box: the edge of a card beside the text has ink in every row, and no line would end.
  const { x, width } = tighten(image, box);
  const bands = rowsWithInk(image, { ...box, x, width });
  const tallest = Math.max(...bands.map(lengthOf));
  const isScrap = (band: Run): boolean => lengthOf(band) < tallest / 2;
  const top = bands.find((band) => band.start === 0 && isScrap(band))?.end ?? 0;
  const bottom = bands.find((band) => band.end === box.height && isScrap(band))?.start ?? box.height;
  return { ...box, y: box.y + top, height: bottom - top };
}

/** Drops the smaller of two boxes that overlap for the most part, as tiles find a line twice. */
function withoutDuplicates(boxes: readonly Box[]): Box[] {
  const kept: Box[] = [];
  for (const box of [...boxes].sort((a, b) => b.width * b.height - a.width * a.height)) {
    if (!kept.some((other) => sharedArea(other, box) > 0.6 * box.width * box.height)) kept.push(box);
  }
  return kept;
}
