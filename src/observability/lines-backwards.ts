import type { FileHandle } from "node:fs/promises";

/** Bytes that are read at once. */
const piece = 65_536;
/** Bytes of a line; a longer one is passed over, so that no file makes us hold all of it. */
export const longestLine = 65_536;
const lineBreak = 0x0a;

/** A line of a file, and where it begins. */
export interface PlacedLine {
  readonly start: number;
  readonly line: Buffer;
}

/**
 * The lines of a file that begin at or behind `from` and end before `until`, both in bytes, the last one first, without
 * empty ones. Reads piece by piece from the end, and no more than is asked for. A line that stands at `from`, and not at the
 * beginning of the file, is left to whoever asks for what is before: whether it begins there cannot be seen from here.
 */
export async function* linesBackwards(
  file: FileHandle,
  { from, until }: { readonly from: number; readonly until: number },
): AsyncGenerator<PlacedLine> {
  /** The end of a line whose beginning is not read yet. */
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for (let at = until; at > from; ) {
    const size = Math.min(piece, at - from);
    at -= size;
    const text = Buffer.concat([await readAt(file, at, size), rest]);
    let stop = text.length;
    for (let found = breakBefore(text, stop); found !== -1; found = breakBefore(text, stop)) {
      const line = text.subarray(found + 1, stop);
      if (line.length > 0 && !isTooLong) yield { start: at + found + 1, line };
      isTooLong = false;
      stop = found;
    }
    rest = text.subarray(0, stop);
    if (rest.length <= longestLine) continue;
    isTooLong = true;
    rest = Buffer.alloc(0);
  }
  if (from === 0 && rest.length > 0 && !isTooLong) yield { start: 0, line: rest };
}

function breakBefore(text: Buffer, stop: number): number {
  // A negative place would count from the end.
  return stop === 0 ? -1 : text.lastIndexOf(lineBreak, stop - 1);
}

/** So many bytes of a file, or those that it still has. */
export async function readAt(file: FileHandle, at: number, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(buffer, filled, size - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
