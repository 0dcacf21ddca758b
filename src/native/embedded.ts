import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Layout, layoutName } from "./layout.ts";
import { readInto } from "./read-into.ts";

/** True inside the one executable, false when the program runs from its source files. */
export const isCompiled: boolean = Bun.isStandaloneExecutable;

/** The folder inside the executable that the build puts all embedded files into. */
export const embeddedFolder = "embedded";

/** Where the executable keeps its embedded files: a path that exists only inside this process. */
export function embeddedPath(name: string): string {
  return join(import.meta.dir, embeddedFolder, name);
}

/** Reads `size` bytes of an embedded file, from `start` on; without a size, up to its end. */
export type EmbeddedReader = (name: string, start?: number, size?: number) => Uint8Array<ArrayBuffer>;

/** The file that this process runs, also after an update has put another in its place. */
const ownFile = "/proc/self/exe";

let ownReader: EmbeddedReader | null | undefined;

/**
 * An embedded file of the executable. Bun has the whole executable mapped, and `node:fs` copies from there: each page of it then
 * counts to the memory of this process for good. So this reads the file instead.
 */
export function readEmbedded(name: string): Uint8Array<ArrayBuffer> {
  return readOwn(name) ?? new Uint8Array(readFileSync(embeddedPath(name)));
}

/** The same for parts of an embedded file: reads `size` bytes from `start` on. */
export type PartReader = (start: number, size: number) => Uint8Array<ArrayBuffer>;

/** Reads an embedded file in parts. */
export function openEmbedded(name: string): PartReader {
  let mapped: Uint8Array<ArrayBuffer> | undefined;
  return (start, size) => {
    const part = readOwn(name, start, size);
    if (part !== null) return part;
    mapped ??= new Uint8Array(readFileSync(embeddedPath(name)));
    return mapped.slice(start, start + size);
  };
}

/** `null` where the file cannot be read: no more files may be opened, say. What is mapped is there all the same. */
function readOwn(...part: Parameters<EmbeddedReader>): Uint8Array<ArrayBuffer> | null {
  if (ownReader === undefined) ownReader = fileReader(ownFile, readFileSync(embeddedPath(layoutName)));
  try {
    return ownReader === null ? null : ownReader(...part);
  } catch {
    return null;
  }
}

/**
 * Reads embedded files from a file which holds them as `layout`, the content of one of them, says. `null` when it cannot be read, or
 * is another one: where a loader was told to run the executable, the loader is what the kernel knows the process by. What it
 * returns throws the file system's error, or when the file ends too early.
 */
export function fileReader(path: string, layout: Uint8Array): EmbeddedReader | null {
  const { files }: Layout = JSON.parse(Buffer.from(layout).toString());
  const read: EmbeddedReader = (name, start = 0, size) => {
    const [offset, whole] = files[name] ?? refuse(name);
    const bytes = new Uint8Array(Math.min(size ?? whole, whole - start));
    const descriptor = openSync(path, "r");
    try {
      if (readInto(descriptor, bytes, offset + start) < bytes.length)
        throw new Error(`${path} ends within ${name}`);
    } finally {
      closeSync(descriptor);
    }
    return bytes;
  };
  try {
    return Buffer.compare(read(layoutName), layout) === 0 ? read : null;
  } catch {
    return null;
  }
}

function refuse(name: string): never {
  throw new Error(`There is no embedded file called ${name}.`);
}
