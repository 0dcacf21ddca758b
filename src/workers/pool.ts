import { type FailureCode, OcrEcoError } from "../errors.ts";
import { defaultReadOptions, type ReadOptions } from "../reading/options.ts";
import type { GpuEvent, GpuState } from "./gpu/gpu.ts";
import type { PoolOptions } from "./pool-options.ts";
import type { Picture, WorkerResult } from "./protocol.ts";
import { Restarts } from "./restarts.ts";
import { WorkerProcess } from "./worker-process.ts";

/** What is wanted besides the reading, and what is known of the picture. */
export interface ReadRequest {
  readonly overlay?: boolean;
  readonly options?: ReadOptions;
  /** Goes before the pictures that wait already: somebody holds the line. */
  readonly urgent?: boolean;
  /** Rejects with `WORKERS_BUSY` when no worker was free for so many seconds. */
  readonly waitSeconds?: number;
}

interface Task {
  /** What failures call its picture. */
  readonly name: string;
  /** Has a worker do it, and resolves whoever waits for it; rejects as `WorkerProcess.read` does. */
  readonly run: (worker: WorkerProcess) => Promise<void>;
  readonly reject: (error: OcrEcoError) => void;
  attempts: number;
  patience?: Timer;
}

/** What the workers do now. */
export interface PoolLoad {
  readonly size: number;
  readonly busy: number;
  readonly idle: number;
  /** Pictures that wait for a worker. */
  readonly waiting: number;
}

/** What became of a worker process. */
export type PoolEvent =
  | { readonly type: "worker-ready"; readonly milliseconds: number }
  /** `given-up`: killed with its picture, for the reason that `code` names. `replaced`: it had read enough, or grown. */
  | { readonly type: "worker-ended"; readonly why: "died" | "replaced" }
  | { readonly type: "worker-ended"; readonly why: "given-up"; readonly code: FailureCode }
  | GpuEvent
  /** Runs of models for one picture that the GPU should have taken, and the CPU did. */
  | { readonly type: "gpu-fell-back"; readonly runs: number };

/** Workers in a row that may die before they are ready. */
const mostFailedStarts = 3;

