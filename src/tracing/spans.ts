import type { PartTime } from "../reading/part-times.ts";
import type { ServiceEvent } from "../service/events.ts";
import { partOf, type Span } from "../trace-context.ts";

/** A span that is over. */
export interface EndedSpan extends Span {
  readonly name: string;
  /** `server` and `client` where somebody else is at the other end. */
  readonly kind: "internal" | "server" | "client";
  /** Milliseconds since 1970, with fractions. */
  readonly from: number;
  readonly until: number;
  /** What tells one from another: never an address, a user or a text that somebody sent. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** The code of what went wrong; `null` where nothing did. */
  readonly error: string | null;
}

/** How many spans an event tells of: making them costs more than all the rest, and those that there is no room for are never made. */
export function spanCount(event: ServiceEvent): number {
  if (!("span" in event) || event.span === null) return 0;
  if (event.type === "job-taken") return event.waited === null ? 0 : 1;
  return event.type === "picture-read" ? 1 + event.parts.length : 1;
}

/**
 * The spans that an event tells of, at the moment at which it is told; none where its job is not recorded. The parts of a
 * reading were timed in another process: they are laid so that the last one ends with the reading.
 */
export function spansOf(event: ServiceEvent, now: number): readonly EndedSpan[] {
  if (!("span" in event) || event.span === null) return [];
  const { span } = event;
  const ended = (
    name: string,
    milliseconds: number,
    attributes: EndedSpan["attributes"],
    { kind = "internal", error = null }: Partial<Pick<EndedSpan, "kind" | "error">> = {},
  ): EndedSpan => ({
    ...span,
    name,
    kind,
    from: now - Math.max(0, milliseconds),
    until: now,
    attributes,
    error,
  });
  switch (event.type) {
    case "report-submitted": {
      const { environment, outcome, milliseconds, jobId } = event;
      const error = outcome === "full" ? "QUEUE_FULL" : null;
      const attributes = { ...named({ environment, outcome }), ...(jobId === null ? {} : named({ jobId })) };
      return [ended("submit", milliseconds, attributes, { kind: "server", error })];
    }
    case "job-taken":
      return event.waited === null ? [] : [ended("wait", event.waited, ofAttempt(event))];
    case "job-read": {
      const { milliseconds, status, app, scope, doubts } = event;
      const attributes = {
        ...ofAttempt(event),
        ...named({ status, app: app ?? "unknown", scope: scope ?? "none", doubts: doubts.join(",") }),
      };
      return [ended("attempt", milliseconds, attributes)];
    }
    case "job-retried":
    case "job-failed": {
      const end = event.type === "job-failed" ? "failed" : "retried";
      const attributes = { ...ofAttempt(event), ...named({ end }) };
      return [ended("attempt", event.milliseconds, attributes, { error: event.code })];
    }
    case "job-let-go":
      return [ended("attempt", event.milliseconds, { ...ofAttempt(event), ...named({ end: event.why }) })];
    case "picture-loaded": {
      const { milliseconds, isKnown, bytes } = event;
      return [ended("download", milliseconds, named({ known: isKnown, bytes }), { kind: "client" })];
    }
    case "picture-read": {
      const { milliseconds, isKnown, engines, app, parts } = event;
      const attributes = named({ known: isKnown, engines: engines.join("+"), app: app ?? "unknown" });
      return [ended("read", milliseconds, attributes), ...partsOf(span, parts, now)];
    }
    case "picture-failed": {
      const { step, milliseconds, code: error } = event;
      return step === "load"
        ? [ended("download", milliseconds, {}, { kind: "client", error })]
        : [ended("read", milliseconds, {}, { error })];
    }
    case "delivery-tried": {
      const { environment, jobId, attempt, end, status, milliseconds } = event;
      const attributes = {
        ...named({ environment, jobId, attempt, end }),
        ...(status === null ? {} : { "http.response.status_code": status }),
      };
      const error = end === "delivered" ? null : status === null ? "no answer" : String(status);
      return [ended("deliver", milliseconds, attributes, { kind: "client", error })];
    }
  }
}

function ofAttempt({
  environment,
  jobId,
  attempt,
}: Readonly<Record<"environment" | "jobId", string>> & { readonly attempt: number }) {
  return named({ environment, jobId, attempt });
}

/** Attributes under names of our own, as OpenTelemetry wants them to look. */
function named(values: Readonly<Record<string, string | number | boolean>>): EndedSpan["attributes"] {
  const attributes: Record<string, string | number | boolean> = {};
  for (const name in values)
    attributes[`ocr_eco.${name === "jobId" ? "job_id" : name}`] = values[name] as string | number | boolean;
  return attributes;
}

function partsOf(reading: Span, parts: readonly PartTime[], now: number): EndedSpan[] {
  const began = now - Math.max(0, ...parts.map(({ until }) => until));
  return parts.map(({ part: name, from, until }) => ({
    ...partOf(reading),
    name,
    kind: "internal",
    from: began + from,
    until: began + until,
    attributes: {},
    error: null,
  }));
}
