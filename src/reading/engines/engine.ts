import type { Effort } from "../effort.ts";
import type { Box, Raster } from "../image/raster.ts";

/** A run of characters without a gap, as one engine read it. */
export interface Word {
  readonly text: string;
  readonly box: Box;
  /** How sure the engine is, 0–1. Engines are calibrated differently: compare only within one. */
  readonly confidence: number;
  /** The x of each character's centre, from engines that know it. */
  readonly centres?: readonly number[];
}

/** One line of text with the words it consists of, from left to right. */
export interface Line {
  readonly text: string;
  readonly box: Box;
  readonly confidence: number;
  readonly words: readonly Word[];
  /** Who read it, where several may have. */
  readonly reader?: EngineName;
}

/**
 * How closely a picture is searched for text: small type is found from near, very large type from afar. `document` is for
 * pages of text: it finds type of the size that documents are printed in, its spaces, and where each word begins and ends.
 */
export type Detail = "usual" | "fine" | "coarse" | "document";

/** What keeps a search from costing as much as the one before it. Engines that find and read in one go take no heed. */
export interface Bounds {
  /** Lines that were read before: what is found in the same place is not read again. */
  readonly known?: readonly Line[];
  /** Only to see how the picture stands: so many lines, the widest ones, are read at most, and nobody helps who reads them. */
  readonly sample?: number;
  /** Is asked before each line is read; what stands highest is read first. */
  readonly effort?: Effort;
}

export type EngineName = "tally" | "paddle" | "tesseract";

/** One way to read a number a second time. Runs in a worker process only: its code may take the process down. */
export interface SecondReader {
  readonly name: EngineName;
  /**
   * Reads a piece that is known to hold one line of text, for a second opinion, in one way after the other
   * until `settles` accepts a reading. Returns the accepted one, else the first, `null` when nothing was read.
   */
  recognizeLine(image: Raster, box: Box, settles: (line: Line) => boolean): Promise<Line | null>;
}

/** One way to find text in a picture. Runs in a worker process only, too. */
export interface OcrEngine {
  readonly name: EngineName;
  /**
   * How sure a sample that stands upright is at least, by the character, 0–1, of engines whose samples are read by one reader alone
   * where another one helps with all else. Without it samples are read as everything is.
   */
  readonly sampleConfidence?: number;
  /**
   * Finds the text lines of an upright picture, in no particular order. `fine` and `coarse` may find what `usual`
   * does not; engines that know one way of searching only take it always.
   */
  recognize(image: Raster, detail?: Detail, bounds?: Bounds): Promise<Line[]>;
}
