import { expect, test } from "bun:test";
import { Scratch } from "../../../src/reading/image/scratch.ts";

test("memory is used again for as much and for less, and is as long as was asked for", () => {
  const scratch = new Scratch((length) => new Float32Array(length));
  const first = scratch.take(100);
  expect(first).toHaveLength(100);
  expect(scratch.take(100).buffer).toBe(first.buffer);
  expect(scratch.take(7)).toHaveLength(7);
  expect(scratch.take(7).buffer).toBe(first.buffer);
  expect(scratch.take(101)).toHaveLength(101);
});

test("very much memory is given, but not kept", () => {
  const scratch = new Scratch((length) => new Uint8Array(length));
  const usual = scratch.take(1000);
  expect(scratch.take(64 * 1024 * 1024)).toHaveLength(64 * 1024 * 1024);
  expect(scratch.take(1000).buffer).toBe(usual.buffer);
});
