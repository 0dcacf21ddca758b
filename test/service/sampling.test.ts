import { describe, expect, test } from "bun:test";
import { parseServiceConfig } from "../../src/config/service.ts";
import { Traces } from "../../src/service/traces.ts";
import { isSampled, parseTraceparent, traceIdOf } from "../../src/trace-context.ts";
import { traceparent } from "../support/traced.ts";

/** Names spans as these settings say. */
function traces(settings: Readonly<Record<string, string>> = {}): Traces {
  const { tracing } = parseServiceConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp.example.org",
    ...settings,
  });
  return new Traces(tracing?.sampling ?? null);
}

const off = new Traces(null);
const unsampled = traceparent("a", "b", "00");

describe("a caller's traceparent", () => {
  test.each([
    "",
    "00",
    traceparent().toUpperCase(),
    ` ${traceparent()}`,
    `${traceparent()}-more`,
    `${traceparent()}, ${traceparent()}`,
    traceparent().replace("00-", "ff-"),
    traceparent("0"),
    traceparent("a", "0"),
    traceparent("g"),
    traceparent("a", "b", "1"),
    `${traceparent()}\n`,
  ])("that is malformed is none: %j", (text) => {
    expect(off.begin(text)).toEqual({ kept: null, span: null });
    expect(traces().begin(text).span?.traceId).not.toBe("a".repeat(32));
    expect(traceIdOf(text)).toBeNull();
  });

  test("of a later version is understood as far as this one goes", () => {
    const later = `${traceparent("a", "b", "ff").replace("00-", "01-")}-more`;
    expect(off.begin(later).kept).toBe(traceparent("a", "b", "03"));
  });

  test("goes on unchanged where nothing is recorded here", () => {
    for (const text of [traceparent(), unsampled]) {
      expect(off.begin(text)).toEqual({ kept: text, span: null });
      expect(off.next(text)).toBeNull();
    }
  });
});

describe("what is recorded", () => {
  test("is all that callers record, and what nobody began", () => {
    const named = traces();
    const { kept, span } = named.begin(traceparent());
    expect(span).toMatchObject({ traceId: "a".repeat(32), parentId: "b".repeat(16) });
    expect(kept).toBe(`00-${"a".repeat(32)}-${span?.id}-01`);
    expect(named.next(kept)).toMatchObject({ traceId: "a".repeat(32), parentId: span?.id ?? "" });
    expect(named.begin(unsampled)).toEqual({ kept: unsampled, span: null });
    expect(named.next(unsampled)).toBeNull();
    expect(named.begin(null).span).toMatchObject({ parentId: null });
  });

  test("is nothing with always_off, and callers hear of that; with parentbased_ it is what they record", () => {
    const sampler = (name: string) => traces({ OTEL_TRACES_SAMPLER: name });
    expect(sampler("always_off").begin(null)).toEqual({ kept: null, span: null });
    expect(sampler("always_off").begin(traceparent())).toEqual({ kept: unsampled, span: null });
    expect(sampler("parentbased_always_off").begin(null).span).toBeNull();
    expect(sampler("parentbased_always_off").begin(traceparent()).span).not.toBeNull();
    const { kept } = sampler("always_on").begin(unsampled);
    expect(isSampled(parseTraceparent(kept) ?? { flags: "00" })).toBeTrue();
  });

  test("is a share of traces with traceidratio, the same ones wherever they are decided on", () => {
    const settings = { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.25" };
    const [one, other] = [traces(settings), traces(settings)];
    const callers = Array.from({ length: 4000 }, () => traces().begin(null).kept ?? "");
    const recorded = callers.map((text) => one.begin(text).span !== null);
    expect(callers.map((text) => other.begin(text).span !== null)).toEqual(recorded);
    expect(recorded.filter((is) => is).length).toBeWithin(800, 1200);
    expect(callers.filter(() => one.begin(null).span !== null).length).toBeWithin(800, 1200);
  });
});
