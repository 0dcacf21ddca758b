import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../scripts/rig/free-port.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { queueUrl } from "../../src/config/queue-url.ts";
import type { Facts } from "../../src/queue/job.ts";
import {
  backUpServer,
  giveUpMove,
  moveToFolder,
  moveToServer,
  restoreToServer,
} from "../../src/queue/moving/move.ts";
import { ServerQueueStore } from "../../src/queue/moving/server.ts";
import type { LocalHour, Queue } from "../../src/queue/port.ts";
import { openRedisQueue } from "../../src/queue/redis/open.ts";
import { backUp } from "../../src/queue/sqlite/backup.ts";
import { openSqliteQueue } from "../../src/queue/sqlite/open.ts";
import { restore } from "../../src/queue/sqlite/restore.ts";
import { type ServerSettings, serverOf } from "../../src/redis/address.ts";
import type { Mark } from "../../src/redis/schema.ts";
import { cleanUp } from "../support/clean-up.ts";
import { failureOf } from "../support/failure.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";
import {
  claimOne,
  ending,
  failedDelivery,
  failedEnding,
  held,
  hour,
  longLease,
  pendingDelivery,
  seen,
  submit,
} from "./support.ts";

const localHour = (ms: number): LocalHour => {
  const time = new Date(ms);
  return { day: time.toISOString().slice(0, 10), hour: time.getUTCHours() };
};
const facts: Facts = { status: "needs_review", app: "Samsung Health", scope: "day", doubts: ["one_engine"] };
const how = { now: new Date(), factsOf: () => null };
const restoring = () => ({ dataFolder: join(temporaryFolder(), "data"), factsOf: how.factsOf });

