import { existsSync, readFileSync } from "node:fs";

/** Bytes of the log's header, and of the header of each frame, which is one page and what belongs to it. */
const headerBytes = { log: 32, frame: 24 } as const;
/** The two beginnings of a log; the last bit says in which order of bytes check sums are made. */
const magic = 0x377f0682;
/** What a page of ours has. */
const ownPageBytes = 4096;

type Sum = readonly [number, number];

/** A page as the log has it. */
interface Frame {
  readonly page: number;
  /** Pages of the database after the transaction that ends with this frame; 0 where it goes on, or cannot be told. */
  readonly pagesAfter: number;
  /** Where the page's bytes begin. */
  readonly at: number;
  /** Whether its check sum, which goes on from the one of the frame before, is right. */
  readonly isWhole: boolean;
}

export interface Log {
  readonly bytes: Buffer;
  readonly pageBytes: number;
  /** Those that belong to the log as it was last begun anew; what stands behind them is older. */
  readonly frames: readonly Frame[];
  readonly isHeaderWhole: boolean;
}

/**
 * Reads SQLite's write-ahead log (https://sqlite.org/fileformat2.html#walformat), beyond its first damaged frame: SQLite
 * takes that for the log's end, and forgets what stands behind it. A frame's check sum goes on from the one that is written
 * in the frame before, so each can be checked by itself. `null` without a log.
 */
export function readLog(file: string): Log | null {
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file);
  if (bytes.length <= headerBytes.log) return null;
  const isBigEndian = (bytes.readUInt32BE(0) & 1) === 1;
  const isKnown = (bytes.readUInt32BE(0) | 1) === (magic | 1);
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isKnown && isSum(bytes, 24, checkSum(words, 0, 24, [0, 0], !isBigEndian))) {
    const pageBytes = bytes.readUInt32BE(8);
    const frames = framesIn(bytes, words, pageBytes, bytes.subarray(16, 24), !isBigEndian);
    return { bytes, pageBytes, frames, isHeaderWhole: true };
  }
  // What a damaged header says may be wrong in every part: the pages are ours, and the salts those of the first frame.
  const salts = bytes.subarray(headerBytes.log + 8, headerBytes.log + 16);
  const [some = [], others = []] = [true, false].map((isLittle) =>
    framesIn(bytes, words, ownPageBytes, salts, isLittle),
  );
  const frames = some.length > others.length ? some : others;
  return { bytes, pageBytes: ownPageBytes, frames, isHeaderWhole: false };
}

function framesIn(
  bytes: Buffer,
  words: DataView,
  pageBytes: number,
  salts: Buffer,
  isLittleEndian: boolean,
): Frame[] {
  const frames: Frame[] = [];
  let before: Sum = [bytes.readUInt32BE(24), bytes.readUInt32BE(28)];
  for (let start: number = headerBytes.log; ; start += headerBytes.frame + pageBytes) {
    const at = start + headerBytes.frame;
    if (at + pageBytes > bytes.length) break;
    const isOfThisLog = salts.equals(bytes.subarray(start + 8, start + 16));
    const sum = () =>
      checkSum(words, at, pageBytes, checkSum(words, start, 8, before, isLittleEndian), isLittleEndian);
    frames.push({
      page: bytes.readUInt32BE(start),
      pagesAfter: isOfThisLog ? bytes.readUInt32BE(start + 4) : 0,
      at,
      isWhole: isOfThisLog && isSum(bytes, start + 16, sum()),
    });
    before = [bytes.readUInt32BE(start + 16), bytes.readUInt32BE(start + 20)];
  }
  // What an older log left behind, and what was never finished.
  while (frames.at(-1)?.isWhole === false) frames.pop();
  return frames;
}

/**
 * Whether a log has lost something that was on disk. What a power failure left of the last transaction is no such thing:
 * nobody was told of it, and its pages may have reached the disk in any order. But where a frame follows on a transaction's
 * end, that transaction was synced.
 */
export function isDamaged({ frames, isHeaderWhole }: Log): boolean {
  const bad = isHeaderWhole ? frames.findIndex(({ isWhole }) => !isWhole) : 0;
  if (bad === -1 || frames.length === 0) return false;
  const end = frames.findIndex(({ pagesAfter }, index) => index >= bad && pagesAfter !== 0);
  return end !== -1 && end < frames.length - 1;
}

/** The sum of pairs of 32-bit words, as SQLite makes it. */
function checkSum(words: DataView, start: number, length: number, before: Sum, isLittleEndian: boolean): Sum {
  let [one, two] = before;
  for (let at = start; at < start + length; at += 8) {
    one = (one + words.getUint32(at, isLittleEndian) + two) >>> 0;
    two = (two + words.getUint32(at + 4, isLittleEndian) + one) >>> 0;
  }
  return [one, two];
}

function isSum(bytes: Buffer, at: number, [one, two]: Sum): boolean {
  return bytes.readUInt32BE(at) === one && bytes.readUInt32BE(at + 4) === two;
}
