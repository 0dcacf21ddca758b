import type { EngineName, OcrEngine, SecondReader } from "./engine.ts";
import { once } from "./once.ts";
import type { Device } from "./onnx/device.ts";

/** What the user asked for: an engine, or `auto`; and tesseract's languages with their folder. */
export interface EngineChoice {
  readonly engine: EngineName | "auto";
  readonly languages: readonly string[];
  /** Folder with further `<language>.traineddata` files. */
  readonly dataFolder: string | null;
}

/** The languages that step counters are read in, whose letters PP-OCR knows. */
export const defaultLanguages: readonly string[] = ["eng", "ind"];

/** The engines of one worker: the first looks at the whole picture, the second at the number it chose. */
export interface Engines {
  readonly first: OcrEngine;
  /**
   * Gives a second reader for a number that the named one has read, another one, and loads it when it is first needed;
   * `null` when the user wants one engine only.
   */
  readonly second: ((first: EngineName | undefined) => Promise<SecondReader>) | null;
}

/**
 * Loads what was asked for. `auto` reads with our own recogniser and, what that is not sure of, with PP-OCR, and lets
 * another confirm the digits: PP-OCR those that ours has read, tesseract those of PP-OCR (measured by
 * `scripts/second-readers.ts`). Both know the letters of few languages, so `auto` with others than English and
 * Indonesian reads with tesseract. ONNX Runtime's models run on the device where there is one; tesseract does not.
 */
export async function loadEngines(
  { engine, languages, dataFolder }: EngineChoice,
  device: Device | null = null,
): Promise<Engines> {
  if (!runsModels({ engine, languages })) {
    return { first: await loadTesseractEngine(languages, dataFolder), second: null };
  }
  // Few pictures need it. Digits are the same in every language: one is enough to confirm them.
  const tesseract = engine === "auto" ? once(() => loadTesseractEngine(["eng"], null)) : null;
  if (engine === "paddle") {
    const { createPaddleEngine } = await import("./paddle/engine.ts");
    return { first: await createPaddleEngine(device), second: null };
  }
  const { createTallyEngine } = await import("./tally/engine.ts");
  const { engine: first, paddle } = await createTallyEngine(device);
  if (tesseract === null) return { first, second: null };
  return { first, second: async (reader) => (reader === "tally" ? paddle : tesseract()) };
}

/** Whether what was asked for runs ONNX Runtime's models: tesseract alone has none. */
export function runsModels({ engine, languages }: Pick<EngineChoice, "engine" | "languages">): boolean {
  if (engine !== "auto") return engine !== "tesseract";
  return languages.every((language) => defaultLanguages.includes(language));
}

async function loadTesseractEngine(
  languages: readonly string[],
  dataFolder: string | null,
): Promise<OcrEngine & SecondReader> {
  const [{ prepareTesseract }, { createTesseractEngine }] = await Promise.all([
    import("./tesseract/core.ts"),
    import("./tesseract/engine.ts"),
  ]);
  return createTesseractEngine(prepareTesseract(languages, dataFolder));
}