describe.skipIf(!hasProgram("redis-server", "redis-server"))("a queue that is moved", () => {
  const server = new RedisServer([], freePort());
  beforeAll(() => server.start());
  afterAll(() => server.remove());
  let prefixes = 0;
  const newSettings = (): ServerSettings => ({
    QUEUE_URL: queueUrl.parse(server.url("", `/0?prefix=moving-${++prefixes}`)),
  });
  const onServer = (settings: ServerSettings): Promise<Queue> =>
    openRedisQueue({ server: serverOf(settings), prefix: settings.QUEUE_URL.prefix, localHour });
  const inFolder = (folder: string): Promise<Queue> =>
    openSqliteQueue({ folder, mostMegabytes: 100, localHour });
  const filledFolder = async (): Promise<string> => {
    const folder = join(temporaryFolder(), "data");
    await used(await inFolder(folder), fill);
    return folder;
  };

  test("to a server and back is what it was, to every question, and what was in hand waits again", async () => {
    const folder = await filledFolder();
    const before = await used(await inFolder(folder), stateOf);
    expect([before.decisions.length, before.held.length, before.doubtful.length]).toEqual([1, 1, 4]);
    const settings = newSettings();
    const moved = await moveToServer(folder, settings, how);
    expect(moved).toMatchObject({ jobs: before.jobs.length, deliveries: before.deliveries.length });
    expect(moved.former).toStartWith(join(folder, "queue.db.moved-"));
    expect(existsSync(join(folder, "queue.db"))).toBe(false);
    const there = await onServer(settings);
    await there.jobs.releaseExpired();
    await there.deliveries.releaseExpired();
    expect(await used(there, stateOf)).toEqual(before);

    const another = join(temporaryFolder(), "another");
    await moveToFolder(settings, another, how);
    expect(await used(await inFolder(another), stateOf)).toEqual(before);
    expect((await failureOf(() => onServer(settings))).code).toBe("QUEUE_MOVED");
    const third = join(temporaryFolder(), "third");
    expect((await failureOf(() => moveToFolder(settings, third, how))).code).toBe("QUEUE_MOVED");
  });

  test("goes on there: what waits is claimed in its order, what is pending is sent, what is new has a newer id", async () => {
    const folder = await filledFolder();
    const settings = newSettings();
    await moveToServer(folder, settings, how);
    const queue = await onServer(settings);
    await queue.jobs.setPaused(false);
    const known = await queue.jobs.list({ most: 1000 });
    await queue.jobs.releaseExpired();
    const claimed = await queue.jobs.claim(100, longLease);
    expect(claimed.map(({ job }) => job.reportId)).toEqual(["in hand", "first", "last"]);
    expect(claimed.every(({ isSound }) => isSound)).toBe(true);
    const sent = await queue.deliveries.claim("production", 100, longLease);
    expect(sent.map(({ delivery, isSound }) => [delivery.reportId, isSound])).toEqual([["pending", true]]);
    const id = await submit(queue, { reportId: "new" });
    expect(known.every((job) => job.id < id)).toBe(true);
    await queue.close();
  });

  test("is saved from the server while an instance works with it, and restored to an empty one", async () => {
    const settings = newSettings();
    const queue = await onServer(settings);
    await fill(queue);
    const file = join(temporaryFolder(), "backup.db");
    const contents = await backUpServer(settings, file, false);
    const before = await used(queue, stateOf);
    expect(contents).toMatchObject({ jobs: before.jobs.length, deliveries: before.deliveries.length });
    expect((await failureOf(() => backUpServer(settings, file, false))).code).toBe("BACKUP_EXISTS");

    const empty = newSettings();
    await restoreToServer(file, empty, restoring());
    const there = await onServer(empty);
    await there.jobs.releaseExpired();
    const after = await used(there, stateOf);
    // What was in hand when it was saved waits here, and is in somebody's hands there.
    expect(after.totals).toEqual(before.totals);
    expect(after.jobs.filter(({ endedAt }) => endedAt !== null)).toEqual(
      before.jobs.filter(({ endedAt }) => endedAt !== null),
    );
    expect((await failureOf(() => restoreToServer(file, empty, restoring()))).code).toBe("BACKUP_EXISTS");
  });

  test("has its deliveries in the order of their age, wherever it is restored to, and each with its own job", async () => {
    const settings = newSettings();
    const queue = await onServer(settings);
    for (const reportId of [1, 2, 3, 4, 5]) await submit(queue, { reportId });
    const claims = await queue.jobs.claim(5, longLease);
    const bodyOf = (reportId: number | string) => `body of ${reportId}`;
    // They end in another order than they came in; 5 goes to a person, who decides before 1 has ended.
    for (const reportId of [5, 3, 4, 2, 1]) {
      const claim = claims.find(({ job }) => job.reportId === reportId);
      const [isForReview, body] = [reportId === 5, bodyOf(reportId)];
      await queue.jobs.finish(claim?.claimToken ?? "", null, () => ending({ isForReview, body }));
      if (!isForReview) continue;
      const [first] = await queue.deliveries.claim("staging", 1, longLease);
      const answer = { status: 200, detail: "" };
      await queue.deliveries.end(first?.claimToken ?? "", { state: "delivered", answer }, []);
      await queue.reviews.next("anna", { most: 1, leaseMs: longLease, keptMs: hour, except: [] });
      const decision = { by: "anna", decision: "{}", undoMs: 0, compose: () => "what anna found" };
      await queue.reviews.decide(claim?.job.id ?? "", decision);
    }
    const before = await deliveriesOf(queue);
    expect(before).toEqual([bodyOf(5), "what anna found", ...[3, 4, 2, 1].map(bodyOf)]);
    const file = join(temporaryFolder(), "backup.db");
    await backUpServer(settings, file, false);
    const folder = join(temporaryFolder(), "data");
    restore(folder, file, new Date());
    const elsewhere = newSettings();
    await restoreToServer(file, elsewhere, restoring());
    for (const restored of [await inFolder(folder), await onServer(elsewhere)]) {
      expect(await deliveriesOf(restored)).toEqual(before);
      for (const { id, reportId } of await restored.jobs.list({ most: 10 })) {
        const own = (await restored.deliveries.list({ jobId: id, most: 10 })).map(({ body }) => body);
        expect(own).toEqual(reportId === 5 ? ["what anna found", bodyOf(5)] : [bodyOf(reportId)]);
      }
      const sent = await restored.deliveries.claim("staging", 10, longLease);
      expect(sent.map(({ delivery }) => delivery.body)).toEqual(before.slice(1));
      await restored.close();
    }
    await queue.close();
  });

  test("leaves no copy of a backup where its restore is killed, once another one was made, which spares one that goes on", async () => {
    const file = join(temporaryFolder(), "backup.db");
    backUp(await filledFolder(), file, false);
    const database = new Database(file);
    // As of an older program, which kept no facts.
    database.run("INSERT INTO settings (name, value) SELECT 'facts_missing_to', max(place) FROM jobs");
    database.close(true);
    const dataFolder = join(temporaryFolder(), "data");
    const settings = newSettings();
    const stuck = Bun.spawn(
      [
        process.execPath,
        join(import.meta.dir, "..", "support", "stuck-restore.ts"),
        file,
        server.url(),
        dataFolder,
      ],
      { stdout: "pipe", stderr: "inherit" },
    );
    cleanUp(() => stuck.kill("SIGKILL"));
    // It says so when it is in the midst of its copy.
    await stuck.stdout.getReader().read();
    const copies = () => readdirSync(dataFolder).filter((name) => name.startsWith("restoring-"));
    const [copy = ""] = copies();
    expect(statSync(join(dataFolder, copy)).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataFolder, copy, "copy", "queue.db")).mode & 0o777).toBe(0o600);
    await restoreToServer(file, settings, { dataFolder, factsOf: how.factsOf });
    expect(copies()).toEqual([copy]);
    stuck.kill("SIGKILL");
    await stuck.exited;
    await restoreToServer(file, newSettings(), { dataFolder, factsOf: how.factsOf });
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  test("and stopped on the way can be started at neither end, and is brought to its end by moving it again", async () => {
    const folder = await filledFolder();
    const before = await used(await inFolder(folder), stateOf);
    const settings = newSettings();
    const stop = (): never => {
      throw new Error("stopped");
    };
    await expect(moveToServer(folder, settings, { ...how, onProgress: stop })).rejects.toThrow("stopped");
    expect((await failureOf(() => onServer(settings))).code).toBe("QUEUE_MOVED");
    const of = (await marked(settings))?.of ?? "";
    // Nobody else goes on with it.
    const elsewhere = await filledFolder();
    expect((await failureOf(() => moveToServer(elsewhere, settings, how))).code).toBe("QUEUE_MOVED");
    // It goes on where it was: what comes in meanwhile is moved, too.
    await used(await inFolder(folder), (queue) => submit(queue, { reportId: "meanwhile" }));
    await moveToServer(folder, settings, how);
    const there = await onServer(settings);
    expect((await used(there, stateOf)).jobs).toHaveLength(before.jobs.length + 1);

    // All was there, and nobody had said so.
    await marked(settings, { kind: "arrived", of });
    expect((await failureOf(() => onServer(settings))).code).toBe("QUEUE_MOVED");
    expect(await moveToServer(folder, settings, how)).toMatchObject({
      jobs: before.jobs.length + 1,
      former: null,
    });
    await (await onServer(settings)).close();

    await expect(moveToFolder(settings, folder, { ...how, onProgress: stop })).rejects.toThrow();
    expect((await failureOf(() => onServer(settings))).message).toContain("--give-up");
    expect(
      readdirSync(folder).filter((name) => name.startsWith("queue.db") && !name.includes("moved")),
    ).toEqual([]);
    expect(await giveUpMove(settings)).toBe("stays");
    await (await onServer(settings)).close();
    expect(await giveUpMove(settings)).toBeNull();
  });

  test("takes in nothing more at an instance that runs while it is moved all the same", async () => {
    const settings = newSettings();
    const queue = await onServer(settings);
    await submit(queue, { reportId: 1 });
    await marked(settings, { kind: "leaving", of: "another" });
    expect((await failureOf(() => submit(queue, { reportId: 2 }))).code).toBe("QUEUE_MOVED");
    expect((await failureOf(() => queue.jobs.claim(1, longLease))).code).toBe("QUEUE_MOVED");
    expect(await giveUpMove(settings)).toBe("stays");
    await submit(queue, { reportId: 2 });
    expect(await queue.jobs.counts()).toMatchObject({ waiting: 2 });
    await queue.close();
  });

  test("that arrived in part is deleted where one gives up, and what is mistyped or not ended is refused", async () => {
    const folder = await filledFolder();
    const settings = newSettings();
    await expect(
      moveToServer(folder, settings, {
        ...how,
        onProgress: () => {
          throw new Error("stopped");
        },
      }),
    ).rejects.toThrow("stopped");
    expect(await giveUpMove(settings)).toBe("empty");
    const queue = await onServer(settings);
    expect(await queue.jobs.list({ most: 10 })).toEqual([]);
    await submit(queue);
    await queue.close();
    expect((await failureOf(() => moveToFolder(settings, folder, how))).code).toBe("BACKUP_EXISTS");
    const mistyped = await failureOf(() => moveToFolder(newSettings(), join(folder, "b"), how));
    expect([mistyped.code, mistyped.message]).toEqual([
      "BACKUP_FAILED",
      expect.stringContaining("There is no queue"),
    ]);
    const file = join(temporaryFolder(), "a.db");
    expect((await failureOf(() => backUpServer(newSettings(), file, false))).code).toBe("BACKUP_FAILED");
  });

  test("is not moved from under an instance, nor onto another queue", async () => {
    const folder = await filledFolder();
    const settings = newSettings();
    const queue = await onServer(settings);
    expect((await failureOf(() => moveToServer(folder, settings, how))).code).toBe("QUEUE_IN_USE");
    expect((await failureOf(() => moveToFolder(settings, join(folder, "b"), how))).code).toBe("QUEUE_IN_USE");
    await submit(queue);
    await queue.close();
    expect((await failureOf(() => moveToServer(folder, settings, how))).code).toBe("BACKUP_EXISTS");
    await (await onServer(settings)).close();
    const held = await inFolder(folder);
    expect((await failureOf(() => moveToServer(folder, newSettings(), how))).code).toBe("QUEUE_IN_USE");
    await held.close();
    const nothing = await failureOf(() => moveToServer(join(folder, "no"), newSettings(), how));
    expect(nothing.code).toBe("DATA_DIR_UNUSABLE");
  });
});

