import { commit } from "../build-info.ts";
import type { Service } from "../service/service.ts";
import { EventLoopWatch } from "./event-loop.ts";
import { hear } from "./listener.ts";
import { Figures } from "./registry.ts";
import { Sample } from "./sample.ts";

/** The figures of a service, as Prometheus scrapes them. It listens from when it is made on. */
export class Metrics {
  readonly #figures = new Figures();
  readonly #sample: Sample;
  #writing: Promise<string> | null = null;

  /** `startedAt` in milliseconds since 1970. */
  constructor(service: Service, startedAt: number, version: string) {
    this.#sample = new Sample(service, this.#figures);
    this.#figures.set("build_info", 1, { version, commit: commit(), bun: Bun.version });
    this.#figures.set("process_start_time_seconds", startedAt / 1000, {});
    service.events.listen((event) => hear(this.#figures, event));
    new EventLoopWatch((milliseconds) =>
      this.#figures.took("event_loop_delay_seconds", milliseconds, {}),
    ).start();
  }

  get contentType(): string {
    return this.#figures.contentType;
  }

  /** All figures, in Prometheus' text format. Who asks while others do gets the same answer: a hundred who ask cost as much as one. */
  text(): Promise<string> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  async #write(): Promise<string> {
    await this.#sample.take();
    return this.#figures.text();
  }
}
