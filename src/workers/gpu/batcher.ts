import type { ModelInput } from "../../reading/engines/onnx/device.ts";

/** One input that waits for its turn. */
export interface Work {
  readonly slot: number;
  readonly input: ModelInput;
  /** Whether whoever asked is still there. */
  readonly isWanted: () => boolean;
  /** Is called once, with the output, or `null` when there will be none. */
  readonly done: (output: Float32Array | null) => void;
}

export interface BatcherOptions {
  /** For each slot: how many inputs run together at most. */
  readonly most: readonly number[];
  /** How long an input waits for others of its slot, in milliseconds. */
  readonly waitMs: number;
  /** After how many milliseconds nobody waits for an input any more. */
  readonly lateMs: number;
  /** Inputs that may wait at the same time. */
  readonly mostWaiting: number;
  /** Runs inputs of one slot, and gives their outputs in the same order; `null` for one that has none. */
  readonly run: (slot: number, inputs: readonly ModelInput[]) => Promise<readonly (Float32Array | null)[]>;
  /** Hears why a run failed. */
  readonly onFailure: (error: unknown) => void;
}

interface Waiting extends Work {
  readonly since: number;
}

/**
 * Puts inputs of one slot together, whoever they come from, and runs one batch after the other: two models that run at the same time
 * on Vulkan end the process (ONNX Runtime's issue 32561). An input waits for others only for a moment; while a batch runs,
 * more of them gather by themselves.
 */
export class Batcher {
  readonly #options: BatcherOptions;
  readonly #queues: Waiting[][];
  #waiting = 0;
  #isRunning = false;
  #timer: Timer | undefined;

  constructor(options: BatcherOptions) {
    this.#options = options;
    this.#queues = options.most.map(() => []);
  }

  /** Inputs that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes an input in; `false` when too many wait already. */
  add(work: Work): boolean {
    const queue = this.#queues[work.slot];
    if (queue === undefined || this.#waiting >= this.#options.mostWaiting) return false;
    this.#keep(queue, { ...work, since: performance.now() });
    this.#next();
    return true;
  }

  #next(): void {
    if (this.#isRunning) return;
    clearTimeout(this.#timer);
    const now = performance.now();
    this.#dropLate(now);
    const queue = this.#oldest(
      ({ length, most, since }) => length >= most || now - since >= this.#options.waitMs,
    );
    if (queue !== null) {
      void this.#run(queue);
      return;
    }
    const first = this.#oldest(() => true);
    const since = first === null ? undefined : this.#queues[first]?.[0]?.since;
    if (since === undefined) return;
    this.#timer = setTimeout(() => this.#next(), Math.max(0, since + this.#options.waitMs - now));
  }

  /** The queue whose first input has waited longest, of those that are due. */
  #oldest(
    isDue: (queue: { readonly length: number; readonly most: number; readonly since: number }) => boolean,
  ): number | null {
    let [found, least] = [null as number | null, Number.POSITIVE_INFINITY];
    for (const [slot, { length, 0: first }] of this.#queues.entries()) {
      if (first === undefined || first.since >= least) continue;
      if (isDue({ length, most: this.#options.most[slot] ?? 1, since: first.since }))
        [found, least] = [slot, first.since];
    }
    return found;
  }

  /** Whoever asked has had it done elsewhere by now, or is gone. */
  #dropLate(now: number): void {
    for (const queue of this.#queues) {
      for (const each of this.#take(queue, queue.length)) {
        if (now - each.since < this.#options.lateMs && each.isWanted()) this.#keep(queue, each);
        else each.done(null);
      }
    }
  }

  #keep(queue: Waiting[], each: Waiting): void {
    queue.push(each);
    this.#waiting++;
  }

  #take(queue: Waiting[], count: number): Waiting[] {
    this.#waiting -= count;
    return queue.splice(0, count);
  }

  async #run(slot: number): Promise<void> {
    const queue = this.#queues[slot] ?? [];
    const batch = this.#take(queue, Math.min(queue.length, this.#options.most[slot] ?? 1));
    this.#isRunning = true;
    try {
      const outputs = await this.#options.run(
        slot,
        batch.map(({ input }) => input),
      );
      for (const [index, { done }] of batch.entries()) done(outputs[index] ?? null);
    } catch (error) {
      for (const { done } of batch) done(null);
      this.#options.onFailure(error);
    }
    this.#isRunning = false;
    this.#next();
  }
}
