import { expect, test } from "bun:test";
import type { Redis } from "ioredis";
import type { Queue } from "../../../src/queue/port.ts";
import { schemaVersion } from "../../../src/redis/base.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { failureOf } from "../../support/failure.ts";
import {
  claimOne,
  ending,
  finished,
  longLease,
  opened,
  openedTwice,
  seen,
  submission,
  submit,
} from "../support.ts";
import { onServer, redisPlace, work } from "./support.ts";

/** All that stands under a prefix, as it is written. */
async function keptUnder(client: Redis, prefix: string): Promise<Record<string, string>> {
  const names = (await client.keys(`${prefix}:*`)).toSorted();
  const kept = await Promise.all(names.map((name) => client.dumpBuffer(name)));
  return Object.fromEntries(names.map((name, index) => [name, String(kept[index]?.toString("base64"))]));
}

onServer((server) => {
  test("nothing is lost and nothing done twice while connections are killed again and again", async () => {
    const many = 150;
    const both = await openedTwice(redisPlace(server));
    const killer = server.client();
    cleanUp(() => killer.disconnect());
    const delivered: string[] = [];
    const isDone = () => delivered.length >= many;
    let killed = 0;
    const kill = async () => {
      while (!isDone()) {
        killed += Number(await killer.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
        await killer.call("CLIENT", "KILL", "TYPE", "pubsub");
        await Bun.sleep(60 * Math.random());
      }
    };
    const send = async () => {
      for (let report = 0; report < many; report += 3)
        await Promise.all(
          [0, 1, 2].map((each) =>
            both[each % 2]?.jobs.submit([submission({ reportId: report + each })], many),
          ),
        );
    };
    await Promise.all([kill(), send(), ...both.map((queue) => work(queue, isDone, delivered))]);

    expect(killed).toBeGreaterThan(5);
    expect(delivered.toSorted()).toEqual(
      Array.from({ length: many }, (_, report) => `body of ${report}`).sort(),
    );
    const [queue] = both;
    const jobs = await queue.jobs.list({ most: 1000 });
    expect(jobs.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(Array(many).fill("done 1"));
    expect(await queue.deliveries.counts()).toMatchObject({ delivered: many, pending: 0, unknown: 0 });
    expect(await queue.history.totals("")).toMatchObject([{ counters: { done: many, delivered: many } }]);
    const hours = await queue.history.hours("");
    expect(hours.reduce((sum, { received }) => sum + received, 0)).toBe(many);
  });

  test("a server that has forgotten its scripts is told them again", async () => {
    const queue = await opened(redisPlace(server));
    const client = server.client();
    cleanUp(() => client.disconnect());
    await submit(queue, { reportId: 1 });
    await client.script("FLUSH");
    await Promise.all([2, 3, 4].map((reportId) => submit(queue, { reportId })));
    expect(await queue.jobs.counts()).toMatchObject({ waiting: 4 });
  });

  test("a server that was emptied begins an empty queue, and says so", async () => {
    const warnings: string[] = [];
    const place = redisPlace(server, "{emptied}", { warn: (message) => warnings.push(message) });
    const queue = await opened(place);
    await submit(queue, { reportId: 1 });
    const { claimToken } = await claimOne(queue);
    const client = server.client();
    cleanUp(() => client.disconnect());
    await client.flushall();
    warnings.length = 0;
    const late = queue.jobs.finish(claimToken, null, () => ending());
    await Promise.all([submit(queue, { reportId: 2 }), submit(queue, { reportId: 3 })]);
    expect(await late).toBe(false);
    expect(warnings).toEqual([expect.stringContaining("an empty queue begins")]);
    expect(await (await opened(place)).jobs.counts()).toMatchObject({ waiting: 2, active: 0 });
  });

  test("a newer program's queue takes in nothing from an older one that runs, which goes on where that is taken back", async () => {
    const warnings: string[] = [];
    const queue = await opened(redisPlace(server, "{outrun}", { warn: (message) => warnings.push(message) }));
    await submit(queue, { reportId: 1 });
    const { claimToken } = await claimOne(queue);
    const client = server.client();
    cleanUp(() => client.disconnect());
    await client.hset("{outrun}:schema", "version", schemaVersion + 1);
    const before = await keptUnder(client, "{outrun}");
    warnings.length = 0;
    const refused = [
      () => submit(queue, { reportId: 2 }),
      () => queue.jobs.finish(claimToken, null, () => ending()),
      () => queue.jobs.claim(1, longLease),
      () => queue.jobs.renew([claimToken], longLease),
      () => queue.jobs.counts(),
      () => queue.check(),
    ];
    for (const ask of refused) expect((await failureOf(ask)).code).toBe("QUEUE_NEWER");
    expect(await keptUnder(client, "{outrun}")).toEqual(before);
    // Nothing is gone, so no empty queue begins.
    expect(warnings).toEqual([]);
    await client.hset("{outrun}:schema", "version", schemaVersion);
    expect(await queue.jobs.finish(claimToken, null, () => ending())).toBe(true);
  });

  test("who listens hears of work after his connection was killed", async () => {
    const [one, other] = await openedTwice(redisPlace(server));
    const client = server.client();
    cleanUp(() => client.disconnect());
    await client.call("CLIENT", "KILL", "TYPE", "pubsub");
    // Told at once when the connection is back, and again by what comes then.
    await new Promise<void>((resolve) => one.onWork("jobs", resolve));
    expect(await one.jobs.claim(1, longLease)).toEqual([]);
    const heard = new Promise<void>((resolve) => one.onWork("jobs", resolve));
    await submit(other);
    await heard;
  });

  test("who asks once more how a job ended hears of its copies again", async () => {
    const queue = await opened(redisPlace(server));
    await submit(queue, { reportId: 1 });
    await queue.jobs.finish((await claimOne(queue)).claimToken, seen({ reportId: 1 }), () => ending());
    await submit(queue, { reportId: 2 });
    const { claimToken } = await claimOne(queue);
    let found: readonly unknown[] = [];
    const finish = () =>
      queue.jobs.finish(claimToken, seen({ reportId: 2 }), (copies) => {
        found = copies.map(({ reportId }) => reportId);
        return ending();
      });
    for (const _ of ["at first", "once more"]) {
      expect(await finish()).toBe(true);
      expect(found).toEqual([1]);
    }
    expect(await queue.jobs.counts()).toMatchObject({ done: 2 });
  });

  test("of two reports of one picture that end at the same moment, one knows of the other", async () => {
    const both = await openedTwice(redisPlace(server));
    for (let round = 0; round < 10; round++) {
      const sha256 = `${round}`.padStart(64, "0");
      const reports = [`${round} a`, `${round} b`];
      const copies = await Promise.all(
        reports.map(async (reportId, index) => {
          const queue = both[index] as Queue;
          await submit(queue, { reportId });
          const { job, claimToken } = await claimOne(queue);
          let found = 0;
          const picture = seen({ sha256, steps: round, reportId: job.reportId });
          await queue.jobs.finish(claimToken, picture, (others) => {
            found = others.length;
            return ending();
          });
          return found;
        }),
      );
      expect(copies.toSorted()).toEqual([0, 1]);
    }
  });
});

onServer((server) => {
  test.each(["SIGTERM", "SIGKILL"] as const)(
    "what was promised is there after the server was ended by %s, and goes on by itself",
    async (signal) => {
      const queue = await opened(redisPlace(server));
      const id = await submit(queue, { reportId: 1 });
      const { claimToken } = await claimOne(queue);
      await finished(queue, { reportId: 2 }, { body: "body" });
      await server.stop(signal);
      const waiting = queue.jobs.finish(claimToken, null, () => ending({ body: "late" }));
      await Bun.sleep(200);
      await server.start();
      expect(await waiting).toBe(true);
      expect((await queue.jobs.get(id))?.state).toBe("done");
      const bodies = (await queue.deliveries.list({ most: 9 })).map(({ body }) => body);
      expect(bodies).toEqual(["late", "body"]);
    },
  );
});

onServer((server) => {
  test("a server that does not come back is told of, and what it has to do with", async () => {
    const place = redisPlace(server, "{gone}", { patience: 300 });
    const queue = await opened(place);
    await server.stop();
    expect((await failureOf(() => queue.check())).code).toBe("QUEUE_UNREACHABLE");
    const failure = await failureOf(() => submit(queue));
    expect(failure.code).toBe("QUEUE_UNREACHABLE");
    expect(failure.message).toContain(server.socket);
    expect((await failureOf(() => place.open())).code).toBe("QUEUE_UNREACHABLE");
    await server.start();
    expect(await submit(queue)).not.toBe("");
  });
});

onServer(
  (server) => {
    test("a password that is missing or wrong is told of at once, and appears nowhere", async () => {
      const opening = (password: string | undefined) =>
        redisPlace(server, "{passwords}", password === undefined ? {} : { password }).open();
      expect(await failureOf(() => opening(undefined))).toMatchObject({
        code: "QUEUE_REFUSED",
        message: expect.stringContaining("asks for a password"),
      });
      const wrong = await failureOf(() => opening("guessed-it"));
      expect(wrong).toMatchObject({
        code: "QUEUE_REFUSED",
        message: expect.stringContaining("refuses the user"),
      });
      expect(JSON.stringify([wrong, Bun.inspect(wrong)])).not.toContain("guessed-it");
      const queue = await opening("open sesame");
      expect(queue.description).not.toContain("open sesame");
      await queue.close();
    });

    test("a database that the server does not have is told of, and no other one written to", async () => {
      const opening = redisPlace(server, "{databases}", { password: "open sesame", database: 99 }).open();
      expect(await failureOf(() => opening)).toMatchObject({
        code: "QUEUE_REFUSED",
        message: expect.stringContaining("no database of the number"),
      });
      const client = server.client("open sesame");
      expect(await client.keys("{databases}*")).toEqual([]);
      client.disconnect();
    });
  },
  ["--requirepass", "open sesame"],
);
