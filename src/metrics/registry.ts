import { Counter, Gauge, Histogram, Registry, type RegistryContentType } from "prom-client";
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

/** Prometheus' own text format, and OpenMetrics, which has exemplars besides. */
export const contentTypes = {
  plain: Registry.PROMETHEUS_CONTENT_TYPE,
  openMetrics: Registry.OPENMETRICS_CONTENT_TYPE,
} as const;
export type TextFormat = keyof typeof contentTypes;

/** Keeps the figures of the catalog, and writes them as Prometheus reads them. */
export class Figures {
  readonly #registry = new Registry<RegistryContentType>();
  readonly #counters = new Map<string, Counter>();
  readonly #histograms = new Map<string, Histogram>();
  readonly #gauges = new Map<string, Gauge>();
  #written: Promise<unknown> = Promise.resolve();

  constructor() {
    // Histograms have exemplars only where the registry could write them.
    this.#registry.setContentType(contentTypes.openMetrics);
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
      this.#histograms.set(
        name,
        new Histogram({ ...common(name, form), buckets: [...form.buckets], enableExemplars: true }),
      );
    for (const [name, form] of Object.entries(gauges)) this.#gauges.set(name, new Gauge(common(name, form)));
  }

  /** Counts `by` more. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<(typeof counters)[Name]>, by = 1): void {
    this.#counters.get(name)?.inc({ ...labels }, by);
  }

  /**
   * Notes how long something took, in milliseconds; what a clock that was set back makes less than nothing is nothing. The last trace in
   * each bucket is kept as its exemplar.
   */
  took<Name extends HistogramName>(
    name: Name,
    milliseconds: number,
    labels: LabelsOf<(typeof histograms)[Name]>,
    traceId?: string,
  ): void {
    const value = Math.max(0, milliseconds) / 1000;
    this.#histograms.get(name)?.observe({
      labels: { ...labels },
      value,
      ...(traceId === undefined ? {} : { exemplarLabels: { trace_id: traceId } }),
    });
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

  /** All of them, in one of the text formats; one after the other, because the registry writes in one at a time. */
  text(format: TextFormat): Promise<string> {
    const text = this.#written.then(() => this.#write(format));
    this.#written = text.catch(() => {});
    return text;
  }

  async #write(format: TextFormat): Promise<string> {
    this.#registry.setContentType(contentTypes[format]);
    try {
      return await this.#registry.metrics();
    } finally {
      // In OpenMetrics a counter is called like its samples without `_total`, and the registry renames it for that.
      for (const [name, counter] of this.#counters) Object.assign(counter, { name: prefix + name });
    }
  }
}
