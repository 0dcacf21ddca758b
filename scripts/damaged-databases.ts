/**
 * Prints what each way to check a queue's database costs, and what share of random single bits that are turned in it each
 * one finds: the ground for what is checked when (see "What a queue has lost" in ARCHITECTURE.md).
 *
 *   bun scripts/damaged-databases.ts [--jobs 10000,200000] [--flips 200] [--seed 1] [--folder <folder>] [--write]
 *
 * Bits are turned in the smallest database alone.
 */
import { Database } from "bun:sqlite";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSqliteQueue } from "../src/queue/sqlite/open.ts";
import { isSound, sumOfDelivery, sumOfJob } from "../src/queue/sqlite/row-sums.ts";
import { type DeliveryRow, type JobRow, toJob } from "../src/queue/sqlite/rows.ts";
import { Figures } from "./common/figures.ts";
import { random } from "./common/random.ts";
import { none, type Target } from "./common/target.ts";

const { values: options } = parseArgs({
  options: {
    jobs: { type: "string", default: "10000,200000" },
    flips: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    folder: { type: "string", default: tmpdir() },
    write: { type: "boolean", default: false },
  },
});
const figures = new Figures("damaged-databases", options);

/** Checks, each true when it finds nothing. What one throws was found, too. */
const checks: Readonly<Record<string, (database: Database) => boolean>> = {
  quick_check: (database) => isOk(database, "quick_check"),
  integrity_check: (database) => isOk(database, "integrity_check"),
  "every row read, JSON parsed": (database) => {
    for (const { reading } of database.query<{ reading: string }, []>("SELECT * FROM readings").iterate())
      JSON.parse(reading);
    for (const { body } of database.query<{ body: string }, []>("SELECT * FROM deliveries").iterate())
      JSON.parse(body);
    for (const table of ["jobs", "seen"])
      for (const _row of database.query(`SELECT * FROM ${table}`).iterate());
    return true;
  },
  // What the service does when it takes a job or a delivery in hand: see row-sums.ts.
  "the sums of jobs and deliveries": (database) => {
    for (const row of database.query<JobRow & { sum: number }, []>("SELECT * FROM jobs").iterate())
      if (!isSound(row.sum, sumOfJob(row.id, toJob(row)))) return false;
    for (const row of database.query<DeliveryRow, []>("SELECT * FROM deliveries").iterate())
      if (!isSound(row.sum, sumOfDelivery(row.id, row.job, row.environment, row.body))) return false;
    return true;
  },
};

function isOk(database: Database, pragma: string): boolean {
  const [finding] = database.query<Record<string, string>, []>(`PRAGMA ${pragma}(1)`).all();
  return finding?.[pragma] === "ok";
}

/** A queue as it is on a usual day: most jobs are done and delivered, some wait. */
async function makeQueue(folder: string, jobs: number): Promise<string> {
  const queue = await openSqliteQueue({
    folder,
    mostMegabytes: 10_000,
    localHour: () => ({ day: "2026-03-01", hour: 9 }),
  });
  const batch = 500;
  for (let from = 0; from < jobs; from += batch) {
    const submissions = Array.from({ length: Math.min(batch, jobs - from) }, (_, index) => ({
      environment: "production",
      reportId: from + index,
      userId: (from + index) % 7000,
      url: `https://s3.example/reports/${from + index}.png?signature=${"s".repeat(200)}`,
      priority: 0,
      trace: null,
    }));
    await queue.jobs.submit(submissions, jobs);
    const claims = await queue.jobs.claim(submissions.length * 0.9, 60_000);
    const ends = claims.map(({ job, claimToken }) => {
      const text = JSON.stringify({ report_id: job.reportId, steps: 5475, raw_ocr: "Steps ".repeat(150) });
      const seen = {
        sha256: Bun.SHA256.hash(job.url, "hex"),
        perceptualHash: "",
        steps: 5475,
        day: "2026-03-01",
      };
      return queue.jobs.finish(claimToken, { ...seen, ...job }, () => ({
        state: "done",
        error: null,
        reading: text,
        body: text,
        counters: [],
        facts: null,
        isForReview: false,
      }));
    });
    await Promise.all(ends);
  }
  await queue.close();
  return join(folder, "queue.db");
}

/** Whether a check finds something in a file. */
function finds(file: string, check: (database: Database) => boolean): boolean {
  const database = new Database(file, { readonly: true });
  try {
    return !check(database);
  } catch {
    return true;
  } finally {
    database.close();
  }
}

/** Everything that anybody could read of a database, as one number; `null` when it cannot be read. */
function content(file: string): string | null {
  const hasher = new Bun.CryptoHasher("sha1");
  const database = new Database(file, { readonly: true });
  try {
    const tables = database.query<{ name: string }, []>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
    );
    for (const { name } of tables.all())
      for (const row of database.query(`SELECT * FROM ${name} NOT INDEXED`).iterate())
        hasher.update(JSON.stringify(row));
    return hasher.digest("hex");
  } catch {
    return null;
  } finally {
    database.close();
  }
}

/** Turns one bit of an open file. Turning it again mends it. */
function turn(descriptor: number, at: number, bit: number): void {
  const byte = Buffer.alloc(1);
  readSync(descriptor, byte, 0, 1, at);
  byte.writeUInt8(byte.readUInt8() ^ (1 << bit));
  writeSync(descriptor, byte, 0, 1, at);
}

function turnBits(file: string): void {
  const { int } = random(options.seed);
  const { size } = statSync(file);
  const before = content(file);
  const found = new Map(Object.keys(checks).map((name) => [name, 0]));
  let [harmless, onlyText] = [0, 0];
  const descriptor = openSync(file, "r+");
  for (let flip = 0; flip < Number(options.flips); flip++) {
    const [at, bit] = [int(0, size - 1), int(0, 7)];
    turn(descriptor, at, bit);
    const by = Object.entries(checks).filter(([, check]) => finds(file, check));
    for (const [name] of by) found.set(name, (found.get(name) ?? 0) + 1);
    if (by.length === 0 && content(file) === before) harmless++;
    else if (by.length === 0) onlyText++;
    turn(descriptor, at, bit);
  }
  closeSync(descriptor);
  const title = `${options.flips} bits turned, one at a time, in ${(size / 1e6).toFixed(1)} MB (seed ${options.seed})`;
  const outcomes = [
    ...[...found].map(([name, count]): [string, number] => [`found by ${name}`, count]),
    ["found by none, and every row is as it was", harmless],
    ["found by none, and some text or number is another one", onlyText],
  ] as const;
  console.log(`\n${title}`);
  for (const [name, count] of outcomes) console.log(`  ${name}: ${count}`);
  figures.keep({ title, targets: outcomes.map(([name, count]) => none(name, String(count))) });
}

for (const [index, jobs] of options.jobs.split(",").map(Number).entries()) {
  const folder = mkdtempSync(join(options.folder, "ocr-eco-damaged-"));
  try {
    const file = await makeQueue(folder, jobs);
    const title = `${jobs} jobs, ${(statSync(file).size / 1e6).toFixed(1)} MB`;
    console.log(title);
    const costs: Target[] = [];
    for (const [name, check] of Object.entries(checks)) {
      const times = [1, 2, 3].map(() => {
        const begun = performance.now();
        finds(file, check);
        return performance.now() - begun;
      });
      const shown = `${times.toSorted((one, other) => one - other)[1]?.toFixed(0)} ms`;
      console.log(`  ${name}: ${shown}`);
      costs.push(none(name, shown));
    }
    figures.keep({ title, targets: costs });
    if (index === 0) turnBits(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
figures.end();
