import { describe, expect, test } from "bun:test";
import type { ServiceEvent } from "../../src/service/events.ts";
import { LastHour } from "../../src/service/last-hour.ts";
import { SharedHour } from "../../src/service/shared-hour.ts";
import { cleanUp } from "../support/clean-up.ts";
import { forManyRandoms } from "../support/random.ts";
import { sharedTwice, withRedis } from "../support/shared.ts";

const told = { environment: "production", jobId: "a job", attempt: 1, span: null };
const read = (milliseconds = 100): ServiceEvent => ({
  ...({ type: "job-read", ...told, status: "verified", app: null, doubts: [], scope: "day" } as const),
  milliseconds,
  whole: 0,
});
const failed: ServiceEvent = { type: "job-failed", ...told, code: "IMAGE_CORRUPT", milliseconds: 1 };
const delivered = (age: number): ServiceEvent => ({
  ...({ type: "delivery-tried", ...told, end: "delivered", status: 200, milliseconds: 1 } as const),
  age,
  whole: 2 * age,
});
const waited = (milliseconds: number): ServiceEvent => ({ type: "job-taken", ...told, waited: milliseconds });

withRedis((server) => {
  /** The last hour of two instances, which tell what happened when they are told to, and a clock that goes on then, too. */
  async function hours(patience = 60_000) {
    // In the middle of a minute, so that none is over before something is noted.
    let ahead = 30_000 - (Date.now() % 60_000);
    const both = await sharedTwice(server, { ahead: () => ahead });
    const [one, other] = both.map(({ calls }) => {
      const hour = new SharedHour({ calls, pause: 3_600_000, freshness: 0, patience });
      cleanUp(() => hour.stop());
      return hour;
    }) as [SharedHour, SharedHour];
    const client = server.client();
    cleanUp(() => client.disconnect());
    return {
      one,
      other,
      client,
      prefix: both[0].prefix,
      pass: (minutes: number) => {
        ahead += minutes * 60_000;
      },
      tell: () => Promise.all([one.flush(), other.flush()]),
    };
  }

  describe("the last hour of all instances", () => {
    test("is the sum of what each tells, and the same for all who ask", async () => {
      await forManyRandoms(async (random) => {
        const { one, other, tell } = await hours();
        const model = new LastHour();
        for (let step = 0; step < 100; step++) {
          const milliseconds = 10 ** random.between(0, 6);
          const event = random.pick([
            read(milliseconds),
            failed,
            delivered(milliseconds),
            waited(milliseconds),
          ]);
          random.pick([one, other]).hear(event);
          model.hear(event);
          if (step % 30 === 0) await tell();
        }
        await tell();
        const expected = model.figures();
        for (const each of [await one.figures(), await other.figures()]) {
          for (const what of ["read", "verified", "failed", "delivered", "no_steps"] as const)
            expect(each.count(what)).toBe(expected.count(what));
          for (const what of ["waiting", "reading", "delivering", "whole"] as const)
            expect(each.percentiles(what)).toEqual(expected.percentiles(what));
        }
      }, 5);
    });

    test("goes by the minutes of the server's clock, and forgets what is older", async () => {
      const { one, other, pass, tell } = await hours();
      for (let count = 0; count < 3; count++) one.hear(read());
      await tell();
      expect((await other.figures()).byMinute("read")).toEqual(Array(60).fill(0));
      pass(1);
      other.hear(read());
      await tell();
      pass(1);
      expect((await one.figures()).byMinute("read")).toEqual([...Array(58).fill(0), 3, 1]);
      expect((await one.figures()).perMinute("read")).toBeWithin(1.5, 2.01);
      pass(58);
      expect((await one.figures()).byMinute("read")).toEqual([3, 1, ...Array(58).fill(0)]);
      pass(1);
      expect((await other.figures()).count("read")).toBe(1);
      pass(60);
      for (const each of [one, other]) expect((await each.figures()).count("read")).toBe(0);
    });

    test("is told anew where the clock is set back", async () => {
      const { one, other, pass, tell } = await hours();
      one.hear(read());
      await tell();
      pass(30);
      other.hear(read());
      await tell();
      pass(2);
      expect((await one.figures()).count("read")).toBe(2);
      pass(-20);
      one.hear(read());
      await tell();
      expect((await one.figures()).count("read")).toBe(2);
      expect((await other.figures()).count("read")).toBe(2);
    });

    test("leaves nothing behind that does not end by itself but when it began", async () => {
      const { one, client, prefix, tell } = await hours();
      for (let time = 1; time < 1e9; time *= 1.01) one.hear(read(time));
      await tell();
      const lasting = [];
      for (const key of await client.keys(`${prefix}:hour*`))
        if ((await client.pttl(key)) < 0) lasting.push(key);
      expect(lasting).toEqual([`${prefix}:hour-since`]);
      const [minute = ""] = await client.keys(`${prefix}:hour:*`);
      // As many as there are buckets of one kind, and two that are counted.
      expect(await client.hlen(minute)).toBeWithin(100, 700);
    });

    test("counts each thing once where connections break again and again", async () => {
      const { one, other, client } = await hours();
      let isOver = false;
      const killing = (async () => {
        while (!isOver) {
          await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
          await Bun.sleep(25);
        }
      })();
      for (let count = 0; count < 30; count++) {
        one.hear(read());
        await one.flush();
      }
      isOver = true;
      await killing;
      await one.stop();
      expect((await other.figures()).count("read")).toBe(30);
    });
  });

  test("what happened while the server was away is told as one sum when it is back", async () => {
    const { one, other } = await hours(500);
    one.hear(read());
    await one.flush();
    await server.stop();
    for (let count = 0; count < 5; count++) one.hear(read());
    await one.flush();
    for (let count = 0; count < 5; count++) one.hear(failed);
    await server.start();
    while ((await other.figures()).count("failed") < 5) await one.flush();
    expect((await other.figures()).count("read")).toBe(6);
  });
});
