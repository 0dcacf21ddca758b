import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { growingIds } from "../../../src/queue/ids.ts";
import { deliveriesTo } from "../../../src/queue/listeners.ts";
import type { Queue } from "../../../src/queue/port.ts";
import { failureOf } from "../../support/failure.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import {
  cancelEnding,
  claimOne,
  ending,
  hour,
  idOf,
  longLease,
  opened,
  pendingDelivery,
  seen,
  submission,
  submit,
} from "../support.ts";
import { sqlitePlace } from "./support.ts";

const longUrl = `https://s3.example/${"a".repeat(2000)}.png`;

/** Submits until no more is taken in. Gives back how many there are, and why. */
async function fill(queue: Queue) {
  for (let count = 0; ; count++) {
    const [outcome] = await Promise.allSettled([submit(queue, { reportId: count, url: longUrl })]);
    if (outcome?.status === "rejected")
      return { count, failure: await failureOf(() => Promise.reject(outcome.reason)) };
  }
}

describe("a database that is full", () => {
  test("refuses submissions, and lets all that it took in be read and delivered", async () => {
    const place = sqlitePlace(temporaryFolder(), { mostMegabytes: 1 });
    const queue = await opened(place);
    const { count, failure } = await fill(queue);
    expect(failure.code).toBe("QUEUE_STORAGE_FULL");
    expect(failure.message).toContain("as large as DATABASE_MAX_MB allows");
    expect(count).toBeGreaterThan(30);
    expect((await queue.jobs.counts()).waiting).toBe(count);
    expect((await failureOf(() => queue.check())).code).toBe("QUEUE_STORAGE_FULL");
    // A replacement needs no room.
    await submit(queue, { reportId: 0, url: longUrl });

    // As large as a result gets whose picture has such an address and much text.
    const [reading, body] = ["r".repeat(2000), "b".repeat(4500)];
    for (const { job, claimToken } of await queue.jobs.claim(count, longLease)) {
      const { reportId } = job;
      const sha256 = new Bun.CryptoHasher("sha256").update(String(reportId)).digest("hex");
      const ended = queue.jobs.finish(claimToken, seen({ reportId, sha256 }), () =>
        ending({ reading, body }),
      );
      expect(await ended).toBe(true);
    }
    const answer = { status: 200, detail: "d".repeat(4096) };
    for (const { claimToken } of await queue.deliveries.claim("staging", count, longLease))
      expect(await queue.deliveries.end(claimToken, { state: "delivered", answer }, [])).toBe(true);
    // What is deleted makes room, and is used again.
    expect(await queue.history.prune({ doneMs: 0, failedMs: hour, seenMs: hour, reviewMs: 0 })).toBe(
      2 * count,
    );
    await queue.check();
    expect(await submit(queue, { reportId: "new" })).toBeString();
  });

  test("to the last page refuses only what does not fit, and loses nothing", async () => {
    const place = sqlitePlace(temporaryFolder(), { mostMegabytes: 1 });
    const queue = await opened(place);
    const { count } = await fill(queue);
    const claims = await queue.jobs.claim(20, longLease);
    const outcomes = await Promise.allSettled(
      claims.map(({ claimToken }, index) =>
        queue.jobs.finish(claimToken, null, () =>
          ending({ reading: index % 2 === 0 ? "small" : "x".repeat(2_000_000), counters: ["done"] }),
        ),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(
      claims.map((_, index) => (index % 2 === 0 ? "fulfilled" : "rejected")),
    );
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason.code] : [],
    );
    expect(new Set(refused)).toEqual(new Set(["QUEUE_STORAGE_FULL"]));
    const counts = { waiting: count - 20, active: 10, done: 10 };
    expect(await queue.jobs.counts()).toMatchObject(counts);
    expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { done: 10 } }]);
    // Those that did not fit are still in the same hands.
    expect(await queue.jobs.finish(claims[1]?.claimToken ?? "", null, () => ending())).toBe(true);
    await queue.close();
    const again = await opened(place);
    expect(await again.jobs.counts()).toMatchObject({ waiting: count - 11, active: 0, done: 11 });
  });
});

