import type { Socket } from "bun";
import type { Device, ModelName } from "../../reading/engines/onnx/device.ts";
import { type Shape, sizeOf } from "../../reading/engines/onnx/model.ts";
import { ends, FrameReader, FrameSender, newFrame } from "./frames.ts";
import { type Slot, slotFor } from "./slots.ts";

/** What a worker has to know to have models run on the GPU. */
export interface GpuAccess {
  /** The socket of the process that owns it. */
  readonly path: string;
  readonly slots: readonly Slot[];
  /** Milliseconds that a picture may wait for it in all, from when it begins. */
  readonly deadlineMs: number;
  /** Whether it is ready now. */
  readonly isReady: boolean;
}

/** Lines of one picture that wait for the GPU at the same time: about as many as a screen has. */
const lines = 32;
/** Milliseconds after which it is tried again to reach a GPU that was lost; twice as many each time that it is in vain. */
const [firstPause, longestPause] = [500, 8000];

interface Connected {
  readonly socket: Socket<undefined>;
  readonly sender: FrameSender;
}

/**
 * The GPU, as a worker has it: by way of the process that owns it. What that does not answer within the deadline, or refuses,
 * the worker does itself; then nothing is asked for a moment, so that not every line waits for a GPU that is gone. The deadline
 * is a picture's: a GPU that is slow at each of its runs would cost it seconds for each, and in the end its time.
 */
export class GpuConnection implements Device {
  readonly #access: GpuAccess;
  readonly #asked = new Map<number, (numbers: Float32Array | null) => void>();
  #current: Connected | null = null;
  #opening: Promise<Connected | null> | null = null;
  #notBefore = 0;
  #pauseMs = firstPause;
  /** Since when something is asked, how long the picture has waited before, and what ends that. */
  #since = 0;
  #waitedMs = 0;
  #timer: Timer | undefined;
  #isLate = false;
  /** Whether it answered, and whether it was lost, since the picture began. */
  #hasAnswered = false;
  #wasLost = false;
  #nextId = 1;
  #fellBack = 0;

  constructor(access: GpuAccess) {
    this.#access = access;
  }

  get isThere(): boolean {
    return this.#access.isReady && !this.#isLost;
  }

  get lines(): number {
    return this.#isLost ? 1 : lines;
  }

  /** What is asked from now on is asked for another picture. */
  beginPicture(): void {
    if (this.#hasAnswered && !this.#wasLost) this.#pauseMs = firstPause;
    [this.#hasAnswered, this.#wasLost, this.#isLate] = [false, false, false];
    const isAsked = this.#asked.size > 0;
    if (isAsked) this.#stopClock();
    this.#waitedMs = 0;
    if (isAsked) this.#startClock();
  }

  /** How many runs it should have taken and did not, since it was asked last. */
  takeFellBack(): number {
    const count = this.#fellBack;
    this.#fellBack = 0;
    return count;
  }

  get #isLost(): boolean {
    return this.#isLate || performance.now() < this.#notBefore;
  }

  accepts(model: ModelName, from: Shape): Shape | null {
    const slot = this.#access.slots[slotFor(this.#access.slots, model, from)];
    if (slot === undefined) return null;
    if (!this.#isLost) return [1, ...slot.input];
    this.#fellBack++;
    return null;
  }

  async run(
    model: ModelName,
    shape: Shape,
    width: number,
    fill: (input: Float32Array) => void,
  ): Promise<Float32Array | null> {
    const numbers = await this.#ask(slotFor(this.#access.slots, model, shape), shape, width, fill);
    if (numbers === null) this.#fellBack++;
    return numbers;
  }

  async #ask(
    slot: number,
    shape: Shape,
    width: number,
    fill: (input: Float32Array) => void,
  ): Promise<Float32Array | null> {
    const connected = await this.#connect();
    // It may be gone again by now.
    if (connected === null || connected !== this.#current) return null;
    const id = this.#nextId;
    this.#nextId = (id + 1) >>> 0;
    const frame = newFrame(id, slot, width, sizeOf(shape));
    fill(frame.numbers);
    return new Promise((resolve) => {
      if (this.#asked.size === 0) this.#startClock();
      this.#asked.set(id, resolve);
      connected.sender.send(frame.bytes);
    });
  }

  async #connect(): Promise<Connected | null> {
    if (this.#isLost) return null;
    if (this.#current !== null) return this.#current;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #open(): Promise<Connected | null> {
    const reader = new FrameReader(({ id, tag, numbers }) => {
      const answer = this.#asked.get(id);
      if (this.#asked.delete(id) && this.#asked.size === 0) this.#stopClock();
      this.#hasAnswered = true;
      answer?.(tag === ends.done ? numbers : null);
    });
    let connected: Connected | null = null;
    const gone = (): void => this.#lose(connected);
    try {
      const socket = await Bun.connect({
        unix: this.#access.path,
        socket: {
          data(_socket, piece) {
            try {
              reader.push(piece);
            } catch {
              gone();
            }
          },
          drain: () => connected?.sender.flush(),
          close: gone,
          error: gone,
        },
      });
      connected = { socket, sender: new FrameSender((bytes) => socket.write(bytes)) };
      this.#current = connected;
    } catch {
      this.#pause();
    }
    return connected;
  }

  /** Whatever was asked is not answered any more. */
  #lose(connected: Connected | null): void {
    // Of a connection that is lost already, nobody waits for anything.
    if (connected === null || connected !== this.#current) return;
    this.#current = null;
    this.#pause();
    connected.socket.terminate();
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    if (asked.length > 0) this.#stopClock();
    for (const answer of asked) answer(null);
  }

  #startClock(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#lose(this.#current);
    }, this.#access.deadlineMs - this.#waitedMs);
  }

  #stopClock(): void {
    clearTimeout(this.#timer);
    this.#waitedMs += performance.now() - this.#since;
  }

  #pause(): void {
    this.#wasLost = true;
    this.#notBefore = performance.now() + this.#pauseMs;
    this.#pauseMs = Math.min(longestPause, 2 * this.#pauseMs);
  }
}
