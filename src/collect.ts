import { freeBytes } from "./free-buffer.ts";

/** Bytes of the first buffer, which doubles as it fills. */
const firstBytes = 64 * 1024;

/**
 * Joins what arrives, and stops with `failure` as soon as it is more than `most` bytes. What comes in pieces of a byte each
 * takes no more memory than the same in one: nothing is kept of a piece but its bytes. `areOurs` is for pieces that nobody
 * else looks at again: their memory is given back at once.
 */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  failure: () => Error,
  areOurs = false,
): Promise<Uint8Array> {
  let buffer = new Uint8Array(Math.min(firstBytes, most));
  let length = 0;
  for await (const part of chunks) {
    const end = length + part.length;
    if (end > most) throw failure();
    if (end > buffer.length) {
      const grown = new Uint8Array(Math.min(most, Math.max(end, 2 * buffer.length)));
      grown.set(buffer.subarray(0, length));
      freeBytes(buffer);
      buffer = grown;
    }
    buffer.set(part, length);
    length = end;
    if (areOurs) freeBytes(part);
  }
  const whole = buffer.slice(0, length);
  freeBytes(buffer);
  return whole;
}
