import { readdir, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { CheckedFiles } from "./checked-files.ts";
import type { Shelf, ShelfLimits } from "./shelf.ts";
import { sweep } from "./sweep.ts";

/** How long the size that was found is good enough, in milliseconds: there are thousands of files. */
const freshFor = 60_000;

/** A folder of its own, which is made when there is something to keep. Names are paths in it. */
export class FolderShelf implements Shelf {
  readonly #folder: string;
  readonly #limits: ShelfLimits;
  readonly #mostBytes: number;
  readonly #files: CheckedFiles;
  /** Bytes in the folder, as far as this process knows; `null` before the first sweep. */
  #bytes: number | null = null;
  #found: { readonly bytes: number; readonly at: number } | null = null;
  #sweeping: Promise<void> | null = null;

  constructor(folder: string, limits: ShelfLimits) {
    this.#folder = folder;
    this.#limits = limits;
    this.#mostBytes = limits.mostMegabytes * 1e6;
    this.#files = new CheckedFiles(folder, limits.mostMilliseconds, limits.notesUse);
  }

  get place(): string {
    return this.#folder;
  }

  read(name: string): Promise<Uint8Array | null> {
    return this.#files.read(name);
  }

  async readAll(names: readonly string[]): Promise<(Uint8Array | null)[]> {
    const all: (Uint8Array | null)[] = [];
    for (const name of names) all.push(await this.read(name));
    return all;
  }

  async has(name: string): Promise<boolean> {
    const file = await stat(join(this.#folder, name)).catch(() => null);
    return file !== null && Date.now() - file.mtimeMs <= this.#limits.mostMilliseconds(name);
  }

  async write(name: string, content: Uint8Array, at?: Date): Promise<void> {
    if (content.length > this.#mostBytes) return;
    const written = await this.#files.write(name, content, at);
    if (this.#bytes !== null) this.#bytes += written;
    // Nobody waits for it. Replaced files are counted twice until then, which only makes it come early.
    if (this.#bytes === null || this.#bytes > this.#mostBytes) this.sweep().catch(() => {});
  }

  letGo(name: string): Promise<void> {
    return this.#files.letGo(name);
  }

  remove(name: string): Promise<void> {
    return this.#files.remove(name);
  }

  async namesFrom(beginning: string): Promise<string[]> {
    const folder = beginning.endsWith("/") ? beginning : dirname(beginning);
    const path = join(this.#folder, folder);
    // A folder that is not there holds none.
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.#folder, join(entry.parentPath, entry.name)))
      .filter((name) => name.startsWith(beginning));
  }

  async bytes(): Promise<number> {
    const now = performance.now();
    if (this.#found === null || now - this.#found.at > freshFor)
      this.#found = { bytes: await below(this.#folder), at: now };
    return this.#found.bytes;
  }

  async sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    await this.#sweeping;
  }

  async idle(): Promise<void> {
    await this.#sweeping?.catch(() => {});
  }

  close(): void {}

  async #sweep(): Promise<void> {
    const { mostMilliseconds } = this.#limits;
    this.#bytes = await sweep(this.#folder, { mostBytes: this.#mostBytes, mostMilliseconds });
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
