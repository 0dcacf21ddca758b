import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { readSmallFile } from "../config/secret-files.ts";
import { reasonOf } from "../errors.ts";
import { type Session, sessionSchema } from "./session.ts";

/** Bytes of the file: a thousand sessions have half of that. */
const mostBytes = 2_097_152;

const contentSchema = z.array(sessionSchema);

/**
 * Keeps sessions over a restart. It only ever saves people from signing in again: what cannot be read is nothing, and what
 * cannot be written is told of once.
 */
export class SessionFile {
  readonly #path: string;
  readonly #warn: (sentence: string) => void;
  #isTold = false;

  constructor(path: string, warn: (sentence: string) => void) {
    this.#path = path;
    this.#warn = warn;
  }

  read(): Session[] {
    try {
      return contentSchema.parse(JSON.parse(readSmallFile(this.#path, mostBytes)));
    } catch (error) {
      if (!(error instanceof Error && error.message === "the file does not exist"))
        this.#warn(`${this.#path} makes no sense, so everybody has to sign in again`);
      return [];
    }
  }

  write(sessions: readonly Session[]): void {
    const temporary = `${this.#path}.${process.pid}.tmp`;
    try {
      rmSync(temporary, { force: true });
      const descriptor = openSync(temporary, "wx", 0o600);
      try {
        writeFileSync(descriptor, JSON.stringify(sessions));
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, this.#path);
    } catch (error) {
      if (this.#isTold) return;
      this.#isTold = true;
      this.#warn(
        `${this.#path} cannot be written (${reasonOf(error)}): whoever signs in has to do so again after a restart`,
      );
    }
  }
}
