import { describe, expect, test } from "bun:test";
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AuditLog } from "../../src/observability/audit.ts";
import { AuditEntries, type AuditPage, type AuditQuestion } from "../../src/observability/audit-entries.ts";
import { failureOf } from "../support/failure.ts";
import { temporaryFolder } from "../support/temporary.ts";

const silent = { info() {}, error() {} };
const all = { limit: 1000 };

/** An audit log, whose file is begun anew at `most` bytes, and what reads it. */
function log({ most, mostBytes }: { most?: number; mostBytes?: number } = {}) {
  const folder = temporaryFolder();
  const audit = new AuditLog({ folder, log: silent, ...(most === undefined ? {} : { most }) });
  const entries = new AuditEntries(folder, mostBytes);
  const file = join(folder, "audit.jsonl");
  return {
    folder,
    file,
    entries,
    note: (n: number | string, more: object = {}) =>
      audit.note({ via: "http", action: "pause", by: "ops", target: { n }, outcome: "ok", ...more }),
    /** All pages of a question. */
    pages: async (question: AuditQuestion): Promise<AuditPage[]> => {
      const pages: AuditPage[] = [];
      for (let before: string | null | undefined; before !== null; ) {
        const page = await entries.find({ ...question, ...(before === undefined ? {} : { before }) });
        pages.push(page);
        before = page.next;
      }
      return pages;
    },
  };
}

const numbers = ({ entries }: AuditPage): unknown[] => entries.map(({ target }) => target["n"]);
const line = (n: number | string, padding = ""): string =>
  `${JSON.stringify({ at: "2026-11-24T03:15:00.000Z", via: "cli", action: "backup", by: "root", target: { n, padding }, outcome: "ok" })}\n`;

describe("entries of the audit log", () => {
  test("come newest first, with all that is known of them", async () => {
    const { entries, note } = log();
    await note(1, { address: "10.0.0.5", request_id: "r-1" });
    await note(2, { via: "cli", by: null });
    const page = await entries.find(all);
    expect(page).toEqual({
      entries: [
        {
          at: expect.stringMatching(/Z$/),
          via: "cli",
          action: "pause",
          by: null,
          address: null,
          target: { n: 2 },
          outcome: "ok",
          request_id: null,
        },
        {
          at: expect.stringMatching(/Z$/),
          via: "http",
          action: "pause",
          by: "ops",
          address: "10.0.0.5",
          target: { n: 1 },
          outcome: "ok",
          request_id: "r-1",
        },
      ],
      next: null,
      lookedAt: { bytes: expect.any(Number), backTo: page.entries[1]?.at ?? "" },
    });
  });

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

  test("are found by who did it, by what was done or its beginning, and by a value of what it was done to", async () => {
    const { entries, note } = log();
    await note(7, { by: "anna", action: "jobs/cancel" });
    await note(17, { by: "budi", action: "jobs/retry" });
    await note("019abcde-0123-7000", { by: "anna" });
    await note("7", { by: "ann", target: { n: "7", ids: ["msg_1", { path: "/backups/a.tar" }] } });
    const found = async (question: Partial<AuditQuestion>) =>
      numbers(await entries.find({ ...all, ...question }));
    expect(await found({ by: "anna" })).toEqual(["019abcde-0123-7000", 7]);
    expect(await found({ by: "ann" })).toEqual(["7"]);
    expect(await found({ action: "jobs" })).toEqual([17, 7]);
    expect(await found({ action: "jobs/retry", by: "anna" })).toEqual([]);
    expect(await found({ about: "7" })).toEqual(["7", 7]);
    expect(await found({ about: "019abcde" })).toEqual(["019abcde-0123-7000"]);
    expect(await found({ about: "019" })).toEqual([]);
    expect(await found({ about: "msg_1" })).toEqual(["7"]);
    expect(await found({ about: "a.tar" })).toEqual(["7"]);
    // What a member is called is nothing that was done to.
    expect(await found({ about: "path" })).toEqual([]);
  });

  test.each(['a "quoted" name', "Bambang Sudjatmikó", "back\\slash", "😀"])(
    "are found by %s, however it is written in the file",
    async (name) => {
      const { entries, note } = log();
      await note(name, { by: name });
      await note(2);
      expect(numbers(await entries.find({ ...all, by: name }))).toEqual([name]);
      expect(numbers(await entries.find({ ...all, about: name.slice(0, 9) }))).toEqual([name]);
    },
  );

  test("are passed over where a line is damaged, cut short, of something else or far too long", async () => {
    const { entries, file, pages } = log({ mostBytes: 1 });
    const odd = ["{}", "[]", "null", "3", "", '{"at":"yesterday","action":"x","target":{}}', "\u0000\uffff"];
    writeFileSync(file, `${odd.join("\n")}\n${line(1)}`);
    appendFileSync(file, `{"at":"2026-11-24\n${line(2)}`);
    appendFileSync(file, `${"x".repeat(500_000)}\n${line(3)}`);
    appendFileSync(file, line(4).slice(0, -9));
    expect((await pages(all)).flatMap(numbers)).toEqual([3, 2, 1]);
    expect(numbers(await new AuditEntries(join(file, "..")).find(all))).toEqual([3, 2, 1]);
    expect((await entries.find(all)).next).not.toBeNull();
  });

  test("are found wherever pieces of the file meet", async () => {
    const { entries, file, pages } = log({ mostBytes: 100_000 });
    const written = Array.from({ length: 700 }, (_, n) => line(n, "é".repeat((n * 37) % 400)));
    writeFileSync(file, written.join(""));
    const expected = written.map((_, at) => written.length - 1 - at);
    expect((await pages(all)).flatMap(numbers)).toEqual(expected);
    expect((await pages({ limit: 33 })).flatMap(numbers)).toEqual(expected);
    expect(numbers(await new AuditEntries(join(file, "..")).find(all))).toEqual(expected);
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
