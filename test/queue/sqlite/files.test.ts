import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { JobState } from "../../../src/queue/job.ts";
import { migrate, migrations } from "../../../src/queue/sqlite/schema.ts";
import { failureOf } from "../../support/failure.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { finished, idOf, opened, submission, submit } from "../support.ts";
import { sqlitePlace } from "./support.ts";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** A queue's folder after it was closed, with some jobs in it. */
async function closedQueue(jobs = 1): Promise<{ folder: string; file: string }> {
  const folder = temporaryFolder();
  const queue = await opened(sqlitePlace(folder));
  await queue.jobs.submit(
    Array.from({ length: jobs }, (_, reportId) => submission({ reportId })),
    jobs,
  );
  await queue.close();
  return { folder, file: join(folder, "queue.db") };
}

describe("the files of a queue", () => {
  test.each([
    ["a file", "/etc/hostname"],
    ["nowhere to be made", "/proc/queue"],
  ])("cannot lie where the folder is %s, and one sentence says so", async (_what, folder) => {
    const { code, message } = await failureOf(() => opened(sqlitePlace(folder)));
    expect(code).toBe("DATA_DIR_UNUSABLE");
    expect(message).toContain(`The data folder ${folder} cannot be used`);
  });

  test.each([
    ["lock.db", "a folder", (path: string) => mkdirSync(path), "is not the lock of a queue"],
    [
      "lock.db",
      "junk",
      (path: string) => writeFileSync(path, "no".repeat(3000)),
      "is not the lock of a queue",
    ],
    ["lock.db", "a link", (path: string) => symlinkSync("/etc/hostname", path), "is not the lock of a queue"],
    ["lock.pid", "a folder", (path: string) => mkdirSync(path), "is no ordinary file (EISDIR)"],
    [
      "lock.pid",
      "a link",
      (path: string) => symlinkSync("/etc/hostname", path),
      "is no ordinary file (ELOOP)",
    ],
    ["queue.db.witness", "a folder", (path: string) => mkdirSync(path), "is no ordinary file (EISDIR)"],
    [
      "queue.db.witness",
      "a link",
      (path: string) => symlinkSync("/etc/hostname", path),
      "is no ordinary file (ELOOP)",
    ],
    ["queue.db", "a folder", (path: string) => mkdirSync(path), "queue.db cannot be written"],
  ])("are refused with a sentence where %s is %s, and let go", async (name, _what, make, sentence) => {
    const folder = temporaryFolder();
    const path = join(folder, name);
    make(path);
    const { code, message } = await failureOf(() => sqlitePlace(folder).open());
    expect(["DATA_DIR_UNUSABLE", "QUEUE_STORAGE_FULL"]).toContain(code);
    expect(message).toContain(path);
    expect(message).toContain(sentence);
    rmSync(path, { recursive: true });
    await submit(await opened(sqlitePlace(folder)));
  });

  test("are for their owner only, whatever the umask says", async () => {
    const folder = join(temporaryFolder(), "data", "queue");
    const umask = process.umask(0);
    const queue = await opened(sqlitePlace(folder)).finally(() => process.umask(umask));
    await submit(queue);
    expect(modeOf(folder)).toBe("700");
    const files = readdirSync(folder);
    expect(files).toContain("queue.db-wal");
    for (const file of files) expect([file, modeOf(join(folder, file))]).toEqual([file, "600"]);
  });

  test("leave a folder that is there as it is", async () => {
    const folder = join(temporaryFolder(), "data");
    mkdirSync(folder);
    chmodSync(folder, 0o750);
    await opened(sqlitePlace(folder));
    expect(modeOf(folder)).toBe("750");
  });

  test("are the database alone, and the lock's, once it is closed", async () => {
    const { folder } = await closedQueue();
    expect(readdirSync(folder).toSorted()).toEqual(["lock.db", "lock.pid", "queue.db", "queue.db.witness"]);
  });

  test("can be read by others while the queue is in use", async () => {
    const folder = temporaryFolder();
    const queue = await opened(sqlitePlace(folder));
    await submit(queue);
    const reader = new Database(join(folder, "queue.db"), { readonly: true });
    expect(reader.query("SELECT count(*) AS jobs FROM jobs").get()).toEqual({ jobs: 1 });
    reader.close();
    await submit(queue, { reportId: 2 });
  });
});

