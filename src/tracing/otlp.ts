/**
 * The one file that knows OpenTelemetry's packages: it is loaded when the first traces are sent, and never without somebody who takes them.
 */
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { version } from "../build-info.ts";
import type { EndedSpan } from "./spans.ts";

type ReadableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];
type HrTime = ReadableSpan["startTime"];

/** As in `SpanKind` and `SpanStatusCode` of OpenTelemetry's API. */
const kinds = { internal: 0, server: 1, client: 2 } as const;
const statusCodes = { unset: 0, error: 2 } as const;

/** Spans as an `ExportTraceServiceRequest` of OTLP. What they are of is a name and a version, and no machine. */
export function encode(spans: readonly EndedSpan[], serviceName: string): Uint8Array {
  const resource = resourceFromAttributes({ "service.name": serviceName, "service.version": version });
  const instrumentationScope = { name: "ocr-eco", version };
  const readable = spans.map((span): ReadableSpan => {
    const { traceId, id: spanId, parentId, flags, name, from, until, attributes, error } = span;
    const traceFlags = Number.parseInt(flags, 16);
    return {
      name,
      kind: kinds[span.kind],
      spanContext: () => ({ traceId, spanId, traceFlags }),
      ...(parentId === null ? {} : { parentSpanContext: { traceId, spanId: parentId, traceFlags } }),
      startTime: hrTime(from),
      endTime: hrTime(until),
      duration: hrTime(until - from),
      ended: true,
      status: error === null ? { code: statusCodes.unset } : { code: statusCodes.error, message: error },
      attributes: error === null ? attributes : { ...attributes, "error.type": error },
      links: [],
      events: [],
      resource,
      instrumentationScope,
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  });
  return ProtobufTraceSerializer.serializeRequest(readable) ?? new Uint8Array();
}

/** Seconds and nanoseconds. */
function hrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.floor((milliseconds - 1000 * seconds) * 1e6)];
}
