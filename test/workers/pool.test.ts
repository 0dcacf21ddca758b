import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, until } from "../../scripts/rig/processes.ts";
import type { WorkerPool } from "../../src/workers/pool.ts";
import type { PoolOptions } from "../../src/workers/pool-options.ts";
import { failureOf } from "../support/failure.ts";
import { fakeWorker, testPool } from "../support/pool.ts";
import { temporaryFolder } from "../support/temporary.ts";

const picture = new Uint8Array(10);

/** The process that a fake worker's answer came from. */
async function readBy(pool: WorkerPool, name = "picture.png"): Promise<number> {
  const { reading } = await pool.read(name, picture);
  return Number(reading.page);
}

/** Process ids that fake workers wrote down when they started. */
const writtenIn = (diary: string): number[] => readFileSync(diary, "utf8").trim().split("\n").map(Number);

describe("a pool of workers", () => {
  test("starts no process before there is something to do", () => {
    expect(testPool({ command: fakeWorker("reads") }).processIds).toEqual([]);
  });

  test("reads one picture after the other in the same process", async () => {
    const pool = testPool({ command: fakeWorker("reads") });
    expect(await readBy(pool)).toBe(await readBy(pool));
  });

  test("starts as many processes as it may, and no more than there are pictures", async () => {
    const pool = testPool({ command: fakeWorker("reads"), size: 2 });
    const readers = await Promise.all(Array.from({ length: 6 }, () => readBy(pool)));
    expect(new Set(readers).size).toBeLessThanOrEqual(2);
    expect(pool.processIds.length).toBeLessThanOrEqual(2);

    const single = testPool({ command: fakeWorker("reads"), size: 8 });
    await readBy(single);
    expect(single.processIds).toHaveLength(1);
  });

  test("keeps a worker that found fault with a picture", async () => {
    const pool = testPool({ command: fakeWorker("reads") });
    const first = await readBy(pool);
    expect(await failureOf(() => pool.read("bad.png", picture))).toEqual({
      code: "IMAGE_CORRUPT",
      message: "bad.png",
    });
    expect(await readBy(pool)).toBe(first);
  });

  test("replaces a worker after the set number of pictures", async () => {
    const pool = testPool({ command: fakeWorker("reads"), picturesPerWorker: 2 });
    const readers = [await readBy(pool), await readBy(pool), await readBy(pool)];
    expect(readers[1]).toBe(readers[0] ?? 0);
    expect(readers[2]).not.toBe(readers[0] ?? 0);
    await until("the old worker is gone", () => !isAlive(readers[0] ?? 0));
  });

  test("replaces a worker that grew above the limit", async () => {
    const pool = testPool({ command: fakeWorker("reads") });
    const grown = await readBy(pool, "huge.png");
    expect(await readBy(pool)).not.toBe(grown);
  });
});

describe("when a worker dies", () => {
  test("the picture is read by a fresh one", async () => {
    const pool = testPool({ command: fakeWorker("reads"), size: 1 });
    const first = await readBy(pool);
    process.kill(first, "SIGSTOP");
    const reading = readBy(pool);
    process.kill(first, "SIGKILL");
    expect(await reading).not.toBe(first);
  });

  test("at every attempt, the picture is given up and the next one is read", async () => {
    const diary = join(temporaryFolder(), "diary");
    const pool = testPool({ command: fakeWorker("reads", diary) });
    const [failure, next] = await Promise.all([
      failureOf(() => pool.read("kill.png", picture)),
      readBy(pool, "next.png"),
    ]);
    expect(failure.code).toBe("WORKER_DIED");
    expect(failure.message).toContain("Reading kill.png ended the process that did it 2 times");
    expect(next).toBePositive();
    expect(writtenIn(diary)).toHaveLength(3);
  });

  test("before it is ready, each time, the failure tells what it said last", async () => {
    const diary = join(temporaryFolder(), "diary");
    const pool = testPool({ command: fakeWorker("dies-at-start", diary) });
    const failure = await failureOf(() => pool.read("picture.png", picture));
    expect(failure.code).toBe("WORKERS_UNAVAILABLE");
    expect(failure.message).toContain(
      "No OCR worker can start: it ended with status 7 (cannot allocate memory)",
    );
    expect(writtenIn(diary)).toHaveLength(3);
  });

  test("while it waits for work, the next picture is read by another one", async () => {
    const pool = testPool({ command: fakeWorker("reads") });
    const first = await readBy(pool);
    process.kill(first, "SIGKILL");
    expect(await readBy(pool)).not.toBe(first);
  });
});

