import type { Subprocess } from "bun";
import { residentMbOf } from "../resident-memory.ts";
import type { FromGpu, ToGpu } from "./protocol.ts";

/** How long it may take to end when it is asked to, before it is killed, in milliseconds. */
const patienceMs = 2000;
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

export interface GpuProcessEvents {
  readonly onMessage: (message: FromGpu) => void;
  readonly onExit: (why: GpuEnd, description: string) => void;
}

/** The process that owns the GPU, watched: it must say every second that it lives, and stay within its memory. */
export class GpuProcess {
  readonly #options: GpuProcessOptions;
  readonly #process: Subprocess<"ignore", "ignore", "pipe">;
  readonly #exited: Promise<void>;
  #watch: Timer;
  #killedFor: { readonly why: GpuEnd; readonly description: string } | null = null;
  #stderr = "";
  #isToldToEnd = false;

  constructor(options: GpuProcessOptions, configuration: ToGpu, { onMessage, onExit }: GpuProcessEvents) {
    this.#options = options;
    this.#process = Bun.spawn([...options.command], {
      env: options.environment,
      stdio: ["ignore", "ignore", "pipe"],
      serialization: "advanced",
      ipc: (message: FromGpu) => {
        this.#hear();
        onMessage(message);
      },
    });
    this.#watch = this.#killAfter(options.startSeconds, `it was not ready after ${options.startSeconds} s`);
    this.#exited = this.#untilEnd().then((description) => {
      clearTimeout(this.#watch);
      onExit(this.#killedFor?.why ?? "died", this.#killedFor?.description ?? description);
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

  /** Asks it to end, and kills it when it does not. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), patienceMs);
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
      this.#kill({ why: "memory", description: `it took more than ${memoryLimitMb} MiB of memory` });
  }

  #killAfter(seconds: number, description: string): Timer {
    return setTimeout(() => this.#kill({ why: "hung", description }), seconds * 1000);
  }

  #kill(why: { readonly why: GpuEnd; readonly description: string }): void {
    this.#killedFor = why;
    this.#process.kill("SIGKILL");
  }

  async #untilEnd(): Promise<string> {
    const decoder = new TextDecoder();
    for await (const chunk of this.#process.stderr)
      this.#stderr = (this.#stderr + decoder.decode(chunk, { stream: true })).slice(-stderrTail);
    await this.#process.exited;
    const { exitCode, signalCode } = this.#process;
    const end =
      signalCode === null ? `it ended with status ${exitCode}` : `it was killed by signal ${signalCode}`;
    const last = this.#stderr.trim().split("\n").at(-1) ?? "";
    return last === "" ? end : `${end} (${last})`;
  }
}
