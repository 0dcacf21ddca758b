import { type Box, clip, type Raster } from "../../image/raster.ts";
import { createDetectingEngine } from "../detecting-engine.ts";
import type { EngineName, Line, OcrEngine, SecondReader } from "../engine.ts";
import { type SureLine, withFallBack, withMemory } from "../line-reader.ts";
import { once } from "../once.ts";
import type { Device } from "../onnx/device.ts";
import { loadModel } from "../onnx/session.ts";
import type { LineFinder } from "../paddle/detect.ts";
import { loadPaddleFinder, loadPaddleReader } from "../paddle/engine.ts";
import { condensed } from "../paddle/recognize.ts";
import { loadClasses, recognizeByTally } from "./recognize.ts";

/** How sure the recogniser must be of each of a line's words, or that nothing is written, so that no other has to read it. */
export const sure = { text: 0.9, nothing: 0.97 } as const;

/** Of what stands upright `tally` alone reads 0.98 and more; of what stands on its head it is quite sure, too, up to 0.91. */
const sampleConfidence = 0.95;

/**
 * Finds and reads the lines of screens with our own detector and recogniser, which are small and know screens alone. What
 * the recogniser is not sure of, PP-OCRv4 reads, which also finds and reads the lines of documents. It also is the second
 * reader of what ours has read. Our own models run on the device where there is one.
 */
export async function createTallyEngine(device: Device | null = null): Promise<{
  readonly engine: OcrEngine;
  readonly paddle: SecondReader;
}> {
  const tally = await loadTallyReader(device);
  const load = await loadPaddleReader();
  const screen = load(condensed.screen);
  const paddle = withMemory(async (image, box) => readBy("paddle", await screen(image, box)));
  const ours = withMemory(async (image: Raster, box: Box): Promise<SureLine> => {
    const { line, confidence } = await tally(image, box);
    return { line: readBy("tally", line), confidence };
  });
  const readers = {
    screen: withMemory(withFallBack(ours, paddle, sure)),
    sample: async (image: Raster, box: Box) => (await ours(image, box)).line,
    document: withMemory(load(condensed.document)),
  };
  const finders = {
    screen: await loadTallyFinder(device),
    document: once(() => loadPaddleFinder(device)),
  };
  const engine = createDetectingEngine("tally", finders, readers, device, sampleConfidence);
  const recognizeLine: SecondReader["recognizeLine"] = (image, box) =>
    paddle(image, clip(box, image.width, image.height));
  return { engine, paddle: { name: "paddle", recognizeLine } };
}

function readBy(reader: EngineName, line: Line | null): Line | null {
  return line === null ? null : { ...line, reader };
}

/**
 * Loads our own detector of lines. Lone characters seem less probable to it than to PP-OCRv4's. With one low bound for all, it
 * takes rows of dots for text.
 */
export async function loadTallyFinder(device: Device | null = null): Promise<LineFinder> {
  return { model: await loadModel("tally/lines.onnx", device), leastProbability: 0.5, leastOfLone: 0.36 };
}

/** Loads our own recogniser. */
export async function loadTallyReader(
  device: Device | null = null,
): Promise<(image: Raster, box: Box) => Promise<SureLine>> {
  const model = await loadModel("tally/tally.onnx", device, { hasArena: true });
  const classes = loadClasses();
  return (image, box) => recognizeByTally(model, classes, image, box);
}
