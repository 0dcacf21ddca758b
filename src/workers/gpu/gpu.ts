import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Failure, OcrEcoError, reasonOf } from "../../errors.ts";
import { Restarts } from "../restarts.ts";
import type { GpuAccess } from "./connection.ts";
import { type GpuEnd, GpuProcess, type GpuProcessOptions } from "./process.ts";
import type { FromGpu, GpuDevice, ToGpu } from "./protocol.ts";

export interface GpuOptions extends GpuProcessOptions, Omit<ToGpu, "type" | "path"> {
  /** Hears what becomes of it. */
  readonly log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
}

/** What became of the GPU. */
export type GpuEvent =
  | { readonly type: "gpu-ready"; readonly device: string; readonly milliseconds: number }
  /** Pictures are read on the CPU from now on. `unusable`: it cannot be had at all, as things are. */
  | { readonly type: "gpu-lost"; readonly why: GpuEnd | "unusable" }
  /** What it did in the last second: inputs of models, in so many batches; and how many it had no room for, or made no numbers of. */
  | { readonly type: "gpu-ran"; readonly batches: number; readonly inputs: number; readonly refused: number };

/** How the GPU is now. */
export type GpuState =
  | { readonly device: GpuDevice; readonly because: null; readonly pid: number }
  /** Why it is not used. */
  | { readonly device: null; readonly because: string; readonly pid: null };

/**
 * What the names of folders begin with; a process id follows. Process ids are those of a namespace: of a folder for temporary
 * files that containers share, each looks at its own.
 */
const folderPrefix = `ocr-eco-gpu-${/\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? 0}-`;

/**
 * The GPU of a pool: one process that owns it, started again whenever it is lost. Workers reach it by a socket, and do
 * without it while it is away.
 */
export class Gpu {
  readonly #options: GpuOptions;
  readonly #folder: string;
  readonly #restarts = new Restarts();
  readonly #listeners = new Set<(event: GpuEvent) => void>();
  readonly #settled = Promise.withResolvers<void>();
  #process: GpuProcess | null = null;
  #began = 0;
  #state: GpuState = { device: null, because: "it is being started", pid: null };
  /** Whether it has been ready, or was found not to be. */
  #isSettled = false;
  #wasReady = false;
  #isClosed = false;

  /** Throws the file system's error where there is no room for a socket. */
  constructor(options: GpuOptions) {
    this.#options = options;
    removeAbandoned();
    // mkdtemp makes it for this user alone.
    this.#folder = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`));
    // Who does not wait for it is told by the log.
    this.#settled.promise.catch(() => {});
  }

  get state(): GpuState {
    return this.#state;
  }

  /** What a worker that starts now has to know of it. */
  get access(): GpuAccess {
    const { slots, lateMs: deadlineMs } = this.#options;
    return { path: this.#path, slots, deadlineMs, isReady: this.#state.device !== null };
  }

  get #path(): string {
    return join(this.#folder, "socket");
  }

  /** Tells `listener` what becomes of it from now on. */
  listen(listener: (event: GpuEvent) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Starts it, and resolves when it is ready, or is known not to be: then the log says why, and it is tried again later. Where
   * it was asked for by name, rejects with `GPU_UNAVAILABLE` instead.
   */
  start(): Promise<void> {
    if (this.#process === null && !this.#isSettled) this.#start();
    return this.#settled.promise;
  }

  /** Ends it, and waits for that. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#restarts.stop();
    this.#settle(new OcrEcoError("GPU_UNAVAILABLE", "The program ends before the GPU was ready."));
    await this.#process?.end();
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      // A disk that became read-only: the next program clears it away.
    }
  }

  #start(): void {
    if (this.#isClosed || !this.#restarts.mayStart(() => this.#start())) return;
    this.#began = performance.now();
    const { provider, isRequired, comparedWith, slots, waitMs, lateMs, mostWaiting, runSeconds } =
      this.#options;
    const path = this.#path;
    let unusable: Extract<FromGpu, { type: "unusable" }> | null = null;
    try {
      rmSync(path, { force: true });
      this.#process = new GpuProcess(
        this.#options,
        {
          type: "configure",
          provider,
          isRequired,
          comparedWith,
          path,
          slots,
          waitMs,
          lateMs,
          mostWaiting,
          runSeconds,
        },
        {
          onMessage: (message) => {
            if (message.type === "ready") this.#onReady(message.device);
            else if (message.type === "alive") this.#onAlive(message);
            else {
              unusable = message;
              void this.#process?.end();
            }
          },
          onExit: (why, description, gone) => {
            this.#process = null;
            if (this.#isClosed) return;
            if (unusable === null) this.#onLost(why, description, gone);
            else this.#onUnusable(unusable, gone);
          },
        },
      );
    } catch (error) {
      this.#onLost("died", `it could not be started (${reasonOf(error)})`, Promise.resolve());
    }
  }

  #onReady(device: GpuDevice): void {
    const milliseconds = Math.round(performance.now() - this.#began);
    this.#state = { device, because: null, pid: this.#process?.pid ?? 0 };
    this.#wasReady = true;
    this.#options.log.info({ device: device.name, owner: this.#state.pid, milliseconds }, "the GPU is ready");
    this.#tell({ type: "gpu-ready", device: device.name, milliseconds });
    this.#settle(null);
  }

  #onAlive({ batches, inputs, refused }: Extract<FromGpu, { type: "alive" }>): void {
    if (inputs + refused === 0) return;
    if (inputs > 0) this.#restarts.noteSuccess();
    this.#tell({ type: "gpu-ran", batches, inputs, refused });
  }

  #onLost(why: GpuEnd, description: string, gone: Promise<unknown>): void {
    const message = `The GPU's process does not work: ${description}. Set OCR_DEVICE=cpu, or see to its driver.`;
    this.#onGone(why, { code: "GPU_UNAVAILABLE", message });
    this.#again(gone);
  }

  #onUnusable({ failure, isFinal }: Extract<FromGpu, { type: "unusable" }>, gone: Promise<unknown>): void {
    this.#onGone("unusable", failure);
    // What worked once is not for want of something that somebody has to install: a driver is replaced, say.
    if (!isFinal || this.#wasReady) this.#again(gone);
  }

  #onGone(why: GpuEnd | "unusable", failure: Failure): void {
    const isNews = failure.message !== this.#state.because;
    this.#state = { device: null, because: failure.message, pid: null };
    const mayGoOn = this.#isSettled || !this.#options.isRequired;
    if (mayGoOn && isNews) {
      this.#options.log.warn({ why, because: failure.message }, "no GPU: pictures are read on the CPU");
      this.#tell({ type: "gpu-lost", why });
    }
    this.#settle(mayGoOn ? null : new OcrEcoError(failure.code, failure.message));
  }

  /** Never beside one that cannot be killed: it holds the GPU, and the next one would only hang with it. */
  #again(gone: Promise<unknown>): void {
    this.#restarts.noteDeath();
    void gone.then(() => this.#start());
  }

  #settle(error: OcrEcoError | null): void {
    this.#isSettled = true;
    if (error === null) this.#settled.resolve();
    else this.#settled.reject(error);
  }

  #tell(event: GpuEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** A program that was killed leaves its folder behind; nobody else would remove it. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = name.startsWith(folderPrefix)
      ? (/^(\d+)-/.exec(name.slice(folderPrefix.length)) ?? [])
      : [];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}
