import { Collector } from "../../scripts/rig/collector.ts";
import { cleanUp } from "./clean-up.ts";

/** A receiver of traces for one test, and the settings that send them there. */
export function collector(): { collector: Collector; settings: Record<string, string> } {
  const made = new Collector();
  cleanUp(() => made.close());
  return {
    collector: made,
    settings: { OTEL_EXPORTER_OTLP_ENDPOINT: made.url, OTEL_BSP_SCHEDULE_DELAY: "200" },
  };
}

/** The header of a caller whose trace and span have these letters for digits. */
export function traceparent(trace = "a", span = "b", flags = "01"): string {
  return `00-${trace.repeat(32)}-${span.repeat(16)}-${flags}`;
}
