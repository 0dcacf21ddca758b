import { describe, expect, test } from "bun:test";
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type AuditEntry, AuditLog } from "../../src/observability/audit.ts";
import { temporaryFolder } from "../support/temporary.ts";

const entry: AuditEntry = {
  via: "http",
  action: "pause",
  by: "ops",
  address: "10.0.0.5",
  target: {},
  outcome: "ok",
};

function auditLog({ most }: { most?: number | null } = {}) {
  const folder = temporaryFolder();
  const logged: [string, Record<string, unknown>][] = [];
  const write = (details: object, message: string): void => {
    logged.push([message, details as Record<string, unknown>]);
  };
  const log = { info: write, error: write };
  const audit = new AuditLog({ folder, log, ...(most === undefined ? {} : { most }) });
  const lines = (name = "audit.jsonl"): Record<string, unknown>[] =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { folder, audit, logged, lines };
}

describe("the audit log", () => {
  test("says when, who, what, on what and how it ended, for its owner alone, and so does the log", async () => {
    const { folder, audit, logged, lines } = auditLog();
    await audit.note({ ...entry, target: { job_id: "01J" }, request_id: "r-1" });
    expect(lines()).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        ...entry,
        target: { job_id: "01J" },
        request_id: "r-1",
      },
    ]);
    expect(statSync(join(folder, "audit.jsonl")).mode & 0o777).toBe(0o600);
    expect(logged).toEqual([["audit", lines()[0] ?? {}]]);
  });

  test("keeps the order of what is noted at the same time, and what others add", async () => {
    const { folder, audit, lines } = auditLog();
    const first = [1, 2, 3].map((n) => audit.note({ ...entry, target: { n } }));
    await Promise.all(first);
    appendFileSync(join(folder, "audit.jsonl"), '{"target":{"n":4}}\n');
    await audit.note({ ...entry, target: { n: 5 } });
    expect(lines().map(({ target }) => (target as { n: number }).n)).toEqual([1, 2, 3, 4, 5]);
  });

  test("begins a new file before one gets too large, and keeps the one before", async () => {
    const { audit, lines } = auditLog({ most: 400 });
    for (let n = 1; n <= 9; n++) await audit.note({ ...entry, target: { n } });
    const kept = [...lines("audit.1.jsonl"), ...lines()].map(({ target }) => (target as { n: number }).n);
    expect(kept.at(-1)).toBe(9);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => 10 - kept.length + at));
    expect(JSON.stringify(lines()).length).toBeLessThan(450);
  });

  test("leaves that to somebody else where it is told to", async () => {
    const { audit, lines } = auditLog({ most: null });
    for (let n = 1; n <= 9; n++) await audit.note(entry);
    expect(lines()).toHaveLength(9);
  });

  test("begins a new line after one that was cut short", async () => {
    const { folder, audit } = auditLog();
    appendFileSync(join(folder, "audit.jsonl"), '{"at":"2026');
    await audit.note(entry);
    const [cut, whole] = readFileSync(join(folder, "audit.jsonl"), "utf8").split("\n");
    expect(cut).toBe('{"at":"2026');
    expect(JSON.parse(whole ?? "")).toMatchObject(entry);
  });

  test("that cannot be written says so in the log, with the entry", async () => {
    const { folder, audit, logged } = auditLog();
    mkdirSync(join(folder, "audit.jsonl"));
    await audit.note(entry);
    expect(logged.map(([message]) => message)).toEqual(["audit", "the audit log cannot be written"]);
    expect(logged[1]?.[1]).toMatchObject({ err: { code: "EISDIR" }, ...entry });
  });

  test("follows no link: root adds entries, too, and would write wherever it leads", async () => {
    const { folder, audit, logged } = auditLog();
    const elsewhere = join(folder, "elsewhere");
    symlinkSync(elsewhere, join(folder, "audit.jsonl"));
    await audit.note(entry);
    expect(existsSync(elsewhere)).toBe(false);
    expect(logged[1]?.[1]).toMatchObject({ err: { code: "ELOOP" }, ...entry });
  });

  test("shows no secret, and no more of a request than fits into a line", async () => {
    const { audit, lines } = auditLog();
    const ids = Array.from({ length: 1000 }, (_, n) => `msg_${n}`);
    const url = "https://s3.example.org/a.png?X-Amz-Signature=secret";
    await audit.note({ ...entry, target: { ids, url, key: "k".repeat(5000), api_key: "secret" } });
    const text = JSON.stringify(lines());
    expect(text.length).toBeLessThan(2000);
    expect(text).toContain("and 980 more");
    expect(text).not.toContain("secret");
  });

  test("is not filled by what nests much in little", async () => {
    const { audit, lines } = auditLog();
    const twenty = (value: unknown): object =>
      Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`m${n}`, value]));
    await audit.note({ ...entry, target: { token: "secret", ...twenty(twenty(twenty(1))) } });
    const [line] = lines();
    expect(line?.["target"]).toEqual({ begins: expect.stringMatching(/^\{"token":"\[hidden\]","m0":.*…$/) });
    expect(JSON.stringify(line).length).toBeLessThan(1000);
  });
});
