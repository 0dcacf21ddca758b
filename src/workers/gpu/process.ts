import type { Subprocess } from "bun";
import { residentMbOf } from "../resident-memory.ts";
import type { FromGpu, ToGpu } from "./protocol.ts";

/** How long it may take to end when it is asked to, before it is killed; and then until it is given up; in milliseconds. */
const patienceMs = 2000;
/** How long what it wrote last may take to arrive: what it started itself may hold the pipe open for ever. */
const lastWordsMs = 1000;
/** What is kept of its standard error, in characters. */
const stderrTail = 2000;

export interface GpuProcessOptions {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds until it must be ready. */
  readonly startSeconds: number;
  /** Seconds without a sign of life after which it is killed. */
  readonly silentSeconds: number;
  /** Resident memory at which it is killed, in MiB. */
  readonly memoryLimitMb: number;
}

/** Why it ended: by itself, or killed for its silence or for what it took. */
export type GpuEnd = "died" | "hung" | "memory";

interface Killed {
  readonly why: GpuEnd;
  readonly description: string;
}

export interface GpuProcessEvents {
  readonly onMessage: (message: FromGpu) => void;
  /**
   * Is called once it has ended, or is given up: where a driver hangs, even a killed process does not end until the driver lets
   * it. `gone` resolves when it really is no more.
   */
  readonly onExit: (why: GpuEnd, description: string, gone: Promise<unknown>) => void;
}

/** The process that owns the GPU, watched: it must say every second that it lives, and stay within its memory. */
export class GpuProcess {
  readonly #options: GpuProcessOptions;
  readonly #process: Subprocess<"ignore", "ignore", "pipe">;
  readonly #exited: Promise<void>;
  readonly #givenUp = Promise.withResolvers<void>();
  #watch: Timer;
  #killedFor: Killed | null = null;
  #stderr = "";
  #isToldToEnd = false;
  #isOver = false;

  constructor(options: GpuProcessOptions, configuration: ToGpu, { onMessage, onExit }: GpuProcessEvents) {
    this.#options = options;
    this.#process = Bun.spawn([...options.command], {
      env: options.environment,
      stdio: ["ignore", "ignore", "pipe"],
      serialization: "advanced",
      ipc: (message: FromGpu) => {
        // What was on its way when it was killed says nothing of now.
        if (this.#isOver) return;
        this.#hear();
        onMessage(message);
      },
    });
    this.#watch = this.#killAfter(options.startSeconds, `it was not ready after ${options.startSeconds} s`);
    this.#exited = this.#untilEnd().then((description) => {
      this.#isOver = true;
      clearTimeout(this.#watch);
      const { why, description: known } = this.#killedFor ?? { why: "died", description };
      onExit(why, known, this.#process.exited);
    });
    try {
      this.#process.send(configuration);
    } catch {
      // It is gone already; its end is told.
    }
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Asks it to end, kills it when it does not, and gives it up when that does not help either. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.#kill(), patienceMs);
    if (!this.#isToldToEnd) this.#process.disconnect();
    this.#isToldToEnd = true;
    await this.#exited;
    clearTimeout(timer);
  }

  #hear(): void {
    const { silentSeconds, memoryLimitMb } = this.#options;
    clearTimeout(this.#watch);
    this.#watch = this.#killAfter(silentSeconds, `it said nothing for ${silentSeconds} s`);
    if ((residentMbOf(this.pid) ?? 0) > memoryLimitMb)
      this.#killFor({ why: "memory", description: `it took more than ${memoryLimitMb} MiB of memory` });
  }

  #killAfter(seconds: number, description: string): Timer {
    return setTimeout(() => this.#killFor({ why: "hung", description }), seconds * 1000);
  }

  #killFor(reason: Killed): void {
    this.#killedFor ??= reason;
    this.#kill();
  }

  #kill(): void {
    this.#process.kill("SIGKILL");
    setTimeout(() => this.#givenUp.resolve(), patienceMs).unref();
  }

  async #untilEnd(): Promise<string> {
    const reader = this.#process.stderr.getReader();
    const words = this.#collect(reader).catch(() => {});
    const gone = this.#process.exited.then(() => true);
    const isGone = await Promise.race([gone, this.#givenUp.promise.then(() => false)]);
    clearTimeout(this.#watch);
    if (isGone) await Promise.race([words, Bun.sleep(lastWordsMs)]);
    // Neither keeps this program from ending.
    void reader.cancel();
    this.#process.unref();
    if (!isGone) return "it does not end although it was killed";
    const { exitCode, signalCode } = this.#process;
    const end =
      signalCode === null ? `it ended with status ${exitCode}` : `it was killed by signal ${signalCode}`;
    const last = this.#stderr.trim().split("\n").at(-1) ?? "";
    return last === "" ? end : `${end} (${last})`;
  }

  async #collect(reader: {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  }): Promise<void> {
    const decoder = new TextDecoder();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read())
      this.#stderr = (this.#stderr + decoder.decode(value, { stream: true })).slice(-stderrTail);
  }
}