/**
 * Reads pictures in child processes, because the code that decodes and reads them is native: what it breaks
 * is its own process. Workers start when there is something to do, up to `size`, or are all kept warm; they are killed
 * when a picture takes too long or too much memory, replaced when they die, and recycled when they grow.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<WorkerProcess>();
  /** The ends of workers that are no longer used, for `close` to wait for. */
  readonly #ending = new Set<Promise<void>>();
  readonly #waiting: Task[] = [];
  readonly #restarts = new Restarts();
  readonly #listeners = new Set<(event: PoolEvent) => void>();
  #warming: PromiseWithResolvers<void> | undefined;
  /** Whether a worker has been ready. */
  #isProven = false;
  #failedStarts = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    options.gpu?.listen((event) => this.#tell(event));
  }

  /** How the GPU is; `null` for a pool without one. */
  get gpu(): GpuState | null {
    return this.#options.gpu?.state ?? null;
  }

  /** How many pictures are read at the same time. */
  get size(): number {
    return this.#options.size;
  }

  /** Process ids of the living workers, for tests and for the operator's tools. */
  get processIds(): number[] {
    return [...this.#workers].map((worker) => worker.pid);
  }

  get load(): PoolLoad {
    const count = (state: "busy" | "idle"): number =>
      [...this.#workers].filter((worker) => worker.state === state).length;
    return {
      size: this.size,
      busy: count("busy"),
      idle: count("idle"),
      waiting: this.#waiting.length,
    };
  }

  /** Tells `listener` what becomes of workers from now on. */
  listen(listener: (event: PoolEvent) => void): void {
    this.#listeners.add(listener);
  }

  /** Starts one worker before there is a picture, so that loading overlaps with fetching. */
  warmUp(): void {
    if (this.#workers.size === 0) this.#start();
  }

  /**
   * Starts the workers of a pool that keeps them warm, and resolves when the first one has loaded its engines; the
   * others follow, since together they would all be late; at once for a pool of none. The GPU is ready by then, too, or known not to be. Rejects when
   * that cannot be: with what makes them unusable, `WORKERS_UNAVAILABLE`, `GPU_UNAVAILABLE`, or `WORKER_DIED` when the pool
   * is closed.
   */
  async warmUpAll(): Promise<void> {
    if (this.size === 0) return;
    this.#warming ??= Promise.withResolvers();
    const { promise } = this.#warming;
    // Where the GPU is what fails, nobody waits for it.
    promise.catch(() => {});
    // First: workers that start without it load all models themselves.
    await this.#options.gpu?.start();
    this.#assign();
    await promise;
  }

  /**
   * Reads one picture. `name` is what failures call it. Rejects with an `OcrEcoError`: `IMAGE_…` for what is
   * wrong with the picture, `OCR_TIMEOUT`, `OCR_MEMORY`, `WORKER_DIED`, `WORKERS_BUSY`, or what keeps every worker from starting;
   * a pool of none with `ROLE_ELSEWHERE`.
   */
  read(
    name: string,
    bytes: Uint8Array,
    { overlay = false, options = defaultReadOptions, urgent = false, waitSeconds }: ReadRequest = {},
  ): Promise<WorkerResult> {
    const picture: Picture = { name, bytes, overlay, options };
    const read = async (worker: WorkerProcess): Promise<WorkerResult> => {
      const result = await worker.read(picture);
      if (result.fellBack) this.#tell({ type: "gpu-fell-back", runs: result.fellBack });
      return result;
    };
    return this.#ask(name, read, { urgent, ...(waitSeconds === undefined ? {} : { waitSeconds }) });
  }

  /**
   * The picture as every browser shows it, in `viewFormat`: turned as its file says, and no further. Rejects as `read`
   * does.
   */
  view(name: string, bytes: Uint8Array, waitSeconds: number): Promise<Uint8Array> {
    return this.#ask(name, (worker) => worker.view(name, bytes), { urgent: true, waitSeconds });
  }

  #ask<Result>(
    name: string,
    work: (worker: WorkerProcess) => Promise<Result>,
    { urgent, waitSeconds }: { readonly urgent: boolean; readonly waitSeconds?: number },
  ): Promise<Result> {
    if (this.#closed) return Promise.reject(closing());
    if (this.size === 0) return Promise.reject(notHere());
    return new Promise((resolve, reject) => {
      const run = async (worker: WorkerProcess): Promise<void> => resolve(await work(worker));
      const task: Task = { name, run, reject, attempts: 0 };
      if (urgent) this.#waiting.unshift(task);
      else this.#waiting.push(task);
      this.#assign();
      if (waitSeconds !== undefined && this.#waiting.includes(task))
        task.patience = setTimeout(() => this.#refuse(task, waitSeconds), waitSeconds * 1000);
    });
  }

  /** Ends all workers and waits for that. Pictures that still wait are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#restarts.stop();
    this.#warming?.reject(closing());
    this.#rejectWaiting(closing());
    for (const worker of this.#workers) this.#discard(worker);
    await Promise.all([...this.#ending, this.#options.gpu?.close()]);
  }

  #assign(): void {
    for (const worker of this.#workers) {
      if (this.#waiting.length === 0) break;
      if (worker.state === "idle") this.#give(worker);
    }
    const { size, keepWarm } = this.#options;
    const starting = [...this.#workers].filter((worker) => worker.state === "starting").length;
    const missing = size - this.#workers.size;
    const needed = this.#isProven ? missing : Math.min(1 - starting, missing);
    const wanted = keepWarm ? needed : Math.min(this.#waiting.length - starting, missing);
    for (let count = 0; count < wanted; count++) this.#start();
  }

  #refuse(task: Task, seconds: number): void {
    const at = this.#waiting.indexOf(task);
    if (at === -1) return;
    this.#waiting.splice(at, 1);
    task.reject(
      new OcrEcoError("WORKERS_BUSY", `No worker was free for ${seconds} s. Try again in a few seconds.`),
    );
  }

  #start(): void {
    if (this.#closed || !this.#restarts.mayStart(() => this.#assign())) return;
    const began = performance.now();
    try {
      const worker: WorkerProcess = new WorkerProcess(this.#options, {
        onReady: () => {
          this.#failedStarts = 0;
          this.#isProven = true;
          this.#tell({ type: "worker-ready", milliseconds: performance.now() - began });
          this.#warming?.resolve();
          this.#assign();
        },
        onUnusable: ({ code, message }) => {
          this.#discard(worker);
          this.#restarts.noteDeath();
          this.#giveUp(new OcrEcoError(code, message));
        },
        onExit: (exit) => this.#onExit(worker, exit),
      });
      this.#workers.add(worker);
    } catch (error) {
      // No process could be made at all: the program's file is gone, or the machine is out of memory.
      this.#onFailedStart(`it could not be started (${error instanceof Error ? error.message : error})`, "");
    }
  }

  #give(worker: WorkerProcess): void {
    const task = this.#waiting.shift();
    if (task === undefined) return;
    clearTimeout(task.patience);
    task.attempts++;
    task.run(worker).then(
      () => {
        this.#restarts.noteSuccess();
        this.#afterPicture(worker);
      },
      (error: unknown) => {
        const isBroken = !(error instanceof OcrEcoError) || error.code === "INTERNAL";
        // After a defect nobody knows what still works in that process.
        if (isBroken && worker.state === "idle") this.#discard(worker);
        if (isBroken && task.attempts < this.#options.attempts && !this.#closed) {
          this.#waiting.unshift(task);
          this.#assign();
        } else if (error instanceof OcrEcoError) {
          task.reject(error);
          this.#afterPicture(worker);
        } else if (this.#closed) {
          task.reject(closing());
        } else {
          const times = task.attempts === 1 ? "" : ` ${task.attempts} times`;
          task.reject(
            new OcrEcoError(
              "WORKER_DIED",
              `Reading ${task.name} ended the process that did it${times}. Send another copy of the picture.`,
            ),
          );
        }
      },
    );
  }

  #afterPicture(worker: WorkerProcess): void {
    const { picturesPerWorker, workerMemoryMb, log } = this.#options;
    const residentMb = Math.round(worker.residentBytes / 2 ** 20);
    if (worker.state === "idle" && (worker.pictures >= picturesPerWorker || residentMb > workerMemoryMb)) {
      log.debug(
        { pid: worker.pid, pictures: worker.pictures, residentMb },
        "worker is replaced by a fresh one",
      );
      this.#tell({ type: "worker-ended", why: "replaced" });
      this.#discard(worker);
    }
    this.#assign();
  }

  #tell(event: PoolEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #discard(worker: WorkerProcess): void {
    this.#workers.delete(worker);
    const end = worker.end().finally(() => this.#ending.delete(end));
    this.#ending.add(end);
  }

  #onExit(
    worker: WorkerProcess,
    exit: { readonly wasReady: boolean; readonly description: string; readonly stderr: string },
  ): void {
    const expected = !this.#workers.delete(worker);
    if (expected) return;
    this.#options.log.warn({ pid: worker.pid, exit: exit.description, stderr: exit.stderr }, "worker died");
    const { givenUpFor: code } = worker;
    this.#tell({ type: "worker-ended", ...(code === null ? { why: "died" } : { why: "given-up", code }) });
    this.#restarts.noteDeath();
    if (exit.wasReady) this.#assign();
    else this.#onFailedStart(exit.description, exit.stderr);
  }

  #onFailedStart(description: string, stderr: string): void {
    if (++this.#failedStarts < mostFailedStarts) {
      this.#assign();
      return;
    }
    this.#failedStarts = 0;
    // Those that did start go on alone.
    if (this.load.idle + this.load.busy > 0) return;
    const said = stderr.trim().split("\n").at(-1) ?? "";
    this.#giveUp(
      new OcrEcoError(
        "WORKERS_UNAVAILABLE",
        `No OCR worker can start: ${description}${said === "" ? "" : ` (${said})`}. Check free memory, then run again with LOG_LEVEL=debug.`,
      ),
    );
  }

  /** No worker can be had: whoever waits hears why. Where workers are kept warm, further ones are tried later. */
  #giveUp(error: OcrEcoError): void {
    this.#warming?.reject(error);
    this.#rejectWaiting(error);
    if (this.#options.keepWarm && !this.#closed) this.#assign();
  }

  #rejectWaiting(error: OcrEcoError): void {
    for (const task of this.#waiting.splice(0)) {
      clearTimeout(task.patience);
      task.reject(error);
    }
  }
}

function closing(): OcrEcoError {
  return new OcrEcoError("WORKER_DIED", "The program ends before this picture was read.");
}

function notHere(): OcrEcoError {
  return new OcrEcoError(
    "ROLE_ELSEWHERE",
    "This instance reads no pictures: ask one with ROLE=worker or ROLE=all.",
  );
}