/** Has a mark stand over a queue, where one is given, and says which does. */
async function marked(settings: ServerSettings, other?: Mark): Promise<Mark | null> {
  const store = await ServerQueueStore.open(settings, true);
  try {
    if (other !== undefined) await store.mark(other);
    return await store.markOver();
  } finally {
    store.close();
  }
}

/** One job in each state there is, and more, with all that may hang on one. */
async function fill(queue: Queue): Promise<void> {
  await pendingDelivery(queue, { environment: "production", reportId: "pending" });
  await failedDelivery(queue, { reportId: "undelivered" });
  await held(queue, { environment: "acceptance" });
  for (const reportId of [1, "1", "decided", "undecided"]) {
    const id = await submit(queue, {
      environment: "acceptance",
      reportId,
      userId: String(reportId),
      priority: -1,
      trace: "00-trace",
    });
    const { claimToken } = await claimOne(queue);
    await queue.jobs.finish(
      claimToken,
      seen({ reportId, sha256: String(reportId).padStart(64, "a"), environment: "acceptance" }),
      () =>
        ending({
          facts,
          isForReview: true,
          counters: ["done"],
          reading: JSON.stringify({ long: "x".repeat(500) }),
        }),
    );
    if (reportId !== "decided") continue;
    await queue.reviews.next("anna", { most: 9, leaseMs: longLease, keptMs: hour, except: [] });
    await queue.reviews.decide(id, {
      by: "anna",
      decision: '{"kind":"count","steps":5}',
      undoMs: hour,
      compose: () => "what anna found",
    });
    await queue.reviews.letGo("anna");
  }
  await submit(queue, { reportId: "failed", priority: -1 });
  await queue.jobs.finish((await claimOne(queue)).claimToken, null, () => failedEnding);
  await submit(queue, { reportId: "later", priority: -1 });
  await queue.jobs.retry(
    (await claimOne(queue)).claimToken,
    { code: "DOWNLOAD_FAILED", message: "no" },
    hour,
    true,
  );
  await submit(queue, { reportId: "last", priority: 5 });
  await submit(queue, { reportId: "first", priority: 1 });
  await submit(queue, { reportId: "in hand", priority: 0 });
  await claimOne(queue);
  await queue.jobs.setPaused(true);
}

