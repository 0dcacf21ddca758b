import { type FailureCode, OcrEcoError } from "../errors.ts";

/** Pauses before what could not be written is written again, in milliseconds. */
const pauses = { first: 500, most: 5_000 } as const;

interface Circumstances {
  /** Whether the service ends: then nobody waits for room any more, and what failed is tried once more at once. */
  readonly isStopped: () => boolean;
  /** Hears of each failure, and of the pause that follows. */
  readonly onFull: (error: OcrEcoError, pause: number) => void;
}

/** There was no room for it, nobody who could be told, or nobody who lets us: each may be otherwise in a while, once somebody has mended it. */
const passing: ReadonlySet<FailureCode> = new Set([
  "QUEUE_STORAGE_FULL",
  "QUEUE_UNREACHABLE",
  "QUEUE_REFUSED",
]);

function passes(error: unknown): error is OcrEcoError {
  return error instanceof OcrEcoError && passing.has(error.code);
}

/**
 * Writes something, again and again while the disk is full or the queue cannot be reached: what is written here has happened already, and would be
 * done once more, or forgotten, if it were not. Rejects with whatever else goes wrong.
 */
export async function untilWritten<T>(
  write: () => Promise<T>,
  { isStopped, onFull }: Circumstances,
): Promise<T> {
  let isLast = false;
  for (let pause: number = pauses.first; ; pause = Math.min(2 * pause, pauses.most)) {
    try {
      return await write();
    } catch (error) {
      if (!passes(error) || isLast) throw error;
      // Once more all the same: hearing of it, the caller may have given up what took the room.
      isLast = isStopped();
      onFull(error, isLast ? 0 : pause);
      if (!isLast) await Bun.sleep(pause);
    }
  }
}
