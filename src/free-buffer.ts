/**
 * Gives the memory of a buffer back, which nobody may look at any more: some of ours are megabytes, and the engine, which sees
 * little of them, does not hurry to collect them.
 */
export function freeBuffer(buffer: ArrayBufferLike): void {
  // Moved to no room at all. What has none, or was given back before, may be anybody's, and cannot be moved twice.
  if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) buffer.transfer(0);
}

/** The same for bytes, where they are all that their buffer holds: small ones may share it with others. */
export function freeBytes({ buffer, byteLength }: Uint8Array): void {
  if (buffer.byteLength === byteLength) freeBuffer(buffer);
}
