import { clip } from "../../image/raster.ts";
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
    async recognize(image, detail = "usual") {
      const isDocument = detail === "document";
      const share = isDocument ? condensed.document : condensed.screen;
      const lines: Line[] = [];
      for (const box of await detect(detection, image, detail)) {
        const line = await recognize(recognition, alphabet, image, box, share);
        if (line !== null) lines.push(isDocument ? withInkWords(image, line) : line);
      }
      return lines;
    },
    recognizeLine: (image, box) =>
      recognize(recognition, alphabet, image, clip(box, image.width, image.height)),
  };
}
