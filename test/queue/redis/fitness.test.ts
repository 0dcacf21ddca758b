import { describe, expect, test } from "bun:test";
import { lossOf, oddOf, refuseUnfit, type ServerFacts } from "../../../src/queue/redis/fitness.ts";
import { failureOf } from "../../support/failure.ts";

const fit: ServerFacts = {
  version: "7.0.15",
  maxmemory: 1e9,
  policy: "noeviction",
  isLogged: true,
  sync: "always",
  waits: false,
  isNode: false,
};

describe("a server of a queue", () => {
  test.each([
    ["7.0.0", true],
    ["8.2.1", true],
    ["6.2.14", false],
    ["", false],
  ])("is of version 7 or newer: %s", async (version, isFit) => {
    const look = () => refuseUnfit({ ...fit, version }, "Redis");
    if (isFit) expect(look()).toBeUndefined();
    else expect((await failureOf(look)).code).toBe("QUEUE_REFUSED");
  });

  test.each([
    ["1.1.1.1", undefined, 1],
    ["1.1.1.1", "secret", 0],
    ["10.1.2.3", undefined, 0],
    ["127.0.0.1", undefined, 0],
    ["::1", undefined, 0],
    ["2606:4700::1111", undefined, 1],
  ])("has a password where others can reach it: %s, %s", async (host, password, warnings) => {
    const server = {
      at: { host, port: 6379 },
      database: 0,
      ...(password === undefined ? {} : { password }),
    };
    expect(await oddOf(fit, server)).toHaveLength(warnings);
  });

  test("that keeps snapshots alone may lose all since the last one", () => {
    expect(lossOf({ ...fit, isLogged: false })).toContain("since its last snapshot");
    expect(lossOf({ ...fit, sync: null })).toContain("does not tell");
    expect(lossOf(fit)).toBeNull();
  });
});
