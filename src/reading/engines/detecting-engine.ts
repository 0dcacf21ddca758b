import { type Box, sharedArea } from "../image/raster.ts";
import { PartTimes } from "../part-times.ts";
import type { Line, OcrEngine } from "./engine.ts";
import type { LineReader } from "./line-reader.ts";
import type { Device } from "./onnx/device.ts";
import { detect, type LineFinder } from "./paddle/detect.ts";
import { withInkWords } from "./paddle/ink-words.ts";

/** Who reads the lines that were found. */
export interface LineReaders {
  /** Lines of screens. */
  readonly screen: LineReader;
  /** The same for a sample: where another reader helps with what is in doubt, without it. */
  readonly sample: LineReader;
  /** Lines of documents. */
  readonly document: LineReader;
}

/** Who finds them. */
export interface LineFinders {
  readonly screen: LineFinder;
  /** It is loaded when the first document comes. */
  readonly document: () => Promise<LineFinder>;
}

/** An engine that finds lines, and reads them one by one, or on a device as many at once as it wants. */
export function createDetectingEngine(
  name: OcrEngine["name"],
  finders: LineFinders,
  readers: LineReaders,
  device: Device | null,
  sampleConfidence?: number,
): OcrEngine {
  return {
    name,
    ...(sampleConfidence === undefined ? {} : { sampleConfidence }),
    async recognize(image, detail = "usual", { known = [], sample, effort } = {}) {
      const times = effort?.times ?? new PartTimes();
      const isDocument = detail === "document";
      const finder = isDocument ? await finders.document() : finders.screen;
      const readScreen = sample === undefined ? readers.screen : readers.sample;
      const read = isDocument ? readers.document : readScreen;
      const found = await times.time("detect", () => detect(finder, image, detail));
      const boxes = fromTop(widest(found, sample ?? Number.POSITIVE_INFINITY));
      const readAll = () =>
        inLanes(device?.lines ?? 1, boxes, async (box) => {
          const before = known.find((each) => each.confidence >= sure && isSamePlace(each.box, box));
          if (before !== undefined) return before;
          if (effort?.takeLine(box) === false) return "enough";
          const line = await read(image, box);
          return line !== null && isDocument ? withInkWords(image, line) : line;
        });
      return times.time("recognise", readAll);
    },
  };
}

/** Reads so many boxes at once, in order, until one says that it is enough. */
async function inLanes(
  count: number,
  boxes: readonly Box[],
  read: (box: Box) => Promise<Line | null | "enough">,
): Promise<Line[]> {
  const lines: (Line | null)[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < boxes.length; index = next++) {
      const line = await read(boxes[index] as Box);
      if (line === "enough") next = boxes.length;
      else lines[index] = line;
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, boxes.length) }, lane));
  return lines.filter((line) => line !== null && line !== undefined);
}

/** How sure a line must be to be taken as it was read before: from a slightly other place others may be read better. */
const sure = 0.97;
/** How much of what two boxes cover together both of them cover, where they hold the same line. */
const samePlace = 0.9;

function isSamePlace(a: Box, b: Box): boolean {
  const shared = sharedArea(a, b);
  return shared > 0 && shared >= samePlace * (a.width * a.height + b.width * b.height - shared);
}

function fromTop(boxes: readonly Box[]): readonly Box[] {
  return [...boxes].sort((a, b) => a.y - b.y);
}

function widest(boxes: readonly Box[], most: number): readonly Box[] {
  return boxes.length <= most ? boxes : [...boxes].sort((a, b) => b.width - a.width).slice(0, most);
}
