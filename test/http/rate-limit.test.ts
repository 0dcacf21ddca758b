import { describe, expect, test } from "bun:test";
import type { ApiKey, RateLimit } from "../../src/config/keys.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { MemoryRateLimiter, RateLimitedError } from "../../src/http/rate-limit.ts";
import { forManyRandoms } from "../support/random.ts";

const minute = 60_000;

const key = (name: string, limit: RateLimit | null | undefined): ApiKey => ({
  name,
  hash: new Uint8Array(),
  length: null,
  scopes: ["submit"],
  limit,
  issued: null,
  expires: null,
});

/** A limiter with a clock that goes on when it is told to. */
function limiterOf(usual: RateLimit | null, mostAddresses?: number) {
  const clock = { now: 0 };
  const limiter = new MemoryRateLimiter(usual, () => clock.now, mostAddresses);
  /** `null` when it was taken in, else the seconds to wait. */
  const send = (address: string, reports = 1, by: ApiKey | null = null): number | null => {
    try {
      limiter.take(by, address, reports);
      return null;
    } catch (error) {
      if (error instanceof RateLimitedError) return error.retryAfterSeconds;
      throw error;
    }
  };
  return { clock, limiter, send };
}

const tenAMinute = { most: 10, seconds: 60 };

describe("a limit", () => {
  test("lets so many through, and says when the next one may come", () => {
    const { clock, send } = limiterOf(tenAMinute);
    for (let sent = 0; sent < 10; sent++) {
      clock.now = 1000 * sent;
      expect(send("a")).toBeNull();
    }
    clock.now = 20_000;
    expect(send("a")).toBe(40);
    expect(send("b")).toBeNull();
    clock.now = minute - 1;
    expect(send("a")).toBe(1);
    clock.now = minute;
    expect(send("a")).toBeNull();
    expect(send("a")).toBe(1);
  });

  test("lets nobody through twice as much around the edge of a minute", () => {
    const { clock, send } = limiterOf(tenAMinute);
    clock.now = minute - 10;
    for (let sent = 0; sent < 10; sent++) expect(send("a")).toBeNull();
    clock.now = minute + 10;
    expect(send("a")).toBe(60);
  });

  test("of more than sixty counts together what comes within a sixtieth of its time, and long enough", () => {
    const { clock, send } = limiterOf({ most: 600, seconds: 60 });
    expect(send("a")).toBeNull();
    clock.now = 999;
    expect(send("a", 599)).toBeNull();
    clock.now = minute + 998;
    expect(send("a")).toBe(1);
    clock.now = minute + 1000;
    expect(send("a", 600)).toBeNull();
  });

  test("counts each report of a batch, and none of one that is refused", () => {
    const { clock, send } = limiterOf(tenAMinute);
    expect(send("a", 8)).toBeNull();
    expect(send("a", 3)).toBe(60);
    expect(send("a", 2)).toBeNull();
    clock.now = minute;
    expect(send("a", 10)).toBeNull();
    expect(() => send("b", 11)).toThrow(OcrEcoError);
    expect(send("b", 10)).toBeNull();
  });

  test("of a key counts for it, wherever it is used from, and its address is not concerned", () => {
    const { send } = limiterOf(tenAMinute);
    const [few, free] = [key("few", { most: 2, seconds: 1 }), key("free", null)];
    expect([send("a", 1, few), send("b", 1, few), send("c", 1, few)]).toEqual([null, null, 1]);
    for (let sent = 0; sent < 100; sent++) expect(send("a", 100, free)).toBeNull();
    expect(send("a", 10)).toBeNull();
    // Keys without a limit of their own are counted together by the address.
    expect(send("a", 1, key("usual", undefined))).toBe(60);
  });

  test("is told in the syntax of draft-ietf-httpapi-ratelimit-headers-10", () => {
    const { clock, limiter, send } = limiterOf(tenAMinute);
    const told = () => limiter.headers(null, "a");
    expect(told()).toEqual({ ratelimit: '"reports";r=10', "ratelimit-policy": '"reports";q=10;w=60' });
    send("a", 4);
    clock.now = 10_000;
    send("a", 6);
    clock.now = 20_500;
    expect(told()?.["ratelimit"]).toBe('"reports";r=0;t=40');
    clock.now = minute;
    expect(told()?.["ratelimit"]).toBe('"reports";r=4;t=10');
    expect(limiter.headers(key("free", null), "a")).toBeNull();
  });
});

/** Reports that were taken in, and when. */
type Taken = readonly { readonly at: number; readonly reports: number }[];

