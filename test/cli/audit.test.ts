import { describe, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import type { Ended } from "../support/cli.ts";
import { examplesIn } from "../support/examples.ts";
import { executed } from "../support/io.ts";
import { pretender } from "../support/pretender.ts";
import { hasProgram } from "../support/requires.ts";
import { apiKey, quickService } from "../support/service.ts";
import { TmuxTerminal } from "../support/tmux.ts";

const env = { API_KEY: apiKey };
const lookKey = "a-key-that-only-looks-0123456789";

function audit(running: RunningService, ...words: string[]): Promise<Ended> {
  return executed(["audit", ...words, "--url", running.url], { env });
}

/** A service that was paused, and of which a job was cancelled; gives the job's id. */
async function used() {
  const running = await quickService({ API_KEYS: `looker:${lookKey}:look:unlimited:2026-01-01` }).start();
  await running.post("/admin/pause", {});
  const { body } = await running.submit({ report_id: 41 });
  const id = String(body["job_id"]);
  await running.post(`/admin/jobs/${id}/cancel`, { deliver: false });
  await running.post("/admin/jobs/none/retry", undefined);
  return { running, id };
}

describe("ocr-eco audit", () => {
  test("lists who did what, newest first, and what is asked for of it", async () => {
    const { running, id } = await used();
    const { stdout, stderr, exitCode } = await audit(running);
    expect([stderr, exitCode]).toEqual(["", 0]);
    const [titles = "", ...rows] = stdout
      .trimEnd()
      .split("\n")
      .map((row) => row.split(/ {2,}/));
    expect(titles).toEqual(["when", "who", "did", "outcome", "via", "address", "to what"]);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    expect(rows).toEqual([
      [time, "default", "jobs/retry", "JOB_UNKNOWN", "http", "127.0.0.1", "job_id none"],
      [time, "default", "jobs/cancel", "ok", "http", "127.0.0.1", `job_id ${id}, deliver false`],
      [time, "default", "pause", "ok", "http", "127.0.0.1"],
    ]);
    const actions = async (...words: string[]) =>
      (await audit(running, "--template", "{{.action}}", ...words)).stdout;
    expect(await actions("--about", id.slice(0, 18))).toBe("jobs/cancel\n");
    expect(await actions("--action", "jobs", "--limit", "1")).toBe("jobs/retry\n");
    expect(await actions("--by", "anna")).toBe("");
    expect((await audit(running, "--by", "anna")).stdout).toStartWith("Nothing like that was done");
    const page = JSON.parse((await audit(running, "--limit", "2", "--json", "action")).stdout);
    expect(page).toEqual({
      entries: [{ action: "jobs/retry" }, { action: "jobs/cancel" }],
      next: expect.any(String),
    });
    expect(await actions("--before", page.next)).toBe("pause\n");
  });

  test("asks on until all of the log was looked at", async () => {
    const { running } = await used();
    const line = JSON.stringify({
      at: "2026-11-24T03:15:00.000Z",
      via: "cli",
      action: "backup",
      by: "root",
      target: {},
      outcome: "ok",
    });
    const old = join(running.dataFolder, "audit.1.jsonl");
    writeFileSync(old, `${line.replace("backup", "restore")}\n${`${line}\n`.repeat(80_000)}`);
    chmodSync(old, 0o600);
    const { stdout } = await audit(running, "--action", "restore", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ entries: [{ action: "restore", by: "root" }], next: null });
  });

  test("is not kept asking for ever by whatever answers", async () => {
    let asked = 0;
    const url = pretender(() => {
      asked++;
      return Response.json({ entries: [], next: `a-${asked}`, looked_at: { bytes: 1, back_to: null } });
    });
    const { exitCode, stdout } = await executed(["audit", "--url", url], { env });
    expect([exitCode, stdout.slice(0, 7), asked]).toEqual([0, "Nothing", 20]);
  });

  test("needs a key that may do it: who looks may not", async () => {
    const { running } = await used();
    const refused = await executed(["audit", "--url", running.url], { env: { API_KEY: lookKey } });
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining("it lacks the scope admin"),
    ]);
  });

  test.skipIf(!hasProgram("tmux", "tmux"))(
    "fits into a narrow terminal, with who did what and whether it worked",
    async () => {
      const { running, id } = await used();
      const terminal = TmuxTerminal.run(["audit", "--url", running.url], { columns: 60, env });
      await terminal.shows(/ended 0/);
      expect(terminal.text).toMatch(new RegExp(`default +jobs/cancel +ok +job_id ${id.slice(0, 3)}`));
      expect(terminal.text).toContain("JOB_UNKNOWN");
      for (const line of terminal.text.split("\n")) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(60);
    },
  );

  test.each([
    ["--action Jobs", /must be an action as the list shows them/],
    ["--before yesterday", /must be next of the page before/],
    ["--limit 0", /whole number from 1 to 1000/],
    ["--json at,who", /there is no "who"\. There are at, via, action, by/],
  ])("'%s' is wrong usage, and nothing is asked", async (line, what) => {
    const asked: string[] = [];
    const url = pretender((request) => {
      asked.push(request.url);
      return new Response();
    });
    const ended = await executed(["audit", ...line.split(" "), "--url", url], { env });
    expect([ended.exitCode, ended.stdout, asked]).toEqual([2, "", []]);
    expect(ended.stderr).toMatch(what);
  });

  test("does what its help shows", async () => {
    const { running } = await used();
    const { port } = new URL(running.url);
    const examples = examplesIn((await executed(["audit", "--help"])).stdout);
    expect(examples.length).toBeGreaterThan(4);
    for (const words of examples) {
      const ended = await executed(words, { env: { PORT: port, ...env } });
      expect([words, ended.stderr, ended.exitCode]).toEqual([words, "", 0]);
    }
  });
});
