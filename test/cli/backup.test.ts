import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { backupName } from "../../cli/backup/rotate.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { ocrEco } from "../support/cli.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const run = (dataFolder: string, ...words: string[]) =>
  ocrEco(words, { cwd: temporaryFolder(), env: { DATA_DIR: dataFolder } });

/** A service that was ended in order with one report read and two waiting, and a backup of that. */
async function backedUp(): Promise<{ running: RunningService; file: string }> {
  const running = await quickService({ WORKER_COUNT: "1" }).start();
  await running.submit({ report_id: 1, s3_url: running.pictures.serveSteps("a.png", 8958) });
  await running.settled();
  await running.post("/admin/pause", {});
  for (const report_id of [2, 3])
    await running.submit({
      report_id,
      s3_url: running.pictures.serveSteps(`${report_id}.png`, 5000 + report_id),
    });
  const file = join(temporaryFolder(), "queue-backup.db");
  const { exitCode, stdout, stderr } = await run(running.dataFolder, "backup", file);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^\S+ holds 3 jobs \(2 not ended\) and 1 delivery \(0 pending\), \d+\.\d MB\.\n$/);
  return { running, file };
}

const end = async (running: RunningService): Promise<void> => {
  running.signal("SIGTERM");
  await running.ended();
};

describe("a backup", () => {
  test("of a running service is restored into an empty folder, and goes on there", async () => {
    const { running, file } = await backedUp();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const elsewhere = join(temporaryFolder(), "data");
    const restored = await run(elsewhere, "restore", file);
    expect([restored.exitCode, restored.stdout]).toEqual([
      0,
      expect.stringContaining("holds 3 jobs (2 not ended)"),
    ]);
    await end(running);
    await running.start({ env: { DATA_DIR: elsewhere } });
    await running.post("/admin/resume", {});
    await running.settled();
    expect(running.laravel.booked.map(({ body }) => body["report_id"]).toSorted()).toEqual([1, 2, 3]);
  });

  test("by a timer is named by the time, and only older ones of its own go, once it is there", async () => {
    const { running } = await backedUp();
    const into = temporaryFolder();
    const old = ["queue-20261101T031500Z.db", "queue-20261102T031500Z.db", "queue-20261103T031500Z.db"];
    const justNow = `${backupName(new Date())}.77.part`;
    const others = ["queue-before-update.db", "queue-20261101T031500Z.db.gz", "a.txt", justNow];
    const killed = ["queue-20261101T031500Z.db.42.part", "queue-20261101T031500Z.db.42.part-journal"];
    for (const name of [...old, ...others, ...killed]) writeFileSync(join(into, name), "");
    // Nothing goes where nothing comes.
    const failed = await run(temporaryFolder(), "backup", "--into", into, "--keep", "1");
    expect([failed.exitCode, readdirSync(into).length]).toEqual([1, 9]);
    const { exitCode, stdout } = await run(running.dataFolder, "backup", "--into", into, "--keep", "2");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("holds 3 jobs")]);
    expect(stdout).toEndWith("2 older ones deleted.\n");
    const left = readdirSync(into)
      .filter((name) => !others.includes(name))
      .toSorted();
    expect(left).toEqual(["queue-20261103T031500Z.db", expect.stringMatching(/^queue-\d{8}T\d{6}Z\.db$/)]);
    expect(readdirSync(into)).toEqual(expect.arrayContaining(others));
  });

  test.each([
    [[], "Name one thing"],
    [["a.db", "--into", "b"], "Name one thing"],
    [["a.db", "--keep", "3"], "name a folder with it"],
    [["--into", "b", "--keep", "0"], "whole number from 1"],
  ] as const)("is refused with a sentence where it says %j", async (words, sentence) => {
    const { exitCode, stderr } = await run(temporaryFolder(), "backup", ...words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });

  test("is of one moment while reports come in, and whole", async () => {
    const running = await quickService({ MAX_QUEUE_SIZE: "100000" }).start();
    await running.post("/admin/pause", {});
    let [accepted, isOver] = [0, false];
    const load = async (): Promise<void> => {
      while (!isOver) {
        const { status } = await running.submit({ report_id: `r${accepted}-${crypto.randomUUID()}` });
        if (status === 202) accepted++;
      }
    };
    const loads = [load(), load(), load(), load()];
    const folder = temporaryFolder();
    const counts: number[] = [];
    for (const name of ["a.db", "b.db", "c.db"]) {
      const before = accepted;
      const { exitCode, stdout } = await run(running.dataFolder, "backup", join(folder, name), "--json");
      expect(exitCode).toBe(0);
      const { jobs } = JSON.parse(stdout) as { jobs: number };
      // What was accepted before it began is in it.
      expect(jobs).toBeGreaterThanOrEqual(before);
      counts.push(jobs);
    }
    isOver = true;
    await Promise.all(loads);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    expect(readdirSync(folder).toSorted()).toEqual(["a.db", "b.db", "c.db"]);
  });

  test("replaces no file unless that is said, and leaves nothing half written", async () => {
    const { running, file } = await backedUp();
    const folder = temporaryFolder();
    const there = join(folder, "there.db");
    writeFileSync(there, "mine");
    const refused = await run(running.dataFolder, "backup", there);
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      `ocr-eco: ${there} is there already. Name another file, or say --force.\n`,
    ]);
    expect(readFileSync(there, "utf8")).toBe("mine");
    expect((await run(running.dataFolder, "backup", there, "--force")).exitCode).toBe(0);
    expect(readFileSync(there).equals(readFileSync(file))).toBe(true);
    const nowhere = await run(running.dataFolder, "backup", join(folder, "no", "such", "folder.db"));
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([
      1,
      expect.stringContaining("cannot be written (ENOENT"),
    ]);
    expect(readdirSync(folder)).toEqual(["there.db"]);
    const nothing = await run(temporaryFolder(), "backup", join(folder, "b.db"));
    expect([nothing.exitCode, nothing.stderr]).toEqual([1, expect.stringContaining("There is no queue in")]);
  });
});

