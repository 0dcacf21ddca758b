import { readSync } from "node:fs";

/**
 * Fills `bytes` from an open file as far as that reaches, and returns how far. It begins at `position`; with `null` where the last
 * read of the file ended. Throws the file system's error.
 */
export function readInto(descriptor: number, bytes: Uint8Array, position: number | null): number {
  let done = 0;
  while (done < bytes.length) {
    const from = position === null ? null : position + done;
    const count = readSync(descriptor, bytes, done, bytes.length - done, from);
    if (count === 0) break;
    done += count;
  }
  return done;
}
