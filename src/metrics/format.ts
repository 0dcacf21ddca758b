import type { TextFormat } from "./registry.ts";

/**
 * The format that an `Accept` asks for (RFC 9110, 12.5.1): OpenMetrics for who names it and likes it no less than plain text, as
 * Prometheus does; else the plain one, which everybody reads.
 */
export function formatFor(accept: string | null): TextFormat {
  const [open, plain] = [qualityOf(accept, "application/openmetrics-text"), qualityOf(accept, "text/plain")];
  return open > 0 && open >= plain ? "openMetrics" : "plain";
}

/** How much a type is liked, 0-1; 0 where it is not named. */
function qualityOf(accept: string | null, type: string): number {
  const qualities = (accept ?? "").split(",").flatMap((range) => {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    if (name !== type) return [];
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    return quality === undefined ? [1] : [Number(quality.slice(2)) || 0];
  });
  return Math.max(0, ...qualities);
}
