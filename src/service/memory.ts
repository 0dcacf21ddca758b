import { residentBytes } from "../host/resident.ts";

/** How often is looked at what the process has in use, in milliseconds. */
const interval = 2_000;
/** Memory from which garbage is collected, in bytes: above what the service needs while little goes on. */
const much = 90e6;
/** So much more must be in use than after the last time, in bytes: what was left by it would be left again. */
const grown = 8e6;
/** Processor time below which nothing goes on, as a share of one core. */
const quiet = 0.1;

/**
 * Collects garbage while much memory is in use. The runtime lets its heap grow under load and gives hardly anything
 * back afterwards by itself; here the workers need the memory more. It takes some ten milliseconds, under full load a
 * tenth of a second, so it is done when there is something to be had: when memory has grown, and once when load has gone.
 */
export class MemoryKeeper {
  readonly #process: Process;
  #timer: Timer | undefined;
  /** The least that was in use since the last time, and whether anything went on since then. */
  #least = 0;
  #wasBusy = true;
  #worked: number;

  constructor(process: Process = ownProcess) {
    this.#process = process;
    this.#worked = process.worked();
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), interval);
    // Nothing to stay alive for.
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What `start` has it do every now and then. */
  look(): void {
    const worked = this.#process.worked();
    const isQuiet = worked - this.#worked < quiet * interval;
    this.#worked = worked;
    if (!isQuiet) this.#wasBusy = true;
    const used = this.#process.used();
    this.#least = Math.min(this.#least, used);
    if (used <= much) return;
    if (used < this.#least + grown && !(isQuiet && this.#wasBusy)) return;
    this.#process.collect();
    this.#least = this.#process.used();
    if (isQuiet) this.#wasBusy = false;
  }
}

/** What is to be known of a process whose memory is kept low, and done about it. */
interface Process {
  /** Memory in use, in bytes. */
  used(): number;
  /** Processor time taken so far, in milliseconds. */
  worked(): number;
  /** Collects garbage. */
  collect(): void;
}

const ownProcess: Process = {
  used: residentBytes,
  worked() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  collect: () => Bun.gc(true),
};
