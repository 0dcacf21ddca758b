import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { ocrEco } from "../support/cli.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const reports = 80;

/** A service that was killed with reports that wait: they stand in the log alone. */
async function killed(): Promise<{ running: RunningService; database: string; log: string }> {
  const running = await quickService().start();
  await running.post("/admin/pause", {});
  for (let report_id = 1; report_id <= reports; report_id++)
    expect((await running.submit({ report_id })).status).toBe(202);
  await running.kill();
  const database = join(running.dataFolder, "queue.db");
  return { running, database, log: `${database}-wal` };
}

const restore = (running: RunningService, ...words: string[]) =>
  ocrEco(["restore", ...words], { cwd: temporaryFolder(), env: { DATA_DIR: running.dataFolder } });

/** Turns one bit of a file. */
function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  writeFileSync(file, bytes);
}

/** Of a file that is there and not empty. */
const contentOf = (file: string) => (existsSync(file) && statSync(file).size > 0 ? readFileSync(file) : null);

/** What is done to the files, what the start says of it, and how many reports are left to go on with. */
const damages: readonly (readonly [string, (database: string, log: string) => void, string, number])[] = [
  ["the log is deleted", (_, log) => rmSync(log), "lacks ", 0],
  ["the log is cut off", (_, log) => truncateSync(log, statSync(log).size / 2), "lacks ", reports / 2 - 5],
  [
    "one bit in the middle of the log is another one",
    (_, log) => flip(log, Math.floor(statSync(log).size / 2)),
    "has a damaged log",
    reports,
  ],
  [
    "one bit in the header of the log is another one",
    (_, log) => flip(log, 17),
    "has a damaged log",
    reports,
  ],
];

describe("after a kill, with all jobs in the log alone, where", () => {
  test.each(damages)(
    "%s, the start is refused, and what is left is gone on with",
    async (_what, damage, sentence, left) => {
      const { running, database, log } = await killed();
      damage(database, log);
      const before = [contentOf(database), contentOf(log)];
      const said = await running.start().then(
        () => "it started",
        () => running.errors,
      );
      expect(said).toContain(`The queue's database ${database} ${sentence}`);
      expect(said).toContain("ocr-eco restore --rest");
      expect([contentOf(database), contentOf(log)]).toEqual(before);

      const target = join(temporaryFolder(), "backup.db");
      const backup = await ocrEco(["backup", target], {
        cwd: temporaryFolder(),
        env: { DATA_DIR: running.dataFolder },
      });
      expect([backup.exitCode, backup.stderr]).toEqual([1, expect.stringContaining("lacks ")]);
      expect([existsSync(target), contentOf(database), contentOf(log)]).toEqual([false, ...before]);

      const { exitCode, stderr } = await restore(running, "--rest");
      expect([exitCode, stderr.includes("Nothing is missing")]).toEqual([0, left === reports]);
      const former = /The queue that was there is (\S+) now/.exec(stderr)?.[1] ?? "";
      expect([contentOf(former), contentOf(`${former}-wal`)]).toEqual(before);
      await running.start();
      const { waiting = 0 } = (await running.details()).jobs;
      expect(waiting).toBeWithin(left, reports + 1);
      running.signal("SIGTERM");
      expect((await running.ended()).code).toBe(0);
    },
  );

  test.each([
    ["emptied", (database: string) => truncateSync(database, 0)],
    ["deleted", (database: string) => rmSync(database)],
  ])(
    "the database is %s, its log is kept, and nothing but an empty queue or a backup is left",
    async (_what, damage) => {
      const { running, database, log } = await killed();
      damage(database);
      const before = contentOf(log);
      await expect(running.start()).rejects.toThrow(
        `The queue's database ${database} is gone, or empty, though`,
      );
      const refused = await restore(running, "--rest");
      expect([refused.exitCode, refused.stderr]).toEqual([
        1,
        expect.stringContaining("Nothing whole is left"),
      ]);
      expect(contentOf(log)).toEqual(before);
      const { exitCode, stderr } = await restore(running, "--empty");
      const former = /The queue that was there is (\S+) now/.exec(stderr)?.[1] ?? "";
      expect([exitCode, contentOf(`${former}-wal`)]).toEqual([0, before]);
      await running.start();
      expect((await running.details()).jobs).toMatchObject({ waiting: 0 });
    },
  );

  test("what was written last is half on the disk, as a power failure leaves it, the start goes on", async () => {
    const { running, log } = await killed();
    // Nobody was told of this one: its witness knows nothing of it either.
    const page = new Uint8Array(4096 + 24);
    writeFileSync(log, Buffer.concat([readFileSync(log), page]));
    await running.start();
    expect((await running.details()).jobs).toMatchObject({ waiting: reports });
  });

  test("one decides to begin with an empty queue, all that was there is kept, and comes back", async () => {
    const { running } = await killed();
    const refused = await restore(running, "--empty");
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining(`has ${reports} jobs`)]);
    const { exitCode, stderr } = await restore(running, "--empty", "--yes");
    expect(exitCode).toBe(0);
    await running.start();
    expect((await running.details()).jobs).toMatchObject({ waiting: 0 });
    running.signal("SIGTERM");
    await running.ended();
    const former = /The queue that was there is (\S+) now/.exec(stderr)?.[1] ?? "";
    expect((await restore(running, former)).exitCode).toBe(0);
    await running.start();
    expect((await running.details()).jobs).toMatchObject({ waiting: reports });
  });
});

