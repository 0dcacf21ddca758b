import { createReadStream, type Dirent, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { collect } from "../collect.ts";
import { OcrEcoError } from "../errors.ts";
import { fetchPicture } from "./fetch-picture.ts";
import type { DownloadLimits, Source } from "./source.ts";

/** Endings by which pictures are found in folders. A file that is named itself may have any. */
const endings = new Set([
  ".png",
  ".jpg",
  ".jpeg",
  ".webp",
  ".gif",
  ".tif",
  ".tiff",
  ".avif",
  ".heic",
  ".heif",
]);

/** Size beyond which a file is not loaded; screenshots have a few megabytes. */
const mostMegabytes = 100;

/**
 * Resolves what a user named: a file, a folder (all pictures in it and below), a glob, an http(s) address, or
 * `-` for standard input. An input without pictures becomes one source whose loading fails with the reason, so
 * that what is wrong with one input says nothing about the others.
 */
export function findPictures(input: string, limits: DownloadLimits): Source[] {
  try {
    return resolve(input, limits);
  } catch (error) {
    return [failing(input, error)];
  }
}

function resolve(input: string, limits: DownloadLimits): Source[] {
  if (input === "-")
    return [{ name: "standard input", load: () => limited("standard input", Bun.stdin.stream()) }];
  if (/^https?:\/\//i.test(input)) return [{ name: input, load: () => downloaded(input, limits) }];
  if (/^[a-z][a-z+.-]*:\/\//i.test(input)) {
    throw new OcrEcoError("URL_INVALID", `${input} cannot be loaded: only http and https addresses are.`);
  }
  if (input === "")
    throw new OcrEcoError("FILE_NOT_FOUND", "An empty name was given. Name a file or folder.");
  const kind = kindOf(input);
  if (kind === "folder") return picturesBelow(input);
  if (kind === "file") return [fileSource(input)];
  if (/[*?[{]/.test(input)) return picturesMatching(input);
  throw new OcrEcoError("FILE_NOT_FOUND", `${input} does not exist. Check the path.`);
}

/** The operator's own address: it may be one of this machine or network. */
async function downloaded(address: string, limits: DownloadLimits): Promise<Uint8Array> {
  return (await fetchPicture(address, { limits, guard: null })).bytes;
}

function kindOf(path: string): "file" | "folder" | "missing" {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return "missing";
    throw notReadable(path, error);
  }
}

/** All pictures in a folder and below. A folder below that cannot be read is one source that says so. */
function picturesBelow(folder: string): Source[] {
  const sources: Source[] = [];
  const visit = (path: string): void => {
    for (const entry of entriesOf(path)) {
      if (entry.name.startsWith(".")) continue;
      const inside = join(path, entry.name);
      if (entry.isDirectory()) {
        try {
          visit(inside);
        } catch (error) {
          sources.push(failing(inside, error));
        }
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        // Nothing else: a pipe that happens to lie there would be waited for without end.
        if (isNamedPicture(entry.name)) sources.push(fileSource(inside));
      }
    }
  };
  visit(folder);
  if (sources.length === 0) {
    throw new OcrEcoError(
      "NO_PICTURES",
      `${folder} holds no pictures. Name a folder with ${[...endings].join(", ")} files.`,
    );
  }
  return sources.sort((a, b) => asPeopleCount(a.name, b.name));
}

/** Whether a file is called like a picture. */
export function isNamedPicture(name: string): boolean {
  return endings.has(extname(name).toLowerCase());
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw notReadable(folder, error);
  }
}

function picturesMatching(pattern: string): Source[] {
  // With onlyFiles the scan would leave out links to files.
  const matches = [...new Bun.Glob(pattern).scanSync({ onlyFiles: false })].filter(
    (path) => kindOf(path) === "file",
  );
  if (matches.length === 0)
    throw new OcrEcoError("NO_PICTURES", `No file matches ${pattern}. Check the pattern.`);
  return matches.sort(asPeopleCount).map(fileSource);
}

/** The order in which people count: `s2` before `s10`. */
const asPeopleCount = new Intl.Collator("en", { numeric: true }).compare;

/** A source without a picture: loading it says why. */
function failing(name: string, error: unknown): Source {
  return { name, load: () => Promise.reject(error) };
}

/** A file as a source, whatever it is called. */
export function fileSource(path: string): Source {
  return {
    name: path,
    async load() {
      try {
        // As a stream, because a pipe or a device does not say how long it is.
        return await limited(path, createReadStream(path));
      } catch (error) {
        throw error instanceof OcrEcoError ? error : notReadable(path, error);
      }
    },
  };
}

function limited(name: string, chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return collect(
    chunks,
    mostMegabytes * 1e6,
    () =>
      new OcrEcoError(
        "IMAGE_TOO_LARGE",
        `${name} has more than ${mostMegabytes} MB: no screenshot has. Give the screenshot itself.`,
      ),
  );
}

function notReadable(path: string, error: unknown): OcrEcoError {
  const code = codeOf(error);
  if (code === "ENOENT") return new OcrEcoError("FILE_NOT_FOUND", `${path} does not exist any more.`);
  const what = code === "EACCES" || code === "EPERM" ? "you may not read it" : (code ?? String(error));
  return new OcrEcoError("FILE_NOT_READABLE", `${path} cannot be read (${what}). Check its permissions.`, {
    cause: error,
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
