import { realpath } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { OcrEcoError } from "../errors.ts";
import { fileSource } from "../images/find.ts";
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

/**
 * Readings while the caller waits: no queue, no webhook. They share the workers with the queue, go before what waits
 * there, and are refused with `WORKERS_BUSY` rather than kept for long.
 */
export class DirectReader {
  readonly #with: DirectOptions;

  constructor(options: DirectOptions) {
    this.#with = options;
  }

  async readAddress(address: string): Promise<Result> {
    const { reader, acceptance, waitSeconds } = this.#with;
    return resultOf(await reader.readAddress(address, new Date(), { urgent: true, waitSeconds }), acceptance);
  }

  /** `name` is what failures call the picture. */
  async readBytes(name: string, bytes: Uint8Array): Promise<Result> {
    const { reader, acceptance, waitSeconds } = this.#with;
    return resultOf(
      await reader.readBytes(name, bytes, new Date(), { urgent: true, waitSeconds }),
      acceptance,
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
    return this.readBytes(path, await fileSource(await below(localRoot, path)).load());
  }
}

/** The real path of what is named below `root`. What leads out of it, also by a link, does not exist. */
async function below(root: string, path: string): Promise<string> {
  const missing = new OcrEcoError("FILE_NOT_FOUND", `${path} does not exist below LOCAL_IMAGE_ROOT.`);
  try {
    const top = await realpath(root);
    const found = await realpath(isAbsolute(path) ? path : join(top, path));
    const inside = relative(top, found);
    if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      throw missing;
    return found;
  } catch {
    throw missing;
  }
}
