import type { ReadStream, WriteStream } from "node:tty";
import type { Terminal } from "../output/terminal.ts";

/** What a command has of whoever started it: where it reads and writes, and how it starts what reads pictures. */
export interface Io {
  /** A terminal, where somebody can be asked. */
  readonly stdin: ReadStream;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Starts a worker, see `src/workers/child.ts`. */
  readonly worker: readonly string[];
}

/** A stream that is written to: a terminal, which can be drawn on, or anything else. */
export type Output = WriteStream | (Terminal & { readonly isTTY?: false });

/** One run of the program. */
export interface Invocation extends Io {
  /** With what it ends, when nothing is thrown. */
  status: number;
}