describe("room", () => {
  const url = `https://s3.example/${"a".repeat(200)}.png`;
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => submission({ reportId: from + index, url }));

  test("is counted for all reports that come at once", async () => {
    const queue = await opened(sqlitePlace(temporaryFolder(), { mostMegabytes: 1 }));
    expect((await failureOf(() => queue.jobs.submit(many(100), 1000))).code).toBe("QUEUE_STORAGE_FULL");
    expect(await queue.jobs.submit(many(30), 1000)).toHaveLength(30);
  });

  test("is needed by jobs that are begun again, as by any others", async () => {
    const queue = await opened(sqlitePlace(temporaryFolder(), { mostMegabytes: 1 }));
    await queue.jobs.submit(many(30), 1000);
    await queue.jobs.cancel("waiting", () => cancelEnding());
    const ids = await queue.jobs.idsOf("retriable", {});
    await queue.jobs.submit(many(30, 100), 1000);
    expect((await failureOf(() => queue.jobs.again(ids))).code).toBe("QUEUE_STORAGE_FULL");
    expect((await queue.jobs.counts()).waiting).toBe(30);
    await queue.jobs.cancel("waiting", () => cancelEnding());
    expect(await queue.jobs.again(ids)).toHaveLength(30);
  });

  test("is kept for the results of jobs and not for those that have ended", async () => {
    const queue = await opened(sqlitePlace(temporaryFolder(), { mostMegabytes: 1 }));
    await queue.jobs.submit(many(40), 1000);
    expect((await failureOf(() => queue.jobs.submit(many(20, 100), 1000))).code).toBe("QUEUE_STORAGE_FULL");
    for (const { claimToken } of await queue.jobs.claim(40, longLease))
      await queue.jobs.finish(claimToken, null, () => ending());
    expect(await queue.jobs.submit(many(20, 100), 1000)).toHaveLength(20);
  });
});

describe("a database that somebody else writes", () => {
  test("refuses what is asked for meanwhile, all of it, and goes on afterwards", async () => {
    const folder = temporaryFolder();
    const queue = await opened(sqlitePlace(folder));
    const other = new Database(join(folder, "queue.db"));
    other.run("BEGIN IMMEDIATE");
    const failures = await Promise.all(
      [1, 2, 3].map((reportId) => failureOf(() => submit(queue, { reportId }))),
    );
    expect(failures.map(({ code }) => code)).toEqual(Array(3).fill("QUEUE_STORAGE_FULL"));
    expect(failures[0]?.message).toContain("cannot be written (database is locked)");
    other.run("ROLLBACK");
    other.close();
    await submit(queue, { reportId: 1 });
    expect((await queue.jobs.counts()).waiting).toBe(1);
  });
});

