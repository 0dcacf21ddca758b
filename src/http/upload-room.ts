import { OcrEcoError } from "../errors.ts";

/** The memory that uploads may take while they come in and are read, counted by what has come, not by what was announced. */
export class UploadRoom {
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #heldBy = new Map<string, number>();
  #held = 0;

  /** Bytes that all may hold together, and that one holder may. */
  constructor(most: number, mostOfOne: number) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** Takes room for bytes that came from `holder`. Throws `WORKERS_BUSY` where others, or it, hold too many. */
  take(holder: string, bytes: number): void {
    const own = (this.#heldBy.get(holder) ?? 0) + bytes;
    if (own > this.#mostOfOne || this.#held + bytes > this.#most) {
      throw new OcrEcoError(
        "WORKERS_BUSY",
        "Too many uploads are being read at the moment. Try again in a few seconds.",
      );
    }
    this.#heldBy.set(holder, own);
    this.#held += bytes;
  }

  giveBack(holder: string, bytes: number): void {
    this.#held -= bytes;
    const own = (this.#heldBy.get(holder) ?? 0) - bytes;
    if (own > 0) this.#heldBy.set(holder, own);
    else this.#heldBy.delete(holder);
  }
}
