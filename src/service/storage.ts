import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** How long what was found of the cache is good enough, in milliseconds: it has thousands of files. */
const freshFor = 60_000;

/** Tells how much of its data folder the service uses, in bytes. */
export class StorageMeter {
  readonly #folder: string;
  #cache: { readonly bytes: number; readonly at: number } | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The database, with what is not yet in its main file. */
  async database(): Promise<number> {
    const files = ["queue.db", "queue.db-wal"].map((name) => sizeOf(join(this.#folder, name)));
    return (await Promise.all(files)).reduce((sum, size) => sum + size, 0);
  }

  /** Pictures and readings that are kept; at most a minute old. */
  async cache(): Promise<number> {
    const now = performance.now();
    if (this.#cache === null || now - this.#cache.at > freshFor)
      this.#cache = { bytes: await below(join(this.#folder, "cache")), at: now };
    return this.#cache.bytes;
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
