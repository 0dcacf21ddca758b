import { OcrEcoError } from "../../errors.ts";
import type { Metrics } from "../../metrics/metrics.ts";
import type { HttpContext } from "../context.ts";
import type { Serving } from "../serve.ts";

/** The figures as they are answered. */
export async function figuresOf(metrics: Metrics, { headers }: Request): Promise<Response> {
  const { contentType, text } = await metrics.answer(headers.get("accept"));
  return new Response(text, { headers: { "content-type": contentType, vary: "accept" } });
}

/** The figures for Prometheus; where they have a port of their own, nobody finds them here. */
export function serveMetrics(serving: Serving, { service, metrics }: HttpContext): void {
  const { METRICS_PORT: port } = service.config;
  serving.serve("metrics", async (_asked, request) => {
    if (port === undefined) return figuresOf(metrics, request);
    throw new OcrEcoError(
      "ROUTE_UNKNOWN",
      "The figures are not here, but on the port that METRICS_PORT names.",
    );
  });
}
