import type { Subprocess } from "bun";
import { type Failure, type FailureCode, OcrEcoError } from "../errors.ts";
import type { PoolOptions } from "./pool-options.ts";
import type { FromWorker, Picture, ToWorker, WorkerResult } from "./protocol.ts";
import { residentMbOf } from "./resident-memory.ts";

export interface WorkerEvents {
  readonly onReady: () => void;
  readonly onUnusable: (failure: Failure) => void;
  readonly onExit: (exit: {
    readonly wasReady: boolean;
    readonly description: string;
    readonly stderr: string;
  }) => void;
}

interface Current {
  readonly id: number;
  readonly resolve: (message: Extract<FromWorker, { type: "done" | "viewed" }>) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: Timer;
  readonly memoryTimer: Timer;
}

/** How long a worker that was asked to end may take before it is killed, in milliseconds. */
const patience = 2_000;
/** How often is looked at how much memory a busy worker has, in milliseconds. */
const memoryInterval = 100;
/** What is kept of a worker's standard error, in characters. */
const stderrTail = 2_000;

/** One child process and the picture it is reading. */
export class WorkerProcess {
  readonly #options: PoolOptions;
  readonly #process: Subprocess<"ignore", "ignore", "pipe">;
  #state: "starting" | "idle" | "busy" | "ended" = "starting";
  #current: Current | undefined;
  #wasReady = false;
  #startedTooSlowly = false;
  readonly #startTimer: Timer;
  #stderr = "";
  #nextId = 1;
  /** Why it was killed with its picture; `null` when it was not. */
  givenUpFor: FailureCode | null = null;
  /** Pictures that this process has read. */
  pictures = 0;
  /** Resident memory after the last picture, in bytes. */
  residentBytes = 0;

  constructor(options: PoolOptions, events: WorkerEvents) {
    this.#options = options;
    this.#process = Bun.spawn([...options.command], {
      env: options.environment,
      stdio: ["ignore", "ignore", "pipe"],
      serialization: "advanced",
      ipc: (message: FromWorker) => this.#onMessage(message, events),
      onExit: (_process, code, signal) => void this.#onExit(code, signal, events),
    });
    this.#startTimer = setTimeout(() => {
      this.#startedTooSlowly = true;
      this.#process.kill("SIGKILL");
    }, options.startSeconds * 1000);
    const { engines, timeoutSeconds, gpu } = options;
    this.#send({ type: "configure", engines, timeoutSeconds, gpu: gpu?.access ?? null });
    void this.#collectStderr();
  }

  get pid(): number {
    return this.#process.pid;
  }

  get state(): "starting" | "idle" | "busy" | "ended" {
    return this.#state;
  }

  /** Rejects with an `OcrEcoError` when the picture is at fault or too slow, with anything else when the process died. */
  async read({ name, bytes, overlay, options }: Picture): Promise<WorkerResult> {
    const picture = { name, bytes, overlay, options };
    const answer = await this.#ask(name, (id) => ({ type: "read", id, picture }));
    if (answer.type !== "done") throw new Error(`the worker answered ${answer.type}`);
    return answer.result;
  }

  /** The picture in `viewFormat`, as it is stored, upright as far as its file says how. Rejects as `read` does. */
  async view(name: string, bytes: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#ask(name, (id) => ({ type: "view", id, name, bytes }));
    if (answer.type !== "viewed") throw new Error(`the worker answered ${answer.type}`);
    return answer.view;
  }

  #ask(name: string, question: (id: number) => ToWorker): Promise<Parameters<Current["resolve"]>[0]> {
    this.#state = "busy";
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const { timeoutSeconds, memoryLimitMb } = this.#options;
      const timer = setTimeout(() => this.#giveUp(tooSlow(name, timeoutSeconds)), timeoutSeconds * 1000);
      const memoryTimer = setInterval(() => {
        const residentMb = residentMbOf(this.pid);
        if (residentMb !== null && residentMb > memoryLimitMb) this.#giveUp(tooLarge(name, memoryLimitMb));
      }, memoryInterval);
      this.#current = { id, resolve, reject, timer, memoryTimer };
      this.#send(question(id));
    });
  }

  /** Asks the process to end, and kills it when it does not. */
  async end(): Promise<void> {
    if (this.#state === "ended") return;
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), patience);
    this.#process.disconnect();
    await this.#process.exited;
    clearTimeout(timer);
  }

  #send(message: ToWorker): void {
    try {
      this.#process.send(message);
    } catch {
      // The process is gone; onExit tells.
    }
  }

  #onMessage(message: FromWorker, events: WorkerEvents): void {
    clearTimeout(this.#startTimer);
    if (message.type === "ready") {
      this.#wasReady = true;
      this.#state = "idle";
      events.onReady();
    } else if (message.type === "unusable") {
      events.onUnusable(message.failure);
    } else if (message.id === this.#current?.id) {
      const { resolve, reject } = this.#take();
      this.#state = "idle";
      this.pictures++;
      this.residentBytes = message.residentBytes;
      if (message.type !== "failed") resolve(message);
      else reject(new OcrEcoError(message.failure.code, message.failure.message));
    }
  }

  #giveUp(failure: OcrEcoError): void {
    this.#options.log.warn({ pid: this.pid, code: failure.code }, "picture takes too much, worker is killed");
    this.#state = "ended";
    this.givenUpFor = failure.code;
    this.#process.kill("SIGKILL");
    this.#take().reject(failure);
  }

  async #onExit(code: number | null, signal: number | string | null, events: WorkerEvents): Promise<void> {
    this.#state = "ended";
    clearTimeout(this.#startTimer);
    // What it wrote last is still on its way through the pipe.
    await Bun.sleep(0);
    const end = signal === null ? `it ended with status ${code}` : `it was killed by signal ${signal}`;
    const description = this.#startedTooSlowly
      ? `it was not ready after ${this.#options.startSeconds} s`
      : end;
    events.onExit({ wasReady: this.#wasReady, description, stderr: this.#stderr });
    if (this.#current !== undefined) this.#take().reject(new Error(description));
  }

  #take(): Current {
    const current = this.#current;
    if (current === undefined) throw new Error("the worker has no picture");
    clearTimeout(current.timer);
    clearInterval(current.memoryTimer);
    this.#current = undefined;
    return current;
  }

  async #collectStderr(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.#process.stderr) {
      this.#stderr = (this.#stderr + decoder.decode(chunk, { stream: true })).slice(-stderrTail);
    }
  }
}

function tooSlow(name: string, seconds: number): OcrEcoError {
  return new OcrEcoError(
    "OCR_TIMEOUT",
    `Reading ${name} took more than ${seconds} s. Allow more time, or send a smaller picture.`,
  );
}

function tooLarge(name: string, mebibytes: number): OcrEcoError {
  return new OcrEcoError(
    "OCR_MEMORY",
    `Reading ${name} took more than ${mebibytes} MiB of memory. Send a smaller picture.`,
  );
}
