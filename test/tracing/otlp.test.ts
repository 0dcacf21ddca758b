import { expect, test } from "bun:test";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { Random } from "../../scripts/common/random.ts";
import { version } from "../../src/build-info.ts";
import { partOf, spanIn } from "../../src/trace-context.ts";
import { encode } from "../../src/tracing/otlp.ts";
import type { EndedSpan } from "../../src/tracing/spans.ts";
import { forManyRandoms } from "../support/random.ts";

type ReadableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];

/** As OpenTelemetry's own package writes them. */
function byOpenTelemetry(spans: readonly EndedSpan[], serviceName: string): Uint8Array | undefined {
  const resource = resourceFromAttributes({ "service.name": serviceName, "service.version": version });
  const instrumentationScope = { name: "ocr-eco", version };
  const time = (milliseconds: number): [number, number] => {
    const seconds = Math.floor(milliseconds / 1000);
    return [seconds, Math.floor((milliseconds - 1000 * seconds) * 1e6)];
  };
  const readable = spans.map((span): ReadableSpan => {
    const { traceId, id: spanId, parentId, flags, name, kind, from, until, attributes, error } = span;
    const traceFlags = Number.parseInt(flags, 16);
    return {
      name,
      kind: ["internal", "server", "client"].indexOf(kind),
      spanContext: () => ({ traceId, spanId, traceFlags }),
      ...(parentId === null ? {} : { parentSpanContext: { traceId, spanId: parentId, traceFlags } }),
      startTime: time(from),
      endTime: time(until),
      duration: time(until - from),
      ended: true,
      status: error === null ? { code: 0 } : { code: 2, message: error },
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
  return ProtobufTraceSerializer.serializeRequest(readable);
}

const letters = ["a", "Z", "7", " ", "é", "ß", "步", "🚶", "\ud800", "\0"];
/** Around where a length takes a byte more. */
const lengths = [0, 1, 5, 42, 43, 126, 127, 128, 129, 400, 16_383, 16_384];
const numbers = [
  0,
  1,
  127,
  128,
  200,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  0.5,
  -0.1,
  1e300,
];

function randomText(by: Random): string {
  const letter = by.pick(letters);
  return `${by.pick(letters)}${letter.repeat(by.pick(lengths))}`;
}

function randomSpan(by: Random): EndedSpan {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => by.int(0, 15).toString(16)).join("");
  const first = spanIn({ traceId: hex(32), spanId: hex(16), flags: by.pick(["00", "01", "03", "ff"]) });
  const from = by.pick([0, 1, 65_535_999.999, by.between(1.6e12, 2e12), 2 ** 42]);
  const value = () => by.pick([randomText(by), by.chance(0.5), by.pick(numbers)]);
  return {
    ...(by.chance(0.5) ? partOf(first) : { ...first, parentId: null }),
    name: randomText(by),
    kind: by.pick(["internal", "server", "client"]),
    from,
    until: from + by.between(0, 1e5),
    attributes: Object.fromEntries(Array.from({ length: by.int(0, 6) }, () => [randomText(by), value()])),
    error: by.chance(0.3) ? randomText(by) : null,
  };
}

test("spans are written in the bytes in which OpenTelemetry's own package writes them", async () => {
  await forManyRandoms((by) => {
    const spans = Array.from({ length: by.int(1, 20) }, () => randomSpan(by));
    const serviceName = randomText(by);
    expect(encode(spans, serviceName).toHex()).toBe(byOpenTelemetry(spans, serviceName)?.toHex() ?? "");
  }, 30);
});
