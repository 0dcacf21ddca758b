import { expect, test } from "bun:test";
import { firstSpan, partOf } from "../src/trace-context.ts";

test("ids of spans are hexadecimal, as long as they have to be, and never the same", () => {
  const spans = Array.from({ length: 10_000 }, () => {
    const first = firstSpan();
    return [first, partOf(first)];
  }).flat();
  expect(spans.filter(({ id }) => !/^[0-9a-f]{16}$/.test(id))).toEqual([]);
  expect(spans.filter(({ traceId }) => !/^[0-9a-f]{32}$/.test(traceId))).toEqual([]);
  expect(new Set(spans.map(({ id }) => id)).size).toBe(spans.length);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(spans.length / 2);
});
