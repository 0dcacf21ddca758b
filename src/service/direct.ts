import { realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { OcrEcoError } from "../errors.ts";
import { fileSource } from "../images/find.ts";
import type { Reading } from "../reading/reading.ts";
import type { Acceptance } from "../webhook/acceptance.ts";
import { resultOf } from "../webhook/payload.ts";
import type { Result } from "../webhook/schema.ts";
import type { PictureReader } from "./picture-reader.ts";

export interface DirectOptions {
  readonly reader: PictureReader;
  readonly acceptance: Acceptance;
  /** Seconds to wait for a worker. */
  readonly waitSeconds: number;
  /** Folder below which pictures of this machine are read; `null` reads none. */
  readonly localRoot: string | null;
}

/** A picture that somebody tries. */
interface Tried {
  readonly result: Result;
  readonly reading: Reading;
}

/** Has a picture read, as it says. */
type Read = (waiting: { urgent: true; waitSeconds: number }) => Promise<Reading>;

/**
 * Readings while the caller waits: no queue, no webhook. They share the workers with the queue, go before what waits
 * there, and are refused with `WORKERS_BUSY` rather than kept for long.
 */
export class DirectReader {
  readonly #with: DirectOptions;
  readonly #inHand = new Set<Promise<unknown>>();

  constructor(options: DirectOptions) {
    this.#with = options;
  }

  /** Resolves when what is read now has been. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#inHand);
  }

  readAddress(address: string): Promise<Result> {
    const { reader } = this.#with;
    return this.#read((waiting) => reader.readAddress(address, new Date(), waiting));
  }

  /** `name` is what failures call the picture. */
  readBytes(name: string, bytes: Uint8Array): Promise<Result> {
    const { reader } = this.#with;
    return this.#read((waiting) => reader.readBytes(name, bytes, new Date(), waiting));
  }

  /** The same, with where on the picture everything was found; nothing of it is kept. */
  tryBytes(name: string, bytes: Uint8Array): Promise<Tried> {
    const { reader, acceptance } = this.#with;
    return this.#reading((waiting) => reader.readBytes(name, bytes, new Date(), waiting, false)).then(
      (reading) => ({ result: resultOf(reading, acceptance), reading }),
    );
  }

  /** Reads a picture below the configured folder. Throws `LOCAL_OFF`, `FILE_NOT_FOUND` or `FILE_NOT_READABLE`. */
  async readLocal(path: string): Promise<Result> {
    const { localRoot } = this.#with;
    if (localRoot === null) {
      throw new OcrEcoError(
        "LOCAL_OFF",
        "Pictures of this machine are not read: LOCAL_IMAGE_ROOT is not set.",
      );
    }
    const file = await below(localRoot, path);
    // The caller knows the picture by the name that he gave; the folders above it are not his affair.
    const bytes = await fileSource(file)
      .load()
      .catch(() => {
        throw new OcrEcoError("FILE_NOT_READABLE", `${path} cannot be read. Check its permissions.`);
      });
    return this.readBytes(path, bytes);
  }

  async #read(read: Read): Promise<Result> {
    return resultOf(await this.#reading(read), this.#with.acceptance);
  }

  async #reading(read: Read): Promise<Reading> {
    const { waitSeconds } = this.#with;
    const waiting = { urgent: true, waitSeconds } as const;
    // A worker may have died of another picture, or been ended by somebody.
    const reading = read(waiting).catch((error: unknown) => {
      if (error instanceof OcrEcoError && error.code === "WORKER_DIED") return read(waiting);
      throw error;
    });
    this.#inHand.add(reading);
    try {
      return await reading;
    } finally {
      this.#inHand.delete(reading);
    }
  }
}

/** The real path of what is named below `root`. What leads out of it, also by a link, does not exist. */
async function below(root: string, path: string): Promise<string> {
  const missing = new OcrEcoError("FILE_NOT_FOUND", `${path} does not exist below LOCAL_IMAGE_ROOT.`);
  try {
    const top = await realpath(root);
    const found = await realpath(isAbsolute(path) ? path : join(top, path));
    const inside = relative(top, found);
    // A pipe would be waited for without end.
    if (!(await stat(found)).isFile()) throw missing;
    if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      throw missing;
    return found;
  } catch {
    throw missing;
  }
}