describe("when a worker does not go on", () => {
  test("its picture is given up after the time for one picture, and the next one is read", async () => {
    const pool = testPool({ command: fakeWorker("reads"), timeoutSeconds: 1 });
    const first = await readBy(pool);
    process.kill(first, "SIGSTOP");
    const [failure, next] = await Promise.all([
      failureOf(() => pool.read("slow.png", picture)),
      readBy(pool, "next.png"),
    ]);
    expect(failure.code).toBe("OCR_TIMEOUT");
    expect(failure.message).toStartWith("Reading slow.png took more than 1 s.");
    expect(next).not.toBe(first);
    expect(isAlive(first)).toBe(false);
  });

  test("but takes memory, its picture is given up at the limit, and the next one is read", async () => {
    const pool = testPool({ command: fakeWorker("reads"), memoryLimitMb: 300 });
    const first = await readBy(pool);
    const [failure, next] = await Promise.all([
      failureOf(() => pool.read("hungry.png", picture)),
      readBy(pool, "next.png"),
    ]);
    expect(failure).toEqual({
      code: "OCR_MEMORY",
      message: "Reading hungry.png took more than 300 MiB of memory. Send a smaller picture.",
    });
    expect(next).not.toBe(first);
    expect(isAlive(first)).toBe(false);
  });

  test("before it is ready, it is killed, and the failure says that none can start", async () => {
    const pool = testPool({ command: fakeWorker("hangs-at-start"), startSeconds: 0.2 });
    const failure = await failureOf(() => pool.read("picture.png", picture));
    expect(failure.code).toBe("WORKERS_UNAVAILABLE");
    expect(failure.message).toContain("No OCR worker can start: it was not ready after 0.2 s");
  });
});

describe("a worker that cannot be used", () => {
  test("fails every picture that waits with its reason, and hangs nobody", async () => {
    const pool = testPool({ command: fakeWorker("unusable"), size: 2 });
    const failures = await Promise.all(
      ["a.png", "b.png", "c.png"].map((name) => failureOf(() => pool.read(name, picture))),
    );
    expect(failures).toEqual(
      Array.from({ length: 3 }, () => ({ code: "LANGUAGE_CORRUPT", message: "Bad language." })),
    );
  });
});

describe("a pool that keeps its workers warm", () => {
  test("has started all of them before there is work, and says so", async () => {
    const pool = testPool({ command: fakeWorker("reads"), size: 2, keepWarm: true });
    await pool.warmUpAll();
    expect(pool.load.idle).toBeGreaterThan(0);
    await until("the second one is ready, too", () => pool.load.idle === 2);
    expect(pool.load).toEqual({ size: 2, busy: 0, idle: 2, waiting: 0 });
  });

  test("replaces one that dies while nobody asks", async () => {
    const pool = testPool({ command: fakeWorker("reads"), size: 2, keepWarm: true });
    await pool.warmUpAll();
    await until("there are two", () => pool.load.idle === 2);
    const [first = 0] = pool.processIds;
    process.kill(first, "SIGKILL");
    await until("there are two again", () => !pool.processIds.includes(first) && pool.load.idle === 2);
  });

  test("says why none can start, and goes on trying", async () => {
    const diary = join(temporaryFolder(), "diary");
    const pool = testPool({ command: fakeWorker("dies-at-start", diary), keepWarm: true });
    expect((await failureOf(() => pool.warmUpAll())).code).toBe("WORKERS_UNAVAILABLE");
    await until("a fourth was tried", () => writtenIn(diary).length > 3);
  });

  test("says so when they cannot be used", async () => {
    const pool = testPool({ command: fakeWorker("unusable"), keepWarm: true });
    expect((await failureOf(() => pool.warmUpAll())).code).toBe("LANGUAGE_CORRUPT");
  });

  test("says so when it is closed before they are warm", async () => {
    const pool = testPool({ command: fakeWorker("hangs-at-start"), keepWarm: true });
    const failure = failureOf(() => pool.warmUpAll());
    await pool.close();
    expect((await failure).code).toBe("WORKER_DIED");
  });
});

