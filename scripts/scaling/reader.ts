import { Fifo } from "./fifo.ts";

/** One instance that reads, as the simulation knows it: which jobs it has in hand, and which of its workers are free. */
export class Reader {
  readonly #most: number;
  readonly #workers: number;
  /** Jobs that it has claimed and has not ended. */
  readonly inHand = new Set<number>();
  /** Of those, the ones whose pictures are loaded and that no worker has yet. */
  #loaded = new Fifo();
  #free: number;
  isUp = true;

  /** It claims `inHandPerWorker` jobs for each worker, so that pictures are loaded while others are read. */
  constructor(workers: number, inHandPerWorker: number) {
    this.#workers = workers;
    this.#most = workers * inHandPerWorker;
    this.#free = workers;
  }

  /** Whether it asks the queue for more. */
  get hasRoom(): boolean {
    return this.isUp && this.inHand.size < this.#most;
  }

  get busy(): number {
    return this.isUp ? this.#workers - this.#free : 0;
  }

  /** A picture is there. Gives the job back where a worker begins to read it at once. */
  loaded(job: number): number | undefined {
    if (this.#free === 0) {
      this.#loaded.push(job);
      return undefined;
    }
    this.#free--;
    return job;
  }

  /** A worker is done with its picture. Gives the next one that it reads. */
  read(): number | undefined {
    const next = this.#loaded.shift();
    if (next === undefined) this.#free++;
    return next;
  }

  /** Its process dies. Gives what it had in hand, in the order in which it came in. */
  die(): number[] {
    const had = [...this.inHand].sort((one, other) => one - other);
    this.isUp = false;
    this.inHand.clear();
    this.#loaded = new Fifo();
    this.#free = this.#workers;
    return had;
  }
}