/** The most that were taken in within any time of this length, its end not included. */
function mostWithin(taken: Taken, milliseconds: number): number {
  let [most, sum, first] = [0, 0, 0];
  for (const { at, reports } of taken) {
    sum += reports;
    for (
      let entry = taken[first];
      entry !== undefined && entry.at <= at - milliseconds;
      entry = taken[++first]
    )
      sum -= entry.reports;
    most = Math.max(most, sum);
  }
  return most;
}

describe("whatever is sent when,", () => {
  test("no more than the limit is taken in within any time of its length", async () => {
    await forManyRandoms((random) => {
      const limit = { most: random.pick([1, 2, 10, 60, 61, 600]), seconds: random.pick([1, 60, 3600]) };
      const { clock, send } = limiterOf(limit, random.int(0, 3));
      const taken = new Map<string, { at: number; reports: number }[]>();
      const addresses = [
        "192.0.2.1",
        "192.0.2.2",
        "198.51.100.3",
        "203.0.113.4",
        "2001:db8::1",
        "2001:db8:1::",
      ];
      for (let step = 0; step < 400; step++) {
        const pause = random.pick([
          0,
          0,
          1,
          7,
          limit.seconds * 20,
          limit.seconds * 300,
          limit.seconds * 1000,
        ]);
        clock.now += random.int(0, pause);
        const address = random.pick(addresses);
        const reports = random.int(1, Math.min(limit.most, 100));
        if (send(address, reports) !== null) continue;
        const all = taken.get(address) ?? [];
        all.push({ at: clock.now, reports });
        taken.set(address, all);
      }
      for (const all of taken.values())
        expect(mostWithin(all, limit.seconds * 1000)).toBeLessThanOrEqual(limit.most);
    }, 150);
  });

  test("who keeps to the limit is never refused, and who waits as told is let in", async () => {
    await forManyRandoms((random) => {
      // Larger limits count in sixtieths: a sixtieth less is kept to.
      const most = random.pick([1, 5, 60]);
      const { clock, send } = limiterOf({ most, seconds: 60 });
      for (let sent = 0; sent < 200; sent++) {
        expect(send("a")).toBeNull();
        clock.now += Math.ceil(minute / most);
      }
      clock.now += 2 * minute;
      let wait = send("a", most);
      expect(wait).toBeNull();
      wait = send("a", most);
      clock.now += (wait ?? 0) * 1000;
      expect(send("a", most)).toBeNull();
    }, 20);
  });
});

describe("a flood of addresses", () => {
  const address = (number: number): string => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;

  test("takes no more memory than so many, three times as many as it remembers", () => {
    const { clock, limiter, send } = limiterOf(tenAMinute);
    for (let number = 0; number < 300_000; number++) {
      if (number % 1000 === 0) clock.now++;
      send(address(number));
    }
    expect(limiter.size).toBeLessThanOrEqual(100_000 + 1024);
    // It is let go of when it no longer counts.
    clock.now += 2 * minute;
    for (let number = 0; number < 100_000; number++) send(`172.16.0.${number % 200}`, 1);
    expect(limiter.size).toBeLessThanOrEqual(200 + 1024);
  });

  test("does not make forget what somebody sent", () => {
    const { clock, send } = limiterOf(tenAMinute, 1000);
    expect(send("192.0.2.1", 10)).toBeNull();
    for (let number = 0; number < 50_000; number++) send(address(number));
    clock.now = minute - 1;
    expect(send("192.0.2.1")).toBe(1);
  });

  test("keeps those who were there before it as they were", () => {
    const { send } = limiterOf(tenAMinute, 1000);
    expect(send("192.0.2.1")).toBeNull();
    for (let number = 0; number < 50_000; number++) send(address(number), 10);
    expect(send("192.0.2.1", 9)).toBeNull();
  });

  test("costs newcomers from elsewhere little: they share with few", () => {
    const { send } = limiterOf(tenAMinute, 10);
    // 256 addresses of one network fill the room for their own, and then one log that they share.
    for (let number = 0; number < 256; number++) send(address(number), 10);
    const letIn = Array.from({ length: 200 }, (_, number) => send(`198.51.${number}.1`)).filter(
      (wait) => wait === null,
    );
    expect(letIn.length).toBeGreaterThan(190);
  });

  test("of one IPv6 network is one caller", () => {
    const { send } = limiterOf(tenAMinute);
    for (let number = 0; number < 10; number++) expect(send(`2001:db8:0:7::${number}`)).toBeNull();
    expect(send("2001:db8:0:7:1:2:3:4")).toBe(60);
    expect(send("2001:db8:0:8::1")).toBeNull();
  });
});
