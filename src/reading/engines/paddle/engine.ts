import { createDetectingEngine } from "../detecting-engine.ts";
import type { OcrEngine } from "../engine.ts";
import { type LineReader, withMemory } from "../line-reader.ts";
import type { Device } from "../onnx/device.ts";
import { loadModel } from "../onnx/session.ts";
import type { LineFinder } from "./detect.ts";
import { condensed, loadAlphabet, recognize } from "./recognize.ts";

/** PP-OCRv4 mobile (detection and recognition) on ONNX Runtime. */
export async function createPaddleEngine(device: Device | null = null): Promise<OcrEngine> {
  const read = await loadPaddleReader({ hasArena: true });
  const screen = withMemory(read(condensed.screen));
  const readers = { screen, sample: screen, document: withMemory(read(condensed.document)) };
  const finder = await loadPaddleFinder(device);
  return createDetectingEngine("paddle", { screen: finder, document: async () => finder }, readers, device);
}

/** Loads PP-OCRv4's detector. */
export async function loadPaddleFinder(device: Device | null = null): Promise<LineFinder> {
  return { model: await loadModel("paddle/det.onnx", device), leastProbability: 0.5, leastOfLone: 0.5 };
}

/**
 * Loads PP-OCRv4's recogniser, which sets lines a given share as wide as they are. It is the CPU's, see `usualSlots`. One that
 * reads all lines of a picture is worth an arena, one that reads a few is not.
 */
export async function loadPaddleReader({
  hasArena = false,
}: {
  readonly hasArena?: boolean;
} = {}): Promise<(share: number) => LineReader> {
  const model = await loadModel("paddle/rec.onnx", null, { hasArena });
  const alphabet = loadAlphabet();
  return (share) => (image, box) => recognize(model, alphabet, image, box, share);
}