/** All that can be asked of a queue, but for claims. */
async function stateOf(queue: Queue) {
  const { jobs, deliveries, reviews, history } = queue;
  const kept = await jobs.list({ most: 1000 });
  const all = "0000-00-00";
  return {
    jobs: await Promise.all(kept.map(({ id }) => jobs.get(id))).then((found) =>
      found.flatMap((job) => job ?? []),
    ),
    counts: await jobs.counts(),
    doubtful: (await jobs.list({ facts: { doubt: "one_engine", app: "Samsung Health" }, most: 100 })).map(
      ({ id }) => id,
    ),
    deliveries: await deliveries.list({ most: 1000 }),
    sent: await deliveries.counts(),
    held: await deliveries.held(),
    reviews: await Promise.all(kept.map(({ id }) => reviews.get(id))),
    decisions: await reviews.decisions({ most: 100 }),
    totals: [await history.totals(all), await history.hours(all), await history.times(all)],
    environments: (await history.environments()).toSorted(),
    about: await history.about({ userId: "decided" }),
    isPaused: await jobs.isPaused(),
  };
}

/** What they say, from the oldest on. */
async function deliveriesOf(queue: Queue): Promise<string[]> {
  return (await queue.deliveries.list({ most: 100 })).map(({ body }) => body).toReversed();
}

async function used<T>(queue: Queue, use: (queue: Queue) => Promise<T>): Promise<T> {
  try {
    return await use(queue);
  } finally {
    await queue.close();
  }
}
