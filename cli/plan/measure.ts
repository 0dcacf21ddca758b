import { type Failure, OcrEcoError, toFailure } from "../../src/errors.ts";
import type { WorkerPool } from "../../src/workers/pool.ts";
import type { Measured } from "./capacity.ts";
import { type MemoryKind, memoryOf, processorSecondsOf } from "./processes.ts";

export interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Measurement {
  readonly measured: readonly Measured[];
  readonly memoryKind: MemoryKind;
  /** Numbers of workers that were not ready in time. */
  readonly late: readonly number[];
}

interface Wanted {
  /** Numbers of workers, rising. */
  readonly counts: readonly number[];
  /** For all of it; only pictures that are being read then make it longer. */
  readonly seconds: number;
  /** Hears of a picture that cannot be read, and is left out from then on. */
  readonly onLeftOut: (failure: Failure) => void;
}

/** How often is looked at the workers' memory, in milliseconds: between pictures they have less. */
const lookInterval = 400;

/**
 * Reads the pictures over and over with each number of workers in turn, as many at once as there are workers. Nothing is
 * cached. What a worker does first is not counted: it loads and warms up. Throws `WORKERS_UNAVAILABLE` and the like, and
 * what is wrong with the last picture when none can be read.
 */
export async function measure(
  pool: WorkerPool,
  pictures: readonly Picture[],
  { counts, seconds, onLeftOut }: Wanted,
): Promise<Measurement> {
  const began = performance.now();
  const measured: Measured[] = [];
  const late: number[] = [];
  const belt = new Belt(pool, pictures, onLeftOut);
  let memoryKind: MemoryKind = "pss";
  for (const [index, workers] of counts.entries()) {
    const end = began + (seconds * 1000 * (index + 1)) / counts.length;
    const isUp = (): boolean => pool.load.idle + pool.load.busy >= workers;
    await belt.run(workers, () => isUp() || performance.now() > end);
    if (!isUp()) {
      late.push(workers);
      continue;
    }
    // Every worker is free now, so each gets one.
    await belt.run(workers, () => true);
    const pids = pool.processIds;
    const all = [...pids, ...(pool.gpu?.device ? [pool.gpu.pid] : [])];
    let memoryMb = 0;
    const look = (): void => {
      const { mb, kind } = memoryOf(all);
      memoryMb = Math.max(memoryMb, mb);
      memoryKind = kind;
    };
    const timer = setInterval(look, lookInterval);
    try {
      const before = processorSecondsOf(pids);
      const lanes = await belt.run(workers, (last) => performance.now() + last / 2 > end);
      look();
      const busySeconds = lanes.reduce((sum, lane) => sum + lane.seconds, 0);
      measured.push({
        workers,
        // Of each for itself: they do not end at the same time.
        perMinute: lanes.reduce((sum, lane) => sum + (60 * lane.pictures) / lane.seconds, 0),
        coreShare: (processorSecondsOf(pids) - before) / busySeconds,
        memoryMb,
        pictures: lanes.reduce((sum, lane) => sum + lane.pictures, 0),
      });
    } finally {
      clearInterval(timer);
    }
  }
  return { measured, memoryKind, late };
}

/** What one after the other was read, and how long that took. */
interface Lane {
  readonly pictures: number;
  readonly seconds: number;
}

/** The pictures in a circle, so that every number of workers gets the same mixture. */
class Belt {
  readonly #pool: WorkerPool;
  readonly #onLeftOut: Wanted["onLeftOut"];
  #pictures: readonly Picture[];
  #next = 0;

  constructor(pool: WorkerPool, pictures: readonly Picture[], onLeftOut: Wanted["onLeftOut"]) {
    this.#pool = pool;
    this.#pictures = pictures;
    this.#onLeftOut = onLeftOut;
  }

  /** Reads in so many lanes until `isEnough`, which hears how many milliseconds the last picture took: one at least. */
  run(lanes: number, isEnough: (lastMs: number) => boolean): Promise<Lane[]> {
    return Promise.all(Array.from({ length: lanes }, () => this.#lane(isEnough)));
  }

  async #lane(isEnough: (lastMs: number) => boolean): Promise<Lane> {
    let [pictures, spent] = [0, 0];
    for (;;) {
      const began = performance.now();
      if (!(await this.#readNext())) continue;
      const last = performance.now() - began;
      pictures++;
      spent += last;
      if (isEnough(last)) return { pictures, seconds: spent / 1000 };
    }
  }

  /** False for a picture that cannot be read. */
  async #readNext(): Promise<boolean> {
    const picture = this.#pictures[this.#next++ % this.#pictures.length];
    if (picture === undefined) throw new OcrEcoError("NO_PICTURES", "There is no picture to read.");
    try {
      await this.#pool.read(picture.name, picture.bytes);
      return true;
    } catch (error) {
      const failure = toFailure(error);
      if (!/^(IMAGE|OCR)_/.test(failure.code)) throw error;
      const left = this.#pictures.filter((each) => each !== picture);
      if (left.length === 0) throw error;
      if (left.length < this.#pictures.length) this.#onLeftOut(failure);
      this.#pictures = left;
      return false;
    }
  }
}
