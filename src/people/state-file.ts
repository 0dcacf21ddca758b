import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { z } from "zod";
import { readSmallFile } from "../config/secret-files.ts";
import { reasonOf } from "../errors.ts";

interface Options<T> {
  readonly path: string;
  readonly schema: z.ZodType<readonly T[]>;
  readonly mostBytes: number;
  readonly warn: (sentence: string) => void;
  /** What follows where it makes no sense, and where it cannot be written: the end of a sentence that names the file. */
  readonly lost: string;
  readonly unkept: string;
}

/**
 * Keeps a list over a restart, for its owner's eyes alone. Without it nothing is wrong, only less comfortable: what cannot be
 * read is nothing, and what cannot be written is told of once.
 */
export class StateFile<T> {
  readonly #with: Options<T>;
  #isTold = false;

  constructor(options: Options<T>) {
    this.#with = options;
  }

  read(): readonly T[] {
    const { path, schema, mostBytes, warn, lost } = this.#with;
    try {
      return schema.parse(JSON.parse(readSmallFile(path, mostBytes)));
    } catch (error) {
      if (!(error instanceof Error && error.message === "the file does not exist"))
        warn(`${path} makes no sense, so ${lost}`);
      return [];
    }
  }

  write(list: readonly T[]): void {
    const { path, warn, unkept } = this.#with;
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      rmSync(temporary, { force: true });
      const descriptor = openSync(temporary, "wx", 0o600);
      try {
        writeFileSync(descriptor, JSON.stringify(list));
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, path);
    } catch (error) {
      if (this.#isTold) return;
      this.#isTold = true;
      warn(`${path} cannot be written (${reasonOf(error)}): ${unkept}`);
    }
  }
}