describe("a database that cannot be used is left as it is:", () => {
  test("one that a newer program wrote", async () => {
    const { folder, file } = await closedQueue();
    const database = new Database(file);
    database.run("PRAGMA user_version = 99");
    database.close();
    const before = readFileSync(file);
    const failure = await failureOf(() => sqlitePlace(folder).open());
    expect(failure.code).toBe("QUEUE_NEWER");
    expect(failure.message).toContain(`${file} was written by a newer ocr-eco`);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("a file that is none", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "queue.db");
    writeFileSync(file, "Dear diary, today I am not a database.".repeat(200));
    const before = readFileSync(file);
    const failure = await failureOf(() => sqlitePlace(folder).open());
    expect(failure.code).toBe("QUEUE_DAMAGED");
    expect(failure.message).toContain(`${file} is damaged`);
    expect(failure.message).toContain("Put a backup in its place (ocr-eco restore <file>)");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("another program's database", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "queue.db");
    const database = new Database(file);
    database.run("CREATE TABLE bookmarks (url TEXT)");
    database.close();
    const failure = await failureOf(() => sqlitePlace(folder).open());
    expect(failure.code).toBe("QUEUE_DAMAGED");
    expect(failure.message).toContain("another program made it");
  });

  test.each([
    ["one that lost a table", "DROP TABLE seen", "it has no table seen"],
    ["one that lost an index", "DROP INDEX jobs_ready", "it has no index jobs_ready"],
    [
      "one that lost a column",
      "ALTER TABLE jobs DROP COLUMN condensed",
      "it has no table jobs, column condensed",
    ],
    ["one of no schema that there can be", "PRAGMA user_version = -1", "its schema has the number -1"],
  ])("%s", async (_what, statement, sentence) => {
    const { folder, file } = await closedQueue();
    const database = new Database(file);
    database.run(statement);
    database.close();
    const before = readFileSync(file);
    const { code, message } = await failureOf(() => sqlitePlace(folder).open());
    expect([code, message]).toEqual(["QUEUE_DAMAGED", expect.stringContaining(sentence)]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("one that lost its end", async () => {
    const { folder, file } = await closedQueue(500);
    truncateSync(file, statSync(file).size - 8 * 4096);
    const before = readFileSync(file);
    expect((await failureOf(() => sqlitePlace(folder).open())).code).toBe("QUEUE_DAMAGED");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("one with a single page that was overwritten", async () => {
    const { folder, file } = await closedQueue(500);
    const database = new Database(file);
    const page = database
      .query<{ pageno: number }, []>("SELECT pageno FROM dbstat WHERE name = 'jobs' AND pagetype = 'leaf'")
      .get();
    database.close();
    const bytes = readFileSync(file);
    const end = (page?.pageno ?? 0) * 4096;
    bytes.fill(0x5a, end - 4096, end);
    writeFileSync(file, bytes);
    expect((await failureOf(() => sqlitePlace(folder).open())).code).toBe("QUEUE_DAMAGED");
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test("and its lock is let go", async () => {
    const { folder, file } = await closedQueue();
    const bytes = readFileSync(file);
    writeFileSync(file, "nonsense".repeat(1000));
    await failureOf(() => sqlitePlace(folder).open());
    writeFileSync(file, bytes);
    expect((await (await opened(sqlitePlace(folder))).jobs.counts()).waiting).toBe(1);
  });
});

describe("a change of the schema", () => {
  const step = "ALTER TABLE jobs ADD COLUMN remark TEXT NOT NULL DEFAULT 'none'";

  test("is made in an existing database, which keeps what is in it", async () => {
    const { folder, file } = await closedQueue(3);
    const queue = await opened(sqlitePlace(folder, { schema: [...migrations, step] }));
    expect((await queue.jobs.counts()).waiting).toBe(3);
    await finished(queue, { reportId: "new" });
    await queue.close();
    const database = new Database(file);
    expect(database.query("SELECT DISTINCT remark FROM jobs").all()).toEqual([{ remark: "none" }]);
    database.close();
    expect((await failureOf(() => sqlitePlace(folder).open())).code).toBe("QUEUE_NEWER");
  });

  test("leads from the first schema to the newest, also for jobs that it left behind", async () => {
    const folder = temporaryFolder();
    const database = new Database(join(folder, "queue.db"));
    migrate(database, migrations.slice(0, 1));
    for (const [id, state, ready, ended] of [
      ["a", "done", 0, 1],
      ["b", "failed", 0, 2],
      ["c", "active", 0, null],
    ] as const) {
      database.run(
        `INSERT INTO jobs (id, environment, report, user, numbers, url, priority, submitted_at, state, ready, attempts,
           worker_deaths, ended_at) VALUES (?, 'staging', ?1, '7', 0, 'https://s3.example/a.png', 0, 1, ?, ?, 1, 0, ?)`,
        [id, state, ready, ended],
      );
    }
    database.run("INSERT INTO environments (name) VALUES ('staging')");
    database.run("INSERT INTO totals VALUES ('2026-03-01', 'staging', 'ended', 2)");
    database.close();
    const queue = await opened(sqlitePlace(folder));
    const find = async (states: JobState[]) =>
      (await queue.jobs.list({ states, most: 9 })).map(({ id }) => id);
    expect(await find(["failed"])).toEqual(["b"]);
    expect(await find(["waiting"])).toEqual(["c"]);
    expect(await queue.history.totals("")).toMatchObject([{ day: "2026-03-01", counters: { ended: 2 } }]);
    expect([await queue.history.hours(""), await queue.history.times("")]).toEqual([[], []]);
    const ever = Number.POSITIVE_INFINITY;
    expect(await queue.history.prune({ doneMs: 0, failedMs: ever, seenMs: ever, reviewMs: 0 })).toBe(1);
    expect(await find(["done", "failed", "waiting"])).toEqual(["c", "b"]);
  });

  test("is made once", async () => {
    const folder = temporaryFolder();
    const place = sqlitePlace(folder, { schema: [...migrations, step] });
    await (await opened(place)).close();
    await (await opened(place)).close();
  });

  test("is made whole or not at all", async () => {
    const { folder } = await closedQueue(3);
    const place = sqlitePlace(folder, { schema: [...migrations, step, "CREATE TABLE nonsense ("] });
    await expect(place.open()).rejects.toThrow("incomplete input");
    const queue = await opened(sqlitePlace(folder, { schema: [...migrations, step] }));
    const outcomes = await queue.jobs.submit([submission({ reportId: 0 })], 10);
    expect(outcomes).toEqual([{ outcome: "known", job: { id: idOf(outcomes[0]), state: "waiting" } }]);
  });
});
