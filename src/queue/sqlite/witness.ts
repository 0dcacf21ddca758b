import { closeSync, constants, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { attempt } from "../../config/attempt.ts";

/** Digits of the number, and the letters of its check sum: always as many, so that it is written in its old place. */
const form = /^(\d{15}) transactions, check ([0-9a-f]{8})\n$/;

/** The name of the witness of a database. */
export function witnessOf(file: string): string {
  return `${file}.witness`;
}

/**
 * Says beside a database how many transactions it must hold, so that one that was emptied, replaced, or whose log was cut
 * off or deleted is found out: in the files of SQLite nothing shows it. Written after each commit and synced now and then,
 * because a process that is killed loses nothing that it wrote, and after a power failure it may say too little, never too
 * much.
 */
export class Witness {
  readonly #descriptor: number;
  #open = true;

  /** Begins to write the witness of a database, which knows of so many transactions. Throws what `openSync` throws. */
  constructor(file: string, count: number) {
    const { O_WRONLY, O_CREAT, O_NOFOLLOW } = constants;
    this.#descriptor = openSync(witnessOf(file), O_WRONLY | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      const length = this.#write(count);
      // One that made no sense may have been longer.
      ftruncateSync(this.#descriptor, length);
      fsyncSync(this.#descriptor);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Notes that so many transactions are on disk. One that cannot be noted is no less on disk. */
  note(count: number): void {
    attempt(
      () => this.#write(count),
      () => {},
    );
  }

  /** Has what was noted survive a power failure, too. */
  sync(): void {
    attempt(
      () => fsyncSync(this.#descriptor),
      () => {},
    );
  }

  close(): void {
    if (this.#open) closeSync(this.#descriptor);
    this.#open = false;
  }

  /** Gives back how many bytes that are. */
  #write(count: number): number {
    const digits = String(count).padStart(15, "0");
    return writeSync(this.#descriptor, `${digits} transactions, check ${checkOf(digits)}\n`, 0);
  }
}

/** What the witness of a database says; `null` where there is none, or it makes no sense. */
export function readWitness(file: string): number | null {
  const text = attempt(
    () => readFileSync(witnessOf(file), "latin1"),
    () => {},
  );
  const [, digits, check] = form.exec(text ?? "") ?? [];
  return digits === undefined || check !== checkOf(digits) ? null : Number(digits);
}

function checkOf(digits: string): string {
  return Bun.hash.crc32(digits).toString(16).padStart(8, "0");
}
