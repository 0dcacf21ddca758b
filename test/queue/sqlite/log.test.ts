import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checkpoints } from "../../../src/queue/sqlite/checkpoints.ts";
import { isDamaged, readLog } from "../../../src/queue/sqlite/log-frames.ts";
import { readWitness, Witness, witnessOf } from "../../../src/queue/sqlite/witness.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { opened, submission, submit } from "../support.ts";
import { sqlitePlace } from "./support.ts";

/** The log of a queue in use after some transactions, and which of its frames end one. */
async function logOfAQueue() {
  const folder = temporaryFolder();
  const queue = await opened(sqlitePlace(folder));
  for (let reportId = 0; reportId < 6; reportId++) await submit(queue, { reportId });
  const file = join(temporaryFolder(), "log");
  copyFileSync(join(folder, "queue.db-wal"), file);
  const log = readLog(file);
  if (log === null) throw new Error("There is no log.");
  const ends = log.frames.flatMap(({ pagesAfter }, index) => (pagesAfter === 0 ? [] : [index]));
  return { file, log, ends };
}

/** Whether a log is taken for damaged when `spoil` has changed its bytes. */
function isDamagedWhen(file: string, spoil: (bytes: Buffer) => void): boolean {
  const bytes = readFileSync(file);
  spoil(bytes);
  const spoilt = `${file}.spoilt`;
  writeFileSync(spoilt, bytes);
  const log = readLog(spoilt);
  return log !== null && isDamaged(log);
}

test("a log is damaged when a page is that is not of its last transaction, and whole when it is", async () => {
  const { file, log, ends } = await logOfAQueue();
  expect(log.frames.every(({ isWhole }) => isWhole)).toBe(true);
  expect([ends.length > 5, ends.at(-1)]).toEqual([true, log.frames.length - 1]);
  const lastBegins = (ends.at(-2) ?? 0) + 1;
  expect(lastBegins).toBeLessThan(log.frames.length - 1);
  for (const [index, { at }] of log.frames.entries()) {
    const flipped = isDamagedWhen(file, (bytes) => bytes.writeUInt8(bytes.readUInt8(at + 99) ^ 8, at + 99));
    // What a power failure leaves where a page was to come: zeros, or the page of an older log.
    const neverWritten = isDamagedWhen(file, (bytes) => bytes.fill(0, at - 24, at + 4096));
    const older = isDamagedWhen(file, (bytes) => bytes.fill(7, at - 24, at + 4096));
    const isEarlier = index < lastBegins;
    expect([index, flipped]).toEqual([index, isEarlier]);
    if (isEarlier && index < (ends.at(-3) ?? 0))
      expect([index, neverWritten, older]).toEqual([index, true, true]);
    if (!isEarlier) expect([index, neverWritten, older]).toEqual([index, false, false]);
  }
});

test("a log is damaged when its header is, and an older log's pages behind it are none of its own", async () => {
  const { file, log, ends } = await logOfAQueue();
  for (let at = 0; at < 32; at++)
    expect([at, isDamagedWhen(file, (bytes) => bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at))]).toEqual([
      at,
      true,
    ]);
  const first = log.frames[(ends[0] ?? 0) + 1]?.at ?? 0;
  expect(
    isDamagedWhen(file, (bytes) => {
      for (const { at } of log.frames) if (at >= first) bytes.fill(9, at - 16, at - 8);
    }),
  ).toBe(false);
});

test("what is copied from the log into the database is safe from what becomes of the log", () => {
  const folder = temporaryFolder();
  const file = join(folder, "queue.db");
  const database = new Database(file);
  database.run("PRAGMA journal_mode = WAL");
  database.run("CREATE TABLE kept (row)");
  const witness = new Witness(file, 1);
  const isKept = () => {
    const copy = join(folder, "copy.db");
    copyFileSync(file, copy);
    using alone = new Database(copy);
    return alone.query("SELECT name FROM sqlite_schema").all().length === 1;
  };
  expect(isKept()).toBe(false);
  new Checkpoints(database, witness).make();
  expect(isKept()).toBe(true);
  database.close();
  witness.close();
});

test("a queue is refused when it knows of fewer transactions than its witness, and not when of more", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "queue.db");
  const queue = await opened(sqlitePlace(folder));
  await Promise.all([submit(queue, { reportId: 1 }), submit(queue, { reportId: 2 })]);
  const after = readWitness(file);
  // Whoever only looks writes nothing.
  await queue.jobs.claim(0, 1);
  expect(readWitness(file)).toBe(after);
  await queue.jobs.submit([submission({ reportId: 3 })], 10);
  expect(readWitness(file)).toBe((after ?? 0) + 1);
  await queue.close();
  const noted = readFileSync(witnessOf(file), "utf8");
  new Witness(file, (after ?? 0) + 2).close();
  await expect(sqlitePlace(folder).open()).rejects.toThrow(`lacks 1 of ${(after ?? 0) + 2} transactions`);
  new Witness(file, after ?? 0).close();
  await (await opened(sqlitePlace(folder))).close();
  expect(readFileSync(witnessOf(file), "utf8")).toBe(noted);
});

test("a witness that makes no sense refuses nothing, and is told of", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "queue.db");
  await (await opened(sqlitePlace(folder))).close();
  const told: string[] = [];
  const place = sqlitePlace(folder, { warn: (message) => told.push(message) });
  for (const text of ["", "000000000000009 transactions, check 00000000\n", "\u0000".repeat(60)]) {
    writeFileSync(witnessOf(file), text);
    await (await opened(place)).close();
    expect(told.splice(0)).toEqual([expect.stringContaining(`${witnessOf(file)} makes no sense`)]);
    await (await opened(place)).close();
    expect(told).toEqual([]);
  }
});
