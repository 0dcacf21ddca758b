import type { OcrEcoError } from "./errors.ts";

/** Joins what arrives, and stops with `failure` as soon as it is more than `most` bytes. */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  failure: () => OcrEcoError,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of chunks) {
    length += part.length;
    if (length > most) throw failure();
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
