import { accessSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { OcrEcoError } from "../src/errors.ts";

/** Decides where overlays go and writes them. */
export interface OverlayFiles {
  /** Writes the overlay of one picture and returns its path. Throws `OUTPUT_NOT_WRITABLE`. */
  write(source: string, png: Uint8Array): string;
}

/**
 * `target` is a file when there is one picture and the path is no folder, else a folder, which is made.
 * Throws `OUTPUT_NOT_WRITABLE` before anything is read, when nothing can be written there.
 */
export function overlayFiles(target: string, pictures: number): OverlayFiles {
  const folder = pictures > 1 || target.endsWith("/") || isFolder(target);
  try {
    if (folder) mkdirSync(target, { recursive: true });
    accessSync(folder ? target : dirname(target), constants.W_OK);
  } catch (error) {
    throw notWritable(target, error);
  }
  const taken = new Set<string>();
  return {
    write(source, png) {
      const path = folder ? join(target, freeName(source, taken)) : target;
      try {
        writeFileSync(path, png);
      } catch (error) {
        throw notWritable(path, error);
      }
      return path;
    },
  };
}

/** Pictures of one name from different folders get a number each. */
function freeName(source: string, taken: Set<string>): string {
  const last = basename(URL.canParse(source) ? new URL(source).pathname : source);
  const stem = last.slice(0, last.length - extname(last).length) || "picture";
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? "" : `-${number}`}.overlay.png`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function notWritable(path: string, error: unknown): OcrEcoError {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return new OcrEcoError(
    "OUTPUT_NOT_WRITABLE",
    `The overlay cannot be written to ${path} (${code}). Name a file or folder that you can write to.`,
    {
      cause: error,
    },
  );
}
