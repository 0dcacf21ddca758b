import { afterEach, describe, expect, test } from "bun:test";
import { parseConfig } from "../../src/config/config.ts";
import { workerEnvironment } from "../../src/config/environment.ts";

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before);
});

describe("the environment of a worker", () => {
  test("has it keep memory on huge pages and give much of it back, and sends no telemetry", () => {
    expect(workerEnvironment(parseConfig({}))).toMatchObject({
      GLIBC_TUNABLES: "glibc.malloc.hugetlb=1",
      MALLOC_ARENA_MAX: "1",
      MALLOC_MMAP_THRESHOLD_: "33554432",
      MALLOC_TRIM_THRESHOLD_: "2097152",
      MIMALLOC_PURGE_HOLES: "0",
      ORT_DISABLE_TELEMETRY: "1",
    });
  });

  test("is what an operator says where that is the same, and what he set besides", () => {
    Object.assign(process.env, { MALLOC_ARENA_MAX: "4", LD_PRELOAD: "libjemalloc.so.2" });
    expect(workerEnvironment(parseConfig({}))).toMatchObject({
      MALLOC_ARENA_MAX: "4",
      LD_PRELOAD: "libjemalloc.so.2",
    });
  });

  test("holds no key", () => {
    Object.assign(process.env, { API_KEY: "a-key", LARAVEL_API_KEY: "their-key" });
    expect(Object.values(workerEnvironment(parseConfig({})))).not.toContain("a-key");
    expect(Object.values(workerEnvironment(parseConfig({})))).not.toContain("their-key");
  });
});