describe("a backup is restored", () => {
  test("not while a service works with the folder", async () => {
    const { running, file } = await backedUp();
    const { exitCode, stderr } = await run(running.dataFolder, "restore", file, "--yes");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("is in use by another ocr-eco")]);
    expect((await running.details()).jobs).toMatchObject({ waiting: 2 });
  });

  test("into a folder with a queue when that is said, and keeps that queue", async () => {
    const { running, file } = await backedUp();
    await running.post("/admin/resume", {});
    await running.settled();
    await end(running);
    const refused = await run(running.dataFolder, "restore", file);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining("has 3 jobs (0 not ended)"),
    ]);
    const { exitCode, stderr } = await run(running.dataFolder, "restore", file, "--yes");
    expect(exitCode).toBe(0);
    const former = /The queue that was there is (\S+) now/.exec(stderr)?.[1] ?? "";
    // What went aside can be restored like any other.
    const back = await run(running.dataFolder, "restore", former, "--yes", "--json");
    expect(JSON.parse(back.stdout)).toMatchObject({ jobs: 3, open: 0, pending: 0 });
    await running.start();
    expect((await running.details()).jobs).toMatchObject({ done: 3, waiting: 0 });
  });

  test("over a queue that is damaged, with its log", async () => {
    const { running, file } = await backedUp();
    await running.kill();
    const queue = join(running.dataFolder, "queue.db");
    expect(existsSync(`${queue}-wal`)).toBe(true);
    writeFileSync(queue, "Dear diary, today I am not a database.".repeat(200));
    expect((await run(running.dataFolder, "restore", file, "--yes")).exitCode).toBe(0);
    await running.start();
    expect((await running.details()).jobs).toMatchObject({ done: 1, waiting: 2 });
    expect(readdirSync(running.dataFolder).filter((name) => /^queue\.db\..*Z$/.test(name))).toHaveLength(1);
  });

  test.each([
    ["is missing", () => {}, "There is no file"],
    [
      "is no database",
      (file: string) => writeFileSync(file, "no".repeat(3000)),
      "is no backup that can be restored",
    ],
    [
      "is cut off",
      (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -8192)),
      "is no backup that can",
    ],
    ["is a newer program's", (file: string) => setVersion(file, 99), "was made by a newer ocr-eco"],
    ["is another program's", (file: string) => bookmarks(file), "another program made it"],
  ] as const)("not when it %s, and what is there stays", async (what, spoil, sentence) => {
    const { running, file } = await backedUp();
    await end(running);
    const spoiled = join(temporaryFolder(), "spoiled.db");
    if (what !== "is missing") copyFileSync(file, spoiled);
    spoil(spoiled);
    const before = readdirSync(running.dataFolder);
    const { exitCode, stderr } = await run(running.dataFolder, "restore", spoiled, "--yes");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(sentence)]);
    expect(readdirSync(running.dataFolder)).toEqual(before);
    await running.start();
    expect((await running.details()).jobs).toMatchObject({ done: 1, waiting: 2 });
  });
});

function setVersion(file: string, version: number): void {
  const database = new Database(file);
  database.run(`PRAGMA user_version = ${version}`);
  database.close();
}

function bookmarks(file: string): void {
  writeFileSync(file, "");
  const database = new Database(file);
  database.run("CREATE TABLE bookmarks (url TEXT)");
  database.close();
}
