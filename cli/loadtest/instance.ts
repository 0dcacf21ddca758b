import type { AppStatus } from "../../src/api/app-status.ts";
import type { Remote } from "../remote/remote.ts";

/** What a service said of itself at one moment of a load test. */
export interface Sample {
  /** Since the load test began. */
  readonly seconds: number;
  readonly waiting: number;
  readonly active: number;
  readonly serverBytes: number;
  readonly workersBytes: number;
  readonly cpuPercent: number;
}

const pause = 1000;

/** Looks at a service once a second. */
export class InstanceWatch {
  readonly #remote: Remote;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly samples: Sample[] = [];
  readonly #closing = new AbortController();
  #isAsking = false;

  constructor(remote: Remote) {
    this.#remote = remote;
    this.#timer = setInterval(() => void this.look(), pause);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#closing.abort();
  }

  /** A look besides those that are made anyway. */
  async look(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      const said = await this.#remote.ask("appStatus", {}, { signal: this.#closing.signal });
      const sample = sampleOf(said, this.#began);
      if (sample !== null) this.samples.push(sample);
    } catch {
      // A service that has no time to say how it is has other things to say: the reports' own errors.
    } finally {
      this.#isAsking = false;
    }
  }
}

function sampleOf({ queue, details }: AppStatus, began: number): Sample | null {
  if (details === undefined) return null;
  return {
    seconds: Math.round((performance.now() - began) / 100) / 10,
    waiting: queue.waiting_in_queue,
    active: queue.currently_processing,
    serverBytes: details.memory.server_bytes,
    workersBytes: details.memory.workers_bytes,
    cpuPercent: details.machine.cpu_percent,
  };
}
