import { OcrEcoError } from "../errors.ts";
import type { EngineChoice } from "../reading/engines/choose.ts";
import { defaultReadOptions, type ReadOptions } from "../reading/options.ts";
import type { Picture, WorkerResult } from "./protocol.ts";
import { WorkerProcess } from "./worker-process.ts";

export interface PoolOptions {
  /** How many pictures are read at the same time; each worker takes one core. */
  readonly size: number;
  readonly engines: EngineChoice;
  /** Seconds one picture may take before its worker is killed. */
  readonly timeoutSeconds: number;
  /** Seconds a worker may take to load its engines before it is killed. */
  readonly startSeconds: number;
  /** Pictures after which a worker is replaced by a fresh one. */
  readonly picturesPerWorker: number;
  /** Resident memory after a picture above which a worker is replaced, in MiB. */
  readonly workerMemoryMb: number;
  /** How a worker process is started; a parameter so that tests can show each way to die. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Hears of deaths, time-outs and replacements. */
  readonly log: PoolLog;
}

interface PoolLog {
  debug(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** What is wanted besides the reading, and what is known of the picture. */
export interface ReadRequest {
  readonly overlay?: boolean;
  readonly options?: ReadOptions;
}

interface Task extends Picture {
  readonly resolve: (result: WorkerResult) => void;
  readonly reject: (error: OcrEcoError) => void;
  attempts: number;
}

/** A picture that kills its worker this often is given up. */
const mostAttempts = 2;
/** Workers in a row that may die before they are ready. */
const mostFailedStarts = 3;

/**
 * Reads pictures in child processes, because the code that decodes and reads them is native: what it breaks
 * is its own process. Workers start when there is something to do, up to `size`; they are killed when a
 * picture takes too long, replaced when they die, and recycled when they grow.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<WorkerProcess>();
  /** The ends of workers that are no longer used, for `close` to wait for. */
  readonly #ending = new Set<Promise<void>>();
  readonly #waiting: Task[] = [];
  #failedStarts = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** How many pictures are read at the same time. */
  get size(): number {
    return this.#options.size;
  }

  /** Process ids of the living workers, for tests and for the operator's tools. */
  get processIds(): number[] {
    return [...this.#workers].map((worker) => worker.pid);
  }

  /** Starts one worker before there is a picture, so that loading overlaps with fetching. */
  warmUp(): void {
    if (this.#workers.size === 0) this.#start();
  }

  /**
   * Reads one picture. `name` is what failures call it. Rejects with an `OcrEcoError`: `IMAGE_…` for what is
   * wrong with the picture, `OCR_TIMEOUT`, `WORKER_DIED`, or what keeps every worker from starting.
   */
  read(
    name: string,
    bytes: Uint8Array,
    { overlay = false, options = defaultReadOptions }: ReadRequest = {},
  ): Promise<WorkerResult> {
    if (this.#closed) return Promise.reject(closing());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, bytes, overlay, options, resolve, reject, attempts: 0 });
      this.#assign();
    });
  }

  /** Ends all workers and waits for that. Pictures that still wait are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectWaiting(closing());
    for (const worker of this.#workers) this.#discard(worker);
    await Promise.all(this.#ending);
  }

  #assign(): void {
    for (const worker of this.#workers) {
      if (this.#waiting.length === 0) return;
      if (worker.state === "idle") this.#give(worker);
    }
    const starting = [...this.#workers].filter((worker) => worker.state === "starting").length;
    const wanted = Math.min(this.#waiting.length - starting, this.#options.size - this.#workers.size);
    for (let count = 0; count < wanted; count++) this.#start();
  }

  #start(): void {
    try {
      const worker: WorkerProcess = new WorkerProcess(this.#options, {
        onReady: () => {
          this.#failedStarts = 0;
          this.#assign();
        },
        onUnusable: ({ code, message }) => {
          this.#discard(worker);
          this.#rejectWaiting(new OcrEcoError(code, message));
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
    task.attempts++;
    worker.read(task).then(
      (result) => {
        task.resolve(result);
        this.#afterPicture(worker);
      },
      (error: unknown) => {
        const isBroken = !(error instanceof OcrEcoError) || error.code === "INTERNAL";
        // After a defect nobody knows what still works in that process.
        if (isBroken && worker.state === "idle") this.#discard(worker);
        if (isBroken && task.attempts < mostAttempts && !this.#closed) {
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
      this.#discard(worker);
    }
    this.#assign();
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
    if (exit.wasReady) this.#assign();
    else this.#onFailedStart(exit.description, exit.stderr);
  }

  #onFailedStart(description: string, stderr: string): void {
    if (++this.#failedStarts < mostFailedStarts) {
      this.#assign();
      return;
    }
    // Those that did start go on alone.
    if ([...this.#workers].some(({ state }) => state === "idle" || state === "busy")) return;
    this.#failedStarts = 0;
    const said = stderr.trim().split("\n").at(-1) ?? "";
    this.#rejectWaiting(
      new OcrEcoError(
        "WORKER_DIED",
        `No OCR worker can start: ${description}${said === "" ? "" : ` (${said})`}. Check free memory, then run again with LOG_LEVEL=debug.`,
      ),
    );
  }

  #rejectWaiting(error: OcrEcoError): void {
    for (const task of this.#waiting.splice(0)) task.reject(error);
  }
}

function closing(): OcrEcoError {
  return new OcrEcoError("WORKER_DIED", "The program ends before this picture was read.");
}
