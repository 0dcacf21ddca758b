import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { OcrEcoError } from "../../src/errors.ts";

/** Decides where overlays go and writes them. */
export interface OverlayFiles {
  /** Writes the overlay of the picture at this place in the list and returns its path. Throws `OUTPUT_NOT_WRITABLE`. */
  write(index: number, png: Uint8Array): string;
}

/**
 * `target` is a file when there is one picture and the path is no folder, else a folder, which is made.
 * `sources` are the pictures' names. Throws `OUTPUT_NOT_WRITABLE` before anything is read, when nothing can be
 * written there or a picture itself would be overwritten.
 */
export function overlayFiles(target: string, sources: readonly string[]): OverlayFiles {
  let folder: boolean;
  try {
    folder = sources.length > 1 || target.endsWith("/") || isFolder(target);
    if (sources.length > 1) checkIsNoFile(target, sources.length);
    if (!folder && !target.toLowerCase().endsWith(".png")) {
      throw new OcrEcoError(
        "USAGE",
        `Overlays are PNG pictures. Call the file ${target}.png, or name a folder.`,
      );
    }
    if (folder) mkdirSync(target, { recursive: true });
    accessSync(folder ? target : dirname(target), constants.W_OK);
  } catch (error) {
    if (error instanceof OcrEcoError) throw error;
    throw notWritable(target, error);
  }
  // All names before the first picture is read: which one finishes first must not decide.
  const taken = new Set<string>();
  const paths = sources.map((source) => (folder ? join(target, freeName(source, taken)) : target));
  const pictures = new Set(sources.map((source) => resolve(source)));
  const overwritten = paths.find((path) => pictures.has(resolve(path)));
  if (overwritten !== undefined) {
    throw new OcrEcoError(
      "OUTPUT_NOT_WRITABLE",
      `The overlay would overwrite the picture ${overwritten}. Name another file or folder.`,
    );
  }
  return {
    write(index, png) {
      const path = paths[index];
      if (path === undefined) throw new Error(`there is no picture ${index}`);
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

/** Throws `USAGE` where several overlays would have to go into one file, also one that is not there yet. */
function checkIsNoFile(target: string, count: number): void {
  if (isFolder(target)) return;
  const isFile = existsSync(target);
  if (!isFile && !/\.(png|jpe?g|webp|gif|tiff?|heic|avif)$/i.test(target)) return;
  throw new OcrEcoError(
    "USAGE",
    `${count} pictures are read, and ${target} ${isFile ? "is" : "looks like"} one file. Name a folder for their overlays, such as overlays/.`,
  );
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
