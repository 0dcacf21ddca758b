import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** How long what was found of the cache is good enough, in milliseconds: it has thousands of files. */
const freshFor = 60_000;

/** Tells how much room pictures and readings take that are kept. */
export class CacheMeter {
  readonly #folder: string;
  #found: { readonly bytes: number; readonly at: number } | null = null;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, "cache");
  }

  /** In bytes; at most a minute old. */
  async bytes(): Promise<number> {
    const now = performance.now();
    if (this.#found === null || now - this.#found.at > freshFor)
      this.#found = { bytes: await below(this.#folder), at: now };
    return this.#found.bytes;
  }
}

async function below(folder: string): Promise<number> {
  let bytes = 0;
  // No such folder: nothing was kept yet. A folder that is deleted meanwhile: nothing is left.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isFile()) bytes += await sizeOf(join(entry.parentPath, entry.name));
  return bytes;
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.size ?? 0;
}
