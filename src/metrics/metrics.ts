import { commit } from "../build-info.ts";
import type { Service } from "../service/service.ts";
import { watchEventLoop } from "./event-loop.ts";
import { formatFor } from "./format.ts";
import { hear } from "./listener.ts";
import { contentTypes, Figures, type TextFormat } from "./registry.ts";
import { type Audience, Sample } from "./sample.ts";

/**
 * Has counters begin at 0 of which it is known by then what they will be of: of one that begins at 1 Prometheus sees no rise, and
 * the first death of a worker would be missed.
 */
function begin(figures: Figures, environments: readonly string[]): void {
  for (const why of ["replaced", "died"]) figures.count("worker_ends_total", { why }, 0);
  figures.count("limited_reports_total", { key: "none" }, 0);
  figures.count("gpu_fallback_runs_total", {}, 0);
  for (const end of ["in", "refused", "limited", "failed"]) figures.count("sign_ins_total", { end }, 0);
  for (const end of ["sent", "left-out", "refused", "lost"]) figures.count("trace_spans_total", { end }, 0);
  for (const what of ["picture", "reading"])
    for (const found of ["yes", "no"]) figures.count("cache_lookups_total", { what, found }, 0);
  for (const environment of environments) {
    for (const outcome of ["new", "known", "full"])
      figures.count("submissions_total", { environment, outcome }, 0);
    for (const status of ["verified", "needs_review", "no_steps"])
      figures.count("readings_total", { environment, app: "unknown", status }, 0);
    for (const decision of ["accepted", "corrected", "no_count", "rejected", "undone"])
      figures.count("review_decisions_total", { environment, decision }, 0);
  }
}

/** The figures of a service, as Prometheus scrapes them. It listens from when it is made on. */
export class Metrics {
  readonly #figures = new Figures();
  readonly #sample: Sample;
  readonly #writing = new Map<TextFormat, Promise<string>>();

  /** `startedAt` in milliseconds since 1970. */
  constructor(service: Service, audience: Audience, startedAt: number, version: string) {
    this.#sample = new Sample(service, audience, this.#figures);
    this.#figures.set("build_info", 1, { version, commit: commit(), bun: Bun.version });
    this.#figures.set("process_start_time_seconds", startedAt / 1000, {});
    begin(this.#figures, [...service.config.destinations.keys()]);
    service.events.listen((event) => hear(this.#figures, event));
    watchEventLoop((milliseconds) => this.#figures.took("event_loop_delay_seconds", milliseconds, {}));
  }

  /**
   * All figures, in the format that somebody's `Accept` asks for. Who asks while others do gets the same answer: a hundred who ask cost
   * as much as one.
   */
  async answer(accept: string | null): Promise<{ readonly contentType: string; readonly text: string }> {
    const format = formatFor(accept);
    let writing = this.#writing.get(format);
    if (writing === undefined) {
      writing = this.#write(format).finally(() => this.#writing.delete(format));
      this.#writing.set(format, writing);
    }
    return { contentType: contentTypes[format], text: await writing };
  }

  async #write(format: TextFormat): Promise<string> {
    await this.#sample.take();
    return this.#figures.text(format);
  }
}
