import { describe, expect, test } from "bun:test";
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AuditLog } from "../../src/observability/audit.ts";
import { FolderAuditEntries } from "../../src/observability/audit-entries.ts";
import type { AuditQuestion } from "../../src/observability/audit-question.ts";
import { failureOf } from "../support/failure.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { all, auditSuite, numbers, pagesOf } from "./audit-suite.ts";

const silent = { info() {}, error() {} };

/** An audit log, whose file is begun anew at `most` bytes, and what reads it. */
function log({ most, mostBytes }: { most?: number; mostBytes?: number } = {}) {
  const folder = temporaryFolder();
  const audit = new AuditLog({ folder, log: silent, ...(most === undefined ? {} : { most }) });
  const entries = new FolderAuditEntries(folder, mostBytes);
  const file = join(folder, "audit.jsonl");
  return {
    folder,
    file,
    entries,
    note: (n: number | string, more: object = {}) =>
      audit.note({ via: "http", action: "pause", by: "ops", target: { n }, outcome: "ok", ...more }),
    pages: (question: AuditQuestion) => pagesOf(entries, question),
  };
}

auditSuite("in a folder", async () => log());

const line = (n: number | string, padding = ""): string =>
  `${JSON.stringify({ at: "2026-11-24T03:15:00.000Z", via: "cli", action: "backup", by: "root", target: { n, padding }, outcome: "ok" })}\n`;

describe("entries of the audit log", () => {
  test("are none where there is no file, or an empty one", async () => {
    const { entries, file } = log();
    const none = { entries: [], next: null, lookedAt: { bytes: 0, backTo: null } };
    expect(await entries.find(all)).toEqual(none);
    writeFileSync(file, "");
    expect(await entries.find(all)).toEqual(none);
  });

  test("come in pages from both files, none of them twice and none left out", async () => {
    const { pages, note } = log({ most: 2000 });
    for (let n = 1; n <= 25; n++) await note(n);
    const found = (await pages({ limit: 4 })).flatMap(numbers);
    expect(found.length).toBeGreaterThan(16);
    expect(found).toEqual(found.map((_, at) => 25 - at));
  });

  test("go on where the page before ended, although others are added and a new file begins", async () => {
    const { entries, note } = log({ most: 2000 });
    for (let n = 1; n <= 10; n++) await note(n);
    const first = await entries.find({ limit: 3 });
    expect(numbers(first)).toEqual([10, 9, 8]);
    const before = first.next ?? "";
    for (let n = 11; n <= 20; n++) {
      await note(n);
      expect(numbers(await entries.find({ limit: 3, before }))).toEqual([7, 6, 5]);
    }
    // The file that the page was of is gone by now, and so is all that is older.
    for (let n = 21; n <= 60; n++) await note(n);
    expect(await entries.find({ limit: 3, before })).toMatchObject({ entries: [], next: null });
  });

  test("are passed over where a line is damaged, cut short, of something else or far too long", async () => {
    const { entries, file, pages } = log({ mostBytes: 1 });
    const odd = ["{}", "[]", "null", "3", "", '{"at":"yesterday","action":"x","target":{}}', "\u0000\uffff"];
    writeFileSync(file, `${odd.join("\n")}\n${line(1)}`);
    appendFileSync(file, `{"at":"2026-11-24\n${line(2)}`);
    appendFileSync(file, `${"x".repeat(500_000)}\n${line(3)}`);
    appendFileSync(file, line(4).slice(0, -9));
    expect((await pages(all)).flatMap(numbers)).toEqual([3, 2, 1]);
    expect(numbers(await new FolderAuditEntries(join(file, "..")).find(all))).toEqual([3, 2, 1]);
    expect((await entries.find(all)).next).not.toBeNull();
  });

  test("are found wherever pieces of the file meet", async () => {
    const { entries, file, pages } = log({ mostBytes: 100_000 });
    const written = Array.from({ length: 700 }, (_, n) => line(n, "é".repeat((n * 37) % 400)));
    writeFileSync(file, written.join(""));
    const expected = written.map((_, at) => written.length - 1 - at);
    expect((await pages(all)).flatMap(numbers)).toEqual(expected);
    expect((await pages({ limit: 33 })).flatMap(numbers)).toEqual(expected);
    expect(numbers(await new FolderAuditEntries(join(file, "..")).find(all))).toEqual(expected);
    expect((await entries.find(all)).entries.length).toBeLessThan(700);
  });

  test("of large files are looked at in bounded steps, each of which says how far it got", async () => {
    const { entries, file, folder, pages } = log();
    for (const name of ["audit.1.jsonl", "audit.jsonl"]) {
      const many = Array.from({ length: 40_000 }, (_, n) => line(n, "x".repeat(130))).join("");
      writeFileSync(join(folder, name), `${line(name)}${many}`);
    }
    appendFileSync(file, line("newest"));
    const size = Bun.file(file).size + Bun.file(join(folder, "audit.1.jsonl")).size;
    expect(size).toBeGreaterThan(18e6);
    const first = await entries.find({ ...all, about: "audit.1.jsonl" });
    expect([first.entries, first.lookedAt.backTo]).toEqual([[], "2026-11-24T03:15:00.000Z"]);
    const found = await pages({ ...all, about: "audit.1.jsonl" });
    expect(found.length).toBeLessThan(9);
    for (const { lookedAt } of found) expect(lookedAt.bytes).toBeLessThanOrEqual(4_100_000);
    expect(found.reduce((sum, { lookedAt }) => sum + lookedAt.bytes, 0)).toBe(size);
    expect(found.flatMap(numbers)).toEqual(["audit.1.jsonl"]);
    // Who wants the newest pays for no more than those.
    expect((await entries.find({ limit: 1 })).lookedAt.bytes).toBeLessThan(300);
  });

  test.each(["audit.jsonl", "audit.1.jsonl"])("are not read where %s is a link, or no file", async (name) => {
    const { entries, folder } = log();
    const secret = join(folder, "secret");
    writeFileSync(secret, line(1));
    symlinkSync(secret, join(folder, name));
    const refused = await failureOf(() => entries.find(all));
    expect(refused).toMatchObject({ code: "DATA_DIR_UNUSABLE", message: expect.stringContaining("ELOOP") });
    const other = log();
    mkdirSync(join(other.folder, name));
    expect(await failureOf(() => other.entries.find(all))).toMatchObject({ code: "DATA_DIR_UNUSABLE" });
  });

  test("show no secret that another version has written", async () => {
    const { entries, file } = log();
    writeFileSync(file, line("https://s3.example.org/a.png?X-Amz-Signature=secret"));
    expect(numbers(await entries.find(all))).toEqual(["https://s3.example.org/a.png?[hidden]"]);
  });
});
