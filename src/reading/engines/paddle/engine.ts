import { createDetectingEngine } from "../detecting-engine.ts";
import type { OcrEngine } from "../engine.ts";
import type { LineReader } from "../line-reader.ts";
import { loadModel } from "../onnx/session.ts";
import { condensed, loadAlphabet, recognize } from "./recognize.ts";

/** PP-OCRv4 mobile (detection and recognition) on ONNX Runtime. */
export async function createPaddleEngine(): Promise<OcrEngine> {
  const read = await loadPaddleReader();
  return createDetectingEngine("paddle", {
    screen: read(condensed.screen),
    document: read(condensed.document),
  });
}

/** Loads PP-OCRv4's recogniser, which sets lines a given share as wide as they are. */
export async function loadPaddleReader(): Promise<(share: number) => LineReader> {
  const model = await loadModel("paddle/rec.onnx");
  const alphabet = loadAlphabet();
  return (share) => (image, box) => recognize(model, alphabet, image, box, share);
}