describe("a clock that is set back by an hour", () => {
  test("changes neither the order of jobs nor of ids, also over a restart", async () => {
    let now = Date.now();
    const place = sqlitePlace(temporaryFolder(), { now: () => now });
    const queue = await opened(place);
    const ids = [await submit(queue, { reportId: 1 })];
    now -= hour;
    ids.push(await submit(queue, { reportId: 2 }));
    await queue.close();
    now -= hour;
    const again = await opened(place);
    ids.push(await submit(again, { reportId: 3 }));
    expect(ids).toEqual(ids.toSorted());
    expect((await again.jobs.list({ most: 10 })).map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await again.jobs.claim(3, longLease)).map(({ job }) => job.id)).toEqual(ids);
  });

  test("prolongs no lease, and set ahead it ends none", async () => {
    let now = Date.now();
    const queue = await opened(sqlitePlace(temporaryFolder(), { now: () => now }));
    await submit(queue);
    await claimOne(queue, 1);
    now -= hour;
    await Bun.sleep(15);
    expect(await queue.jobs.releaseExpired()).toBe(1);
    await claimOne(queue, longLease);
    now += 10 * hour;
    expect(await queue.jobs.releaseExpired()).toBe(0);
  });

  test("also while nobody has the queue open, delays nothing that is planned", async () => {
    let back = 0;
    const place = sqlitePlace(temporaryFolder(), { now: () => Date.now() - back });
    const queue = await opened(place);
    await submit(queue);
    await queue.jobs.retry((await claimOne(queue)).claimToken, { code: "X", message: "Y" }, 2 * hour, false);
    await queue.close();
    back = 3 * hour;
    for (let times = 0; times < 2; times++) {
      // Once is enough.
      const again = await opened(place);
      expect(await again.jobs.nextDueIn()).toBeWithin(hour, 2 * hour + 1);
      await again.close();
    }
  });

  test("brings what is planned as much nearer, but nothing that is on its way or has ended, and tells whoever waits", async () => {
    let back = 0;
    const place = sqlitePlace(temporaryFolder(), { now: () => Date.now() - back });
    const queue = await opened(place);
    const later = await pendingDelivery(queue, { reportId: 1 });
    const onItsWay = await pendingDelivery(queue, { reportId: 2 });
    const [claim] = await queue.deliveries.claim("staging", 2, longLease);
    const answer = { status: 500, detail: "" };
    await queue.deliveries.end(
      claim?.claimToken ?? "",
      { state: "pending", answer, delayMs: 2 * hour, counts: true },
      [],
    );
    await submit(queue);
    await queue.jobs.retry((await claimOne(queue)).claimToken, { code: "X", message: "Y" }, 2 * hour, false);
    const heard = new Set<string>();
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const kind of ["jobs", deliveriesTo("staging")] as const)
      queue.onWork(kind, () => {
        heard.add(kind);
        if (heard.size === 2) resolve();
      });
    back = 3 * hour;
    await promise;
    expect(await queue.jobs.nextDueIn()).toBeWithin(hour, 2 * hour + 1);
    expect(await queue.deliveries.nextDueIn("staging")).toBeWithin(hour, 2 * hour + 1);
    expect((await queue.deliveries.get(later))?.dueAt).toBeLessThan(Date.now());
    expect((await queue.deliveries.get(onItsWay))?.dueAt).toBeNull();
  });

  test("lets what is ready be claimed, and what is due by the new clock", async () => {
    let back = 0;
    const queue = await opened(sqlitePlace(temporaryFolder(), { now: () => Date.now() - back }));
    await submit(queue, { reportId: 1 });
    await queue.jobs.retry((await claimOne(queue)).claimToken, { code: "X", message: "Y" }, hour, false);
    await submit(queue, { reportId: 2 });
    back = hour;
    expect((await claimOne(queue)).job.reportId).toBe(2);
    expect(await queue.jobs.claim(1, longLease)).toEqual([]);
    back = -2 * hour;
    expect((await claimOne(queue)).job.reportId).toBe(1);
  });
});

describe("days and hours", () => {
  test("are what the queue was told, at the time of counting", async () => {
    let now = 1000;
    const localHour = (ms: number) => ({ day: `day ${Math.floor(ms / 1000)}`, hour: 7 });
    const queue = await opened(sqlitePlace(temporaryFolder(), { now: () => now, localHour }));
    for (now of [1000, 1999, 2000]) {
      await submit(queue, { reportId: now });
      await queue.jobs.finish((await claimOne(queue)).claimToken, null, () => ending({ counters: ["done"] }));
    }
    expect(await queue.history.totals("day 1")).toEqual([
      { day: "day 1", environment: "staging", counters: { done: 2 } },
      { day: "day 2", environment: "staging", counters: { done: 1 } },
    ]);
    expect(await queue.history.hours("day 1")).toEqual([
      { day: "day 1", environment: "staging", hour: 7, received: 2, ended: 2 },
      { day: "day 2", environment: "staging", hour: 7, received: 1, ended: 1 },
    ]);
    await queue.history.prune({ doneMs: hour, failedMs: hour, seenMs: now - 2500, reviewMs: 0 });
    expect((await queue.history.hours("")).map(({ day }) => day)).toEqual(["day 2"]);
    expect((await queue.history.totals("")).map(({ day }) => day)).toEqual(["day 2"]);
  });
});

describe("ids", () => {
  test("grow within a millisecond, beyond the number that fits in one, and behind the newest", () => {
    const time = 0x0190_1234_5678;
    const newId = growingIds(() => time, null);
    const ids = Array.from({ length: 10_000 }, newId);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(10_000);
    expect(ids[0]).toStartWith("01901234-5678-7000-");
    expect(
      ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toBe(true);
    const next = growingIds(() => time - 1000, ids.at(-1) ?? null)();
    expect([next, ids.at(-1)].toSorted()).toEqual([ids.at(-1), next]);
  });
});

test("submissions of one moment see each other", async () => {
  const queue = await opened(sqlitePlace(temporaryFolder()));
  const [first, second, third] = await Promise.all(
    [1, 1, 2].map((reportId) => queue.jobs.submit([submission({ reportId })], 1)),
  );
  expect(second).toEqual([{ outcome: "known", job: { id: idOf(first?.[0]), state: "waiting" } }]);
  expect(third).toEqual([{ outcome: "full" }]);
});
