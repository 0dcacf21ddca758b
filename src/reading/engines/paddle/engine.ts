import { type Box, clip } from "../../image/raster.ts";
import type { Line, OcrEngine } from "../engine.ts";
import { detect } from "./detect.ts";
import { withInkWords } from "./ink-words.ts";
import { condensed, loadAlphabet, recognize } from "./recognize.ts";
import { loadModel } from "./session.ts";

/** PP-OCRv4 mobile (detection and recognition) on ONNX Runtime. */
export async function createPaddleEngine(): Promise<OcrEngine> {
  const [detection, recognition] = [await loadModel("paddle/det.onnx"), await loadModel("paddle/rec.onnx")];
  const alphabet = loadAlphabet();
  return {
    name: "paddle",
    async recognize(image, detail = "usual", { known = [], most = Number.POSITIVE_INFINITY, effort } = {}) {
      const isDocument = detail === "document";
      const share = isDocument ? condensed.document : condensed.screen;
      const lines: Line[] = [];
      for (const box of fromTop(widest(await detect(detection, image, detail), most))) {
        const before = known.find((each) => each.confidence >= sure && isSamePlace(each.box, box));
        if (before !== undefined) {
          lines.push(before);
          continue;
        }
        if (effort?.takeLine(box) === false) break;
        const line = await recognize(recognition, alphabet, image, box, share);
        if (line !== null) lines.push(isDocument ? withInkWords(image, line) : line);
      }
      return lines;
    },
    recognizeLine: (image, box) =>
      recognize(recognition, alphabet, image, clip(box, image.width, image.height)),
  };
}

/** How sure a line must be to be taken as it was read before: from a slightly other place others may be read better. */
const sure = 0.97;
/** How much of what two boxes cover together both of them cover, where they hold the same line. */
const samePlace = 0.9;

function isSamePlace(a: Box, b: Box): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return false;
  const shared = width * height;
  return shared >= samePlace * (a.width * a.height + b.width * b.height - shared);
}

function fromTop(boxes: readonly Box[]): readonly Box[] {
  return [...boxes].sort((a, b) => a.y - b.y);
}

function widest(boxes: readonly Box[], most: number): readonly Box[] {
  return boxes.length <= most ? boxes : [...boxes].sort((a, b) => b.width - a.width).slice(0, most);
}