describe("a picture that somebody waits for", () => {
  test("is refused when no worker is free in time", async () => {
    const pool = testPool({ command: fakeWorker("reads") });
    const never = failureOf(() => pool.read("never.png", picture));
    await until("the worker is busy", () => pool.load.busy === 1);
    const failure = await failureOf(() => pool.read("direct.png", picture, { waitSeconds: 0.1 }));
    expect(failure).toEqual({
      code: "WORKERS_BUSY",
      message: "No worker was free for 0.1 s. Try again in a few seconds.",
    });
    expect(pool.load).toMatchObject({ busy: 1, waiting: 0 });
    await pool.close();
    await never;
  });

  test("is read before those that wait already, when it is urgent", async () => {
    const pool = testPool({ command: fakeWorker("reads") });
    const order: string[] = [];
    const read = async (name: string, urgent: boolean): Promise<void> => {
      await pool.read(name, picture, { urgent, waitSeconds: 60 });
      order.push(name);
    };
    await Promise.all([read("first", false), read("second", false), read("direct", true)]);
    expect(order.indexOf("direct")).toBeLessThan(order.indexOf("second"));
  });
});

/** How to bring a fake worker into each state: its mode, the pool's options, and what to do. */
const states: readonly (readonly [
  state: string,
  mode: string,
  over: Partial<PoolOptions>,
  bring: (pool: WorkerPool) => unknown,
])[] = [
  ["idle", "reads", {}, (pool) => readBy(pool)],
  ["starting", "hangs-at-start", {}, (pool) => pool.warmUp()],
  ["unusable", "unusable", {}, (pool) => failureOf(() => pool.read("a.png", picture))],
  ["stopped", "reads", {}, async (pool) => process.kill(await readBy(pool), "SIGSTOP")],
  [
    "replaced and stopped",
    "reads",
    { picturesPerWorker: 1 },
    async (pool) => process.kill(await readBy(pool), "SIGSTOP"),
  ],
];

describe("closing the pool", () => {
  test.each(states)("leaves no process behind when it is %s", async (_state, mode, over, bring) => {
    const diary = join(temporaryFolder(), "diary");
    const pool = testPool({ command: fakeWorker(mode, diary), ...over });
    await bring(pool);
    await until("the worker runs", () => existsSync(diary));
    await pool.close();
    expect(writtenIn(diary).filter(isAlive)).toEqual([]);
  });

  test("gives up the picture that is being read", async () => {
    const pool = testPool({ command: fakeWorker("reads") });
    const reader = await readBy(pool);
    const unanswered = failureOf(() => pool.read("never.png", picture));
    await pool.close();
    expect((await unanswered).code).toBe("WORKER_DIED");
    expect(isAlive(reader)).toBe(false);
  });

  test("rejects pictures that still wait, and those that come later, without starting anything", async () => {
    const pool = testPool({ command: fakeWorker("hangs-at-start") });
    const waiting = failureOf(() => pool.read("waiting.png", picture));
    await pool.close();
    expect((await waiting).code).toBe("WORKER_DIED");
    expect((await failureOf(() => pool.read("late.png", picture))).code).toBe("WORKER_DIED");
    expect(pool.processIds).toEqual([]);
  });

  test("can be done twice", async () => {
    const pool = testPool({ command: fakeWorker("reads") });
    await readBy(pool);
    await pool.close();
    await pool.close();
  });
});
