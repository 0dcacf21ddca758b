import { describe, expect, test } from "bun:test";
import type { ApiKey, RateLimit } from "../../src/config/keys.ts";
import { MemoryRateLimiter, RateLimitedError, type RateLimiter } from "../../src/http/rate-limit.ts";
import { SharedRateLimiter } from "../../src/http/shared-rate-limit.ts";
import { cleanUp } from "../support/clean-up.ts";
import { forManyRandoms } from "../support/random.ts";
import { sharedTwice, withRedis } from "../support/shared.ts";

const tenAMinute = { most: 10, seconds: 60 };
const aKey: ApiKey = {
  name: "few",
  hash: new Uint8Array(),
  length: null,
  scopes: ["submit"],
  limit: { most: 2, seconds: 600 },
  issued: null,
  expires: null,
};

/** `null` when it was taken in, else the seconds to wait. */
async function send(
  limiter: RateLimiter,
  address: string,
  reports = 1,
  key: ApiKey | null = null,
): Promise<number | null> {
  try {
    await limiter.take(key, address, reports);
    return null;
  } catch (error) {
    if (error instanceof RateLimitedError) return error.retryAfterSeconds;
    throw error;
  }
}

withRedis((server) => {
  /** The limiters of two instances, which have a clock that goes on when it is told to as well. */
  async function limiters(
    usual: RateLimit | null,
    over: Partial<ConstructorParameters<typeof SharedRateLimiter>[0]> = {},
  ) {
    let ahead = 0;
    const warned: string[] = [];
    const clock = () => performance.now() + ahead;
    const both = await sharedTwice(server, { ahead: () => ahead });
    const [one, other] = both.map(
      ({ calls }) =>
        new SharedRateLimiter({
          ...{ calls, usual, clock, patience: 60_000 },
          warn: (sentence) => warned.push(sentence),
          ...over,
        }),
    ) as [SharedRateLimiter, SharedRateLimiter];
    const client = server.client();
    cleanUp(() => client.disconnect());
    const pass = (seconds: number): void => {
      ahead += seconds * 1000;
    };
    return { one, other, pass, clock, warned, client, prefix: both[0].prefix };
  }

  describe("a limit of all instances", () => {
    test("counts what came to each of them, and says when the next one may come", async () => {
      const { one, other, pass } = await limiters(tenAMinute);
      for (let sent = 0; sent < 10; sent++) expect(await send(sent % 2 === 0 ? one : other, "a")).toBeNull();
      pass(20);
      for (const each of [one, other, one]) expect(await send(each, "a")).toBeWithin(1, 41);
      expect(await send(one, "b", 10)).toBeNull();
      pass(41);
      expect(await send(other, "a", 10)).toBeNull();
      expect(await send(one, "a")).toBeWithin(1, 61);
    });

    test("of a key counts for it, wherever it is used and from where", async () => {
      const { one, other } = await limiters(tenAMinute);
      expect(await send(one, "a", 1, aKey)).toBeNull();
      expect(await send(other, "b", 1, aKey)).toBeNull();
      expect(await send(one, "c", 1, aKey)).toBeWithin(1, 601);
      expect(await send(other, "a", 1000, { ...aKey, name: "free", limit: null })).toBeNull();
    });

    test("is told as it is, also by who counted nothing", async () => {
      const { one, other, pass } = await limiters(tenAMinute);
      expect(await other.headers(null, "b")).toEqual({
        ratelimit: '"reports";r=10',
        "ratelimit-policy": '"reports";q=10;w=60',
      });
      await send(one, "a", 4);
      for (const each of [one, other])
        expect((await each.headers(null, "a"))?.["ratelimit"]).toMatch(/^"reports";r=6;t=\d+$/);
      pass(61);
      expect((await one.headers(null, "a"))?.["ratelimit"]).toBe('"reports";r=10');
    });

    test("lets in and refuses what the limit of one instance does, whatever is sent when", async () => {
      await forManyRandoms(async (random) => {
        const usual = { most: random.pick([1, 2, 10, 60]), seconds: 60 };
        const { one, other, pass, clock } = await limiters(usual);
        const model = new MemoryRateLimiter(usual, clock);
        for (let step = 0; step < 60; step++) {
          // No sum of these is near a minute, so that it does not matter which of both looks first.
          pass(7 * random.pick([0, 0, 1, 2, 4, 9]));
          const address = random.pick(["192.0.2.1", "192.0.2.2", "2001:db8::1"]);
          const reports = random.int(1, usual.most);
          const isIn = (await send(random.pick([one, other]), address, reports)) === null;
          expect(isIn).toBe((await send(model, address, reports)) === null);
        }
      }, 8);
    });

    test("of more than sixty is kept in sixty-two entries", async () => {
      const { one, other, pass, client, prefix } = await limiters({ most: 10_000, seconds: 60 });
      for (let sent = 0; sent < 150; sent++) {
        pass(0.5);
        expect(await send(sent % 2 === 0 ? one : other, "a", 10)).toBeNull();
      }
      expect(await client.strlen(`${prefix}:limit:reports:address a`)).toBeLessThan(62 * 50);
      expect((await other.headers(null, "a"))?.["ratelimit"]).toMatch(/^"reports";r=8[78]\d0;t=/);
    });

    test("counts each report once where connections break again and again", async () => {
      const { one, other, client } = await limiters({ most: 20, seconds: 600 });
      let isOver = false;
      const killing = (async () => {
        while (!isOver) {
          await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
          await Bun.sleep(10);
        }
      })();
      let taken = 0;
      for (let sent = 0; sent < 25; sent++)
        if ((await send(sent % 2 === 0 ? one : other, "a")) === null) taken++;
      isOver = true;
      await killing;
      expect(taken).toBe(20);
    });
  });

  describe("a flood of addresses", () => {
    const address = (number: number): string => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;

    test("takes so many logs on the server, all of which end by themselves, and forgets nobody", async () => {
      const { one, other, client, prefix } = await limiters(tenAMinute, { logs: 100 });
      expect(await send(one, "192.0.2.1", 10)).toBeNull();
      for (let from = 0; from < 3000; from += 100)
        await Promise.all(Array.from({ length: 100 }, (_, at) => send(other, address(from + at))));
      expect(await send(other, "192.0.2.1")).not.toBeNull();
      expect(await client.zcard(`${prefix}:limit-logs:reports`)).toBe(100);
      const kept = await client.keys(`${prefix}:limit:*`);
      // Those beyond share by their network, of which there are twelve here.
      expect(kept.length).toBeWithin(101, 100 + 13);
      for (const key of [...kept, `${prefix}:limit-logs:reports`])
        expect(await client.pttl(key)).toBeWithin(1, 60_001);
    });

    test("gives room again when its logs are done", async () => {
      const { one, pass, client, prefix } = await limiters(tenAMinute, { logs: 10 });
      for (let number = 0; number < 20; number++) await send(one, address(number));
      pass(61);
      for (let number = 0; number < 5; number++) await send(one, `192.0.2.${number}`);
      expect(await client.zcard(`${prefix}:limit-logs:reports`)).toBe(5);
    });

    test("by one who was refused asks the server no more until he may come", async () => {
      const { one, client, prefix } = await limiters(tenAMinute);
      for (let sent = 0; sent < 11; sent++) await send(one, "a");
      await client.del(`${prefix}:limit:reports:address a`);
      expect(await send(one, "a")).not.toBeNull();
    });
  });

  test("what is counted in groups has as many logs at most, and one name counts at both", async () => {
    const { one, other, client, prefix } = await limiters(tenAMinute, {
      counted: "tries to sign in",
      groups: 16,
    });
    expect(await send(one, "name anna", 10)).toBeNull();
    expect(await send(other, "name anna")).not.toBeNull();
    for (let at = 0; at < 200; at++) await send(one, `name ${at}`);
    expect((await client.keys(`${prefix}:limit:*`)).length).toBeLessThanOrEqual(16);
  });

  test("while the server is away each instance counts for itself, says so once, and goes back by itself", async () => {
    const { one, other, pass, warned } = await limiters(tenAMinute, { patience: 200 });
    expect(await send(one, "a", 6)).toBeNull();
    await server.stop();
    expect(await send(one, "a", 5)).not.toBeNull();
    expect(await send(one, "a", 4)).toBeNull();
    expect(await send(other, "a", 10)).toBeNull();
    expect((await one.headers(null, "a"))?.["ratelimit"]).toStartWith('"reports";r=0');
    expect(warned).toHaveLength(2);
    expect(warned[0]).toContain("by this instance alone");
    await server.start();
    // So long after a failure it is asked again.
    for (let at = 0, isShared = false; !isShared; at++) {
      pass(2);
      await send(one, `c${at}`, 10);
      isShared = (await send(other, `c${at}`, 1)) !== null;
    }
  });
});
