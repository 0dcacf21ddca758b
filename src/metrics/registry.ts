import { Counter, Gauge, Histogram, Registry } from "prom-client";
import {
  type CounterName,
  counters,
  type GaugeName,
  gauges,
  type HistogramName,
  helpOf,
  histograms,
  type LabelsOf,
  prefix,
} from "./catalog.ts";

/** Keeps the figures of the catalog, and writes them as Prometheus reads them. */
export class Figures {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #histograms = new Map<string, Histogram>();
  readonly #gauges = new Map<string, Gauge>();

  constructor() {
    const registers = [this.#registry];
    const common = (
      name: string,
      form: { readonly labels?: readonly string[] } & Parameters<typeof helpOf>[0],
    ) => ({
      name: prefix + name,
      help: helpOf(form),
      labelNames: [...(form.labels ?? [])],
      registers,
    });
    for (const [name, form] of Object.entries(counters))
      this.#counters.set(name, new Counter(common(name, form)));
    for (const [name, form] of Object.entries(histograms))
      this.#histograms.set(name, new Histogram({ ...common(name, form), buckets: [...form.buckets] }));
    for (const [name, form] of Object.entries(gauges)) this.#gauges.set(name, new Gauge(common(name, form)));
  }

  /** Counts `by` more. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<(typeof counters)[Name]>, by = 1): void {
    this.#counters.get(name)?.inc({ ...labels }, by);
  }

  /** Notes how long something took, in milliseconds; what a clock that was set back makes less than nothing is nothing. */
  took<Name extends HistogramName>(
    name: Name,
    milliseconds: number,
    labels: LabelsOf<(typeof histograms)[Name]>,
  ): void {
    this.#histograms.get(name)?.observe({ ...labels }, Math.max(0, milliseconds) / 1000);
  }

  /** Says how something is now; `null` where nobody can tell: then it has no value. */
  set<Name extends GaugeName>(
    name: Name,
    value: number | null,
    labels: LabelsOf<(typeof gauges)[Name]>,
  ): void {
    const gauge = this.#gauges.get(name);
    if (value === null) gauge?.remove({ ...labels });
    else gauge?.set({ ...labels }, value);
  }

  /** Takes all values of a gauge back: what its labels name may be gone. */
  clear(name: GaugeName): void {
    this.#gauges.get(name)?.reset();
    // Without labels a reset gauge is 0, which nobody has measured.
    this.#gauges.get(name)?.remove({});
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All of them, in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