test("a folder that had a queue and has none says that an empty one begins", async () => {
  const running = await quickService().start();
  const warnings = () => running.lines().filter(({ msg }) => String(msg).startsWith("an empty queue begins"));
  expect(warnings()).toEqual([]);
  running.signal("SIGTERM");
  await running.ended();
  for (const name of ["queue.db", "queue.db.witness"]) rmSync(join(running.dataFolder, name));
  await running.start();
  expect(warnings()).toMatchObject([{ level: "warn" }]);
});

test("a queue that is whole is not mended, and one thing at a time is put in its place", async () => {
  const { running } = await killed();
  for (const [words, sentence] of [
    [["--rest"], "is whole: there is nothing to mend"],
    [[], "Name one thing"],
    [["a.db", "--empty"], "Name one thing"],
  ] as const) {
    const { exitCode, stderr } = await restore(running, ...words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  }
  await running.start();
  expect((await running.details()).jobs).toMatchObject({ waiting: reports });
});

test("a job and a result that the disk has changed are not booked, and everything else is", async () => {
  const running = await quickService().start();
  const { laravel, pictures } = running;
  const change = (statement: string): void => {
    using database = new Database(join(running.dataFolder, "queue.db"));
    // The service writes to it meanwhile.
    database.run("PRAGMA busy_timeout = 10000");
    database.run(statement);
  };
  await laravel.goDown();
  for (const report_id of [1, 2])
    await running.submit({ report_id, s3_url: pictures.serveSteps(`${report_id}.png`, 8000 + report_id) });
  await until("both are read", async () => (await running.details()).deliveries.pending === 2);
  await running.post("/admin/pause", {});
  for (const report_id of [3, 4])
    await running.submit({ report_id, s3_url: pictures.serveSteps(`${report_id}.png`, 8000 + report_id) });
  change("UPDATE deliveries SET body = replace(body, '8001', '9001')");
  change("UPDATE jobs SET report = '33' WHERE report = '3'");
  await running.kill();
  laravel.comeBack();
  await running.start();
  await running.post("/admin/resume", {});
  await running.settled();
  expect(laravel.bookedReports.toSorted()).toEqual(["2", "4"]);
  expect(laravel.calls.filter(({ body }) => [1, 3, 33].includes(Number(body["report_id"])))).toEqual([]);
  const { jobs } = await running.get("/admin/jobs?state=failed");
  expect(jobs).toMatchObject([{ report_id: 33, error: { code: "QUEUE_DAMAGED" } }]);
  expect(await running.deliveries("failed")).toMatchObject([
    { report_id: 1, last_status: null, last_answer: expect.stringContaining("the disk has changed it") },
  ]);
});
