/**
 * What a worker and the process that owns the GPU send each other over their socket: numbers in the machine's own order
 * (both run on it), as a header of four whole numbers of 32 bits and the floats behind it:
 *
 * | bytes of the frame | id | slot, or how it ended | columns of its rows that were asked about | floats … |
 */
export interface Frame {
  /** Names a question; its answer has the same. */
  readonly id: number;
  /** Of a question the slot, of an answer one of `ends`. */
  readonly tag: number;
  /** Of a question: see `ModelInput`; of an answer 0. */
  readonly width: number;
  readonly numbers: Float32Array;
}

/** How a question ended: with numbers, or with none. */
export const ends = { done: 0, refused: 1 } as const;

const headerBytes = 16;
/** The largest input is a picture of 3 × 768 × 320 numbers; whoever announces more than this is none of ours. */
const mostBytes = 64 * 2 ** 20;

/** A frame to write numbers into, and the bytes to send. */
export function newFrame(
  id: number,
  tag: number,
  width: number,
  count: number,
): { readonly bytes: Uint8Array; readonly numbers: Float32Array } {
  const buffer = new ArrayBuffer(headerBytes + 4 * count);
  new Uint32Array(buffer, 0, 4).set([buffer.byteLength, id, tag, width]);
  return { bytes: new Uint8Array(buffer), numbers: new Float32Array(buffer, headerBytes) };
}

/** Puts frames together from the pieces in which they arrive. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #header = new Uint8Array(headerBytes);
  #frame: Uint8Array | null = null;
  #filled = 0;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  /** Throws when what arrives is no frame. */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; ) {
      const into = this.#frame ?? this.#header;
      const part = piece.subarray(at, at + into.length - this.#filled);
      into.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < into.length) continue;
      if (this.#frame === null) this.#begin();
      else this.#end(this.#frame);
    }
  }

  #begin(): void {
    const [length = 0] = new Uint32Array(this.#header.buffer, 0, 1);
    if (length < headerBytes || length > mostBytes || length % 4 !== 0)
      throw new Error(`no frame is ${length} bytes long`);
    this.#frame = new Uint8Array(length);
    this.#frame.set(this.#header);
    if (length === headerBytes) this.#end(this.#frame);
  }

  #end(frame: Uint8Array): void {
    const [, id = 0, tag = 0, width = 0] = new Uint32Array(frame.buffer, 0, 4);
    this.#frame = null;
    this.#filled = 0;
    this.#onFrame({ id, tag, width, numbers: new Float32Array(frame.buffer, headerBytes) });
  }
}

/** Sends frames through a socket that may take only a part of one at a time. */
export class FrameSender {
  readonly #write: (bytes: Uint8Array) => number;
  readonly #waiting: Uint8Array[] = [];

  constructor(write: (bytes: Uint8Array) => number) {
    this.#write = write;
  }

  send(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    if (this.#waiting.length === 1) this.flush();
  }

  /** Goes on where the socket was full. */
  flush(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const written = Math.max(0, this.#write(first));
      if (written < first.length) {
        this.#waiting[0] = first.subarray(written);
        return;
      }
      this.#waiting.shift();
    }
  }
}
