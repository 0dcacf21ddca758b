import type { EngineName, OcrEngine } from "./engine.ts";

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
  /** Loads the second engine when it is first needed; `null` when the user wants one engine only. */
  readonly second: (() => Promise<OcrEngine>) | null;
}

/**
 * Loads what was asked for. `auto` reads with PP-OCR, which finds more of a screen in less time (see
 * ARCHITECTURE.md), and lets tesseract confirm the digits. PP-OCR has no choice of language, so `auto` with
 * languages besides English and Indonesian reads with tesseract.
 */
export async function loadEngines({ engine, languages, dataFolder }: EngineChoice): Promise<Engines> {
  const others = languages.some((language) => !defaultLanguages.includes(language));
  if (engine === "tesseract" || (engine === "auto" && others)) {
    const tesseract = await prepareTesseractEngine(languages, dataFolder);
    return { first: await tesseract(), second: null };
  }
  // Begun first, so that it happens on other threads while PP-OCR loads on this one. Digits are the same in
  // every language: one is enough to confirm them.
  const second = engine === "auto" ? once(await prepareTesseractEngine(["eng"], null)) : null;
  const { createPaddleEngine } = await import("./paddle/engine.ts");
  return { first: await createPaddleEngine(), second };
}

async function prepareTesseractEngine(
  languages: readonly string[],
  dataFolder: string | null,
): Promise<() => Promise<OcrEngine>> {
  const [{ prepareTesseract }, { createTesseractEngine }] = await Promise.all([
    import("./tesseract/core.ts"),
    import("./tesseract/engine.ts"),
  ]);
  const prepared = prepareTesseract(languages, dataFolder);
  return () => createTesseractEngine(prepared);
}

/** Runs `load` at the first call only. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
