import { describe, expect, test } from "bun:test";
import type { Breaker } from "../../src/webhook/breaker.ts";
import { SharedBreaker } from "../../src/webhook/shared-breaker.ts";
import { cleanUp } from "../support/clean-up.ts";
import { sharedTwice, withRedis } from "../support/shared.ts";

const probeMilliseconds = 60_000;

async function fail(breaker: Breaker, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await breaker.note("failure");
}

withRedis((server) => {
  /** The breakers of two instances, and a clock that goes on as well when it is told to. */
  async function breakers(environment = "staging") {
    let ahead = 0;
    const both = await sharedTwice(server, { ahead: () => ahead });
    const [one, other] = both.map(
      ({ calls }) =>
        new SharedBreaker({ calls, environment, probeMilliseconds, random: () => 0.5, patience: 60_000 }),
    ) as [SharedBreaker, SharedBreaker];
    const pass = (seconds: number): void => {
      ahead += seconds * 1000;
    };
    return { one, other, pass, shared: both };
  }

  describe("a breaker of all instances", () => {
    test("lets everything go to a destination that answers, also after failures that were not in a row", async () => {
      const { one, other } = await breakers();
      for (let round = 0; round < 4; round++) {
        await fail(one, 2);
        await fail(other, 2);
        expect(await (round % 2 === 0 ? one : other).note("success")).toBeNull();
      }
      expect([await one.admit(8), await other.admit(3), await other.admit(0)]).toEqual([8, 3, 0]);
      expect([await one.nextIn(), await other.isOpen()]).toEqual([null, false]);
    });

    test("spares for all what five failures in a row say is down, whoever heard them, and says so once", async () => {
      const { one, other, pass } = await breakers();
      await fail(one, 3);
      const changes = [await other.note("failure"), await other.note("failure"), await one.note("failure")];
      expect(changes).toEqual([null, "opened", null]);
      expect([await one.admit(8), await other.admit(8)]).toEqual([0, 0]);
      expect(await one.nextIn()).toBeWithin(1, 10_001);
      expect([await one.isOpen(), await other.isOpen()]).toEqual([true, true]);
      pass(11);
      // One of both probes.
      const admitted = await Promise.all([one.admit(8), other.admit(8), one.admit(8), other.admit(8)]);
      expect(admitted.toSorted()).toEqual([0, 0, 0, 1]);
    });

    test("lets all go on when the one that probes succeeds", async () => {
      const { one, other, pass } = await breakers();
      await fail(one, 5);
      pass(11);
      expect(await other.admit(8)).toBe(1);
      expect([await other.nextIn(), await one.nextIn()]).toEqual([null, expect.any(Number)]);
      expect(await other.note("success")).toBe("closed");
      expect([await one.admit(8), await one.isOpen(), await one.nextIn()]).toEqual([8, false, null]);
      await fail(one, 4);
      expect(await other.admit(8)).toBe(8);
    });

    test("doubles the pause with each probe that fails, up to five minutes, and is not moved by older attempts", async () => {
      const { one, other, pass } = await breakers();
      await fail(one, 5);
      for (const seconds of [10, 20, 40, 80, 160, 300, 300]) {
        await fail(one, 2);
        expect(await other.nextIn()).toBeWithin(seconds * 500 + 1, seconds * 1000 + 1);
        pass(seconds);
        expect(await other.admit(8)).toBe(1);
        await fail(one, 1);
        expect(await one.admit(8)).toBe(0);
        expect(await other.note("failure")).toBeNull();
      }
    });

    test("gives the probe to another one when whoever had it gives it back, or is gone", async () => {
      const { one, other, pass } = await breakers();
      await fail(one, 5);
      pass(11);
      expect(await one.admit(8)).toBe(1);
      await other.giveBack();
      expect(await other.admit(8)).toBe(0);
      await one.giveBack();
      expect(await other.admit(8)).toBe(1);
      // It says nothing for longer than an attempt may take.
      expect(await one.nextIn()).toBeWithin(1, probeMilliseconds + 1);
      pass(61);
      expect(await one.admit(8)).toBe(1);
      // Whoever comes back late has no say about the pause.
      expect(await one.note("failure")).toBeNull();
      await fail(other, 3);
      expect(await one.nextIn()).toBeWithin(1, 20_001);
    });

    test("knows environments apart, and spares nobody for longer where the clock is set back", async () => {
      const { one, shared, pass } = await breakers();
      await fail(one, 5);
      const elsewhere = new SharedBreaker({
        calls: shared[1].calls,
        environment: "other",
        probeMilliseconds,
      });
      expect(await elsewhere.admit(8)).toBe(8);
      pass(-36_000);
      expect(await one.nextIn()).toBeWithin(1, 11_001);
    });

    test("wakes all who deliver when the destination is back", async () => {
      const { one, other, shared } = await breakers();
      const heard: string[] = [];
      const woken = Promise.withResolvers<void>();
      shared[1].messages.on("work", {
        hear: (message) => {
          heard.push(message);
          woken.resolve();
        },
        onAgain: () => {},
      });
      await shared[1].messages.listen(performance.now() + 30_000);
      await fail(other, 5);
      expect(await one.note("success")).toBe("closed");
      await woken.promise;
      expect(heard).toEqual([expect.stringMatching(/^deliveries:staging /)]);
    });

    test("tells each change once where connections break again and again", async () => {
      const { one, other } = await breakers();
      const client = server.client();
      cleanUp(() => client.disconnect());
      let isOver = false;
      const killing = (async () => {
        while (!isOver) {
          await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
          await Bun.sleep(25);
        }
      })();
      const changes: string[] = [];
      for (let round = 0; round < 6; round++) {
        for (let time = 0; time < 5; time++) changes.push(String(await one.note("failure")));
        // Who has asked a moment ago, when all was well, does not know yet.
        await other.isOpen();
        changes.push(String(await other.note("success")));
      }
      isOver = true;
      await killing;
      expect(changes.filter((change) => change !== "null")).toEqual(
        Array.from({ length: 6 }, () => ["opened", "closed"]).flat(),
      );
    });
  });

  test("takes all to be well while the server cannot be asked, and says again what is known afterwards", async () => {
    const { shared } = await breakers();
    const one = new SharedBreaker({
      ...{ calls: shared[0].calls, environment: "staging", probeMilliseconds },
      patience: 100,
    });
    await server.stop();
    expect([await one.admit(8), await one.note("failure"), await one.nextIn(), await one.isOpen()]).toEqual([
      8,
      null,
      null,
      false,
    ]);
    await server.start();
    while (!(await one.isOpen())) await one.note("failure");
    expect(await one.admit(8)).toBe(0);
  });
});
