import { z } from "zod";
import { appStatusSchema } from "./app-status.ts";
import { environmentName } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { mostDays } from "./most-days.ts";
import { totalsSchema } from "./totals.ts";

const readySchema = z.object({ status: z.enum(["ready", "not ready"]), reason: z.string().optional() });
const soItIs = <Schema extends z.ZodType>(schema: Schema) => ({
  status: 200,
  description: "So it is",
  schema,
});

export const root = endpoint({
  method: "GET",
  path: "/",
  scope: null,
  tag: "Service",
  summary: "What this is",
  answer: soItIs(z.object({ message: z.string(), version: z.string(), docs: z.string() })),
});

export const health = endpoint({
  method: "GET",
  path: "/health",
  scope: null,
  tag: "Service",
  summary: "Whether the process is alive",
  answer: soItIs(
    z.object({
      status: z.literal("healthy"),
      timestamp: z.iso.datetime(),
      service: z.literal("ocr-ecosteps"),
    }),
  ),
});

export const ready = endpoint({
  method: "GET",
  path: "/ready",
  scope: null,
  tag: "Service",
  summary: "Whether reports can be taken in now: models warm, queue writable, not ending",
  answer: { status: 200, description: "Ready", schema: readySchema },
  others: [{ status: 503, description: "Not ready, and why", schema: readySchema }],
});

export const status = endpoint({
  method: "GET",
  path: "/status",
  scope: null,
  tag: "Service",
  summary: "How long it runs",
  answer: soItIs(z.object({ status: z.literal("running"), uptime: z.string(), version: z.string() })),
});

export const appStatus = endpoint({
  method: "GET",
  path: "/app-status",
  scope: null,
  tag: "Service",
  summary: "How it is: queue, workers, system; with a key, but for one for the figures, also details",
  description:
    "Where instances share a queue, what is told of jobs, deliveries, destinations and the last hour is of all of them. Workers, what is in hand (`in_hand`, `last_ended`), machine, memory, GPU, cache, the keys to renew and since when it runs are of the instance that answers.",
  answer: soItIs(appStatusSchema),
});

export const metrics = endpoint({
  method: "GET",
  path: "/metrics",
  scope: "metrics",
  tag: "Service",
  summary: "Figures for Prometheus, in its text format",
  description:
    "The key may also come as `Authorization: Bearer`. Who accepts application/openmetrics-text gets OpenMetrics, with exemplars. With METRICS_PORT they are on that port alone. docs/metrics.md says what each one is.",
  answer: {
    status: 200,
    description: "The figures as they are now",
    schema: z.string(),
    type: "text/plain",
  },
  problems: ["ROUTE_UNKNOWN"],
});

export const totals = endpoint({
  method: "GET",
  path: "/api/v1/totals",
  scope: "read",
  tag: "Service",
  summary: "What was done on each of the last days, and before: counts, causes, times, hours",
  query: z.object({
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(mostDays)
      .default(7)
      .describe("The last so many days, today included"),
    environment: environmentName.optional().describe("Only those of this environment"),
  }),
  answer: { status: 200, description: "The totals", schema: totalsSchema },
  problems: ["ENVIRONMENT_UNKNOWN"],
});
