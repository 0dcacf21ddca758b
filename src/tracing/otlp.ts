import { version } from "../build-info.ts";
import { ProtobufWriter } from "./protobuf.ts";
import type { EndedSpan } from "./spans.ts";

/*
 * OTLP is written here, and not by OpenTelemetry's package, which takes three times as long for it: with all of them traced, a
 * service takes in three reports of a hundred more this way. Numbers of fields are those of opentelemetry-proto 1 (trace.proto,
 * common.proto, resource.proto), which stay as they are; a test compares the bytes with the package's.
 */

/** Bytes of a span, about. */
const spanRoom = 320;
const ofRequest = { resourceSpans: 1 };
const ofResourceSpans = { resource: 1, scopeSpans: 2 };
const ofResource = { attributes: 1, droppedAttributes: 2 };
const ofScopeSpans = { scope: 1, spans: 2 };
const ofScope = { name: 1, version: 2 };
const ofSpan = {
  traceId: 1,
  id: 2,
  parentId: 4,
  name: 5,
  kind: 6,
  from: 7,
  until: 8,
  attributes: 9,
  droppedAttributes: 10,
  droppedEvents: 12,
  droppedLinks: 14,
  status: 15,
  flags: 16,
};
const ofStatus = { message: 2, code: 3 };
const ofAttribute = { key: 1, value: 2 };
const ofValue = { text: 1, truth: 2, whole: 3, double: 4 };
/** As in the enumerations `SpanKind` and `StatusCode`. */
const kinds = { internal: 1, server: 2, client: 3 } as const;
const statusCodes = { unset: 0, error: 2 } as const;
/** Of a span's flags, above those of its trace: whether its parent is in another process is known, and it is not said to be. */
const knowsRemote = 256;

/** Spans as an `ExportTraceServiceRequest` of OTLP. What they are of is a name and a version, and no machine. */
export function encode(spans: readonly EndedSpan[], serviceName: string): Uint8Array {
  const writer = new ProtobufWriter(spanRoom * (1 + spans.length));
  const resourceSpans = writer.begin(ofRequest.resourceSpans);
  const resource = writer.begin(ofResourceSpans.resource);
  writeAttribute(writer, ofResource.attributes, "service.name", serviceName);
  writeAttribute(writer, ofResource.attributes, "service.version", version);
  writer.whole(ofResource.droppedAttributes, 0);
  writer.end(resource);
  const scopeSpans = writer.begin(ofResourceSpans.scopeSpans);
  const scope = writer.begin(ofScopeSpans.scope);
  writer.text(ofScope.name, "ocr-eco");
  writer.text(ofScope.version, version);
  writer.end(scope);
  for (const span of spans) writeSpan(writer, span);
  writer.end(scopeSpans);
  writer.end(resourceSpans);
  return writer.bytes();
}

function writeSpan(writer: ProtobufWriter, span: EndedSpan): void {
  const { traceId, id, parentId, flags, name, kind, from, until, attributes, error } = span;
  const message = writer.begin(ofScopeSpans.spans);
  writer.hex(ofSpan.traceId, traceId);
  writer.hex(ofSpan.id, id);
  if (parentId !== null) writer.hex(ofSpan.parentId, parentId);
  writer.text(ofSpan.name, name);
  writer.whole(ofSpan.kind, kinds[kind]);
  writeTime(writer, ofSpan.from, from);
  writeTime(writer, ofSpan.until, until);
  for (const key in attributes)
    writeAttribute(writer, ofSpan.attributes, key, attributes[key] as EndedSpan["attributes"][string]);
  if (error !== null) writeAttribute(writer, ofSpan.attributes, "error.type", error);
  writer.whole(ofSpan.droppedAttributes, 0);
  writer.whole(ofSpan.droppedEvents, 0);
  writer.whole(ofSpan.droppedLinks, 0);
  const status = writer.begin(ofSpan.status);
  if (error !== null) writer.text(ofStatus.message, error);
  writer.whole(ofStatus.code, error === null ? statusCodes.unset : statusCodes.error);
  writer.end(status);
  writer.fixed32(ofSpan.flags, Number.parseInt(flags, 16) + knowsRemote);
  writer.end(message);
}

function writeAttribute(
  writer: ProtobufWriter,
  field: number,
  key: string,
  value: EndedSpan["attributes"][string],
): void {
  const attribute = writer.begin(field);
  writer.text(ofAttribute.key, key);
  const anything = writer.begin(ofAttribute.value);
  if (typeof value === "string") writer.text(ofValue.text, value);
  else if (typeof value === "boolean") writer.whole(ofValue.truth, value ? 1 : 0);
  else if (Number.isSafeInteger(value) && value >= 0) writer.whole(ofValue.whole, value);
  else writer.double(ofValue.double, value);
  writer.end(anything);
  writer.end(attribute);
}

/** Nanoseconds since 1970, which are more than a number holds exactly, of milliseconds with fractions. */
function writeTime(writer: ProtobufWriter, field: number, milliseconds: number): void {
  const seconds = Math.floor(milliseconds / 1000);
  const nanoseconds = Math.floor((milliseconds - 1000 * seconds) * 1e6);
  // Seconds in two parts of 16 bits and more: each part's nanoseconds are exact.
  const above = Math.floor(seconds / 2 ** 16) * 1e9;
  const below = (seconds % 2 ** 16) * 1e9 + nanoseconds + (above % 2 ** 16) * 2 ** 16;
  writer.fixed64(field, Math.floor(above / 2 ** 16) + Math.floor(below / 2 ** 32), below % 2 ** 32);
}
