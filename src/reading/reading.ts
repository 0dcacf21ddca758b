import type { AppClass } from "./apps/profile.ts";
import type { EngineName, Line } from "./engines/engine.ts";
import type { Fields } from "./extract/fields.ts";
import type { Values } from "./extract/values.ts";
import type { ImageFormat } from "./image/format.ts";
import type { Box } from "./image/raster.ts";
import type { Turn } from "./image/turn.ts";
import type { Reason } from "./reasons.ts";
import type { Scope } from "./scope/scope.ts";
import type { Signal } from "./signals/signal.ts";
import type { Status } from "./verdict.ts";

/** Everything that was made of one picture. Plain data: it crosses process borders. */
export interface Reading {
  readonly status: Status;
  /** The step count, only when it is sure enough to be booked without a human look. */
  readonly steps: number | null;
  /** The step count when it is doubtful. */
  readonly candidateSteps: number | null;
  readonly confidence: number;
  /** Why; what speaks against the number comes first. */
  readonly reasons: readonly Reason[];
  /** The app's own name, or `null` when it was not recognised. */
  readonly app: string | null;
  readonly appClass: AppClass;
  readonly page: string | null;
  /** What the number is the count of; `null` without one. Only a `day` is ever verified. */
  readonly scope: Scope | null;
  readonly locale: "en" | "id" | null;
  readonly theme: "light" | "dark";
  /** The chosen number as printed, and the lines that make it the step count. */
  readonly evidence: {
    readonly text: string;
    readonly box: Box;
    readonly ties: readonly { text: string; box: Box }[];
    /** What the second engine read where the number stands, empty for nothing; `null` where none was asked. */
    readonly second: { readonly engine: EngineName; readonly text: string } | null;
    /** Other counts that the screen calls steps, too, and that were not chosen. */
    readonly others: readonly { text: string; box: Box }[];
  } | null;
  /** What may show that the picture was edited or is an old one; empty when not asked for. */
  readonly signals: readonly Signal[];
  /** As printed. */
  readonly fields: Fields;
  /** The same in units. */
  readonly values: Values;
  /** All lines in reading order. */
  readonly lines: readonly Line[];
  readonly image: ImageFacts;
  /** The engines that looked at the picture, the first one at all of it. */
  readonly engines: readonly EngineName[];
  readonly warnings: readonly string[];
  /** Wall-clock milliseconds from bytes to reading. */
  readonly milliseconds: number;
}

interface ImageFacts {
  readonly format: ImageFormat;
  /** Size of the upright picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** Dots an inch of the upright picture, where the file says so. */
  readonly dpi: number | null;
  /** By how much it was turned clockwise to stand upright, in degrees, besides what its EXIF says. */
  readonly turned: Turn;
  readonly bytes: number;
  readonly sha256: string;
  /** See `signals/perceptual-hash.ts`; empty when not asked for, or without a step count. */
  readonly perceptualHash: string;
}
