import { describe, expect, test } from "bun:test";
import { cleanUp } from "../support/clean-up.ts";
import { ocrEco, ocrEcoCommand } from "../support/cli.ts";
import { pretender } from "../support/pretender.ts";
import { hasProgram } from "../support/requires.ts";
import { apiKey, quickService } from "../support/service.ts";
import { statusWith } from "../support/status.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { TmuxTerminal } from "../support/tmux.ts";

const hasTmux = hasProgram("tmux", "tmux");
const env = { API_KEY: apiKey };

type Ended = ReturnType<typeof statusWith>["details"]["last_ended"][number];

const idOf = (report: number): string => `019abcde-000${report}-7000-8000-000000000000`;

/** What such a service says of one of its jobs. */
const jobOf = (id: string) => ({
  job_id: id,
  report_id: Number(id.slice(12, 13)),
  user_id: 7,
  environment: "staging",
  img_url: "https://s3.example.org/a.png",
  state: "failed",
  attempts: 1,
  submitted_at: "2026-11-24T03:14:00.000Z",
  started_at: null,
  ended_at: null,
  next_attempt_at: null,
  error: null,
  result: null,
  trace_id: null,
  deliveries: [],
  review: null,
});

/** A service that says what it is told to, and how often it was asked. */
function told() {
  let change: Parameters<typeof statusWith>[0] = {};
  let isAway = false;
  let asked = 0;
  const url = pretender((request) => {
    const [, id] = /jobs\/(\S+)$/.exec(request.url) ?? [];
    if (id !== undefined) return Response.json(jobOf(id));
    asked++;
    return isAway ? new Response("gone", { status: 502 }) : Response.json(statusWith(change));
  });
  return {
    url,
    asked: () => asked,
    says: (next: typeof change) => {
      change = next;
    },
    goesAway: (away: boolean) => {
      isAway = away;
    },
  };
}

/** What is left of the screen while nothing goes on: its rows, each with its own beginning. */
const labels = [
  "queue",
  "workers",
  "pictures",
  "failed",
  "jobs",
  "deliveries",
  "waiting",
  "reading",
  "cpu",
  "memory",
  "disk",
];

describe.skipIf(!hasTmux)("ocr-eco status --watch", () => {
  test.each([80, 200])("breaks no line in %i columns, and draws in place", async (columns) => {
    const service = told();
    service.says({ queue: { waiting_in_queue: 860 } });
    const terminal = TmuxTerminal.run(["status", "--watch", "1", "--url", service.url], { columns, env });
    await terminal.shows(/86 % {2}860 of 1 000/);
    const rows = terminal.rows();
    for (const label of labels)
      expect(rows.filter((row) => row.startsWith(`${label} `)).length, label).toBe(1);
    // Whatever begins otherwise would be the rest of a line that was broken.
    for (const row of rows) expect(row).toMatch(/^($|ocr-eco|✗|! | {2}|[a-z]+ )/);
    expect(rows.at(-1)).toBe("every 1 s · q ends · p pauses");

    service.says({ queue: { waiting_in_queue: 5 } });
    await terminal.shows(/0\.5 % {2}5 of 1 000/);
    expect(terminal.text).not.toContain("860 of");
    expect(terminal.rows().filter((row) => row.startsWith("ocr-eco")).length).toBe(1);
    expect(terminal.scrolled).toBe(0);
    // The history of the queue: much, then little.
    expect(terminal.text).toMatch(/^queue .*█▁+ {2}/m);

    terminal.type("C-c");
    await terminal.shows(/^before\nended 0$/);
    expect(terminal.isRestored).toBe(true);
  });

  test("takes up another size of the window", async () => {
    const service = told();
    const terminal = TmuxTerminal.run(["status", "--watch", "3600", "--url", service.url], {
      columns: 200,
      env,
    });
    await terminal.shows(/every 3600 s/);
    terminal.resize(80, 12);
    await terminal.shows(/^ocr-eco.*every 3600 s · q ends · p pauses · \d+ below$/s);
    expect(terminal.rows().length).toBe(12);
    terminal.resize(80, 40);
    await terminal.shows(/database.*every 3600 s · q ends · p pauses$/s);
    expect(service.asked()).toBe(1);
    terminal.type("q");
    await terminal.shows(/ended 0/);
  });

  test("shows the jobs one by one, scrolls to them, and opens one", async () => {
    const service = told();
    const ended = (report_id: number, over: Partial<Ended> = {}): Ended => ({
      job_id: idOf(report_id),
      report_id,
      environment: "staging",
      state: "done",
      ended_at: "2026-11-24T03:14:30.000Z",
      status: "verified",
      steps: 5000,
      error: null,
      ...over,
    });
    const error = { code: "DOWNLOAD_STATUS", message: "The picture does not exist (404)." };
    const failed = ended(2, { state: "failed", status: "failed", steps: null, error });
    const since = "2026-11-24T03:14:57.000Z";
    service.says({
      details: {
        in_hand: [{ job_id: idOf(3), report_id: 3, environment: "staging", step: "reading", since }],
        last_failed: [failed],
        last_ended: [failed, ended(1)],
      },
    });
    const words = ["status", "--watch", "1", "--url", service.url];
    const terminal = TmuxTerminal.run(words, { columns: 80, rows: 24, env });
    await terminal.shows(/↑↓ ⏎ opens a job · p pauses · \d+ below$/);
    terminal.type("Enter");
    await terminal.shows(/Choose a job with ↑ and ↓ first/);
    terminal.type("G");
    await terminal.shows(/in hand .*\n {2}019abcde-0003-7000 {2}3 +staging +3 s +reading\n/);
    expect(terminal.text).toMatch(
      /failed last .*\n {2}019abcde-0002-7000 {2}2 .* 30 s ago {2}DOWNLOAD_STATUS: The/,
    );
    expect(terminal.text).toMatch(
      /ended last .*\n.* {2}2 .*DOWNLOAD_STATUS\n.* {2}1 .* {2}5\s000 steps, verified/,
    );
    terminal.type("Home");
    await terminal.shows(/^ocr-eco/);
    terminal.type("Down");
    terminal.type("Down");
    terminal.type("Enter");
    await terminal.shows(
      /^job +019abcde-0002-7000-8000-000000000000\nreport +2 of user 7, staging[\s\S]*q back$/,
    );
    terminal.type("q");
    await terminal.shows(/019abcde-0003-7000/);
    terminal.type("k");
    terminal.type("k");
    await terminal.shows(/^ocr-eco/);
    terminal.type("q");
    await terminal.shows(/ended 0/);
    expect(terminal.isRestored).toBe(true);
  });

  test("pauses the queue and lets it go on, and says when that may not be", async () => {
    const reader = "a-key-that-only-reads-0123456789";
    const running = await quickService({ API_KEYS: `reader:${reader}:read:unlimited:2026-01-01` }).start();
    const words = ["status", "--watch", "1", "--url", running.url];
    const terminal = TmuxTerminal.run(words, { env });
    await terminal.shows(/p pauses$/);
    terminal.type("p");
    await terminal.shows(/✗ the queue is paused[\s\S]*The queue is paused; r resumes\.$/);
    expect((await running.details()).paused).toBe(true);
    terminal.type("r");
    await terminal.shows(/The queue goes on\.$/);
    expect((await running.details()).paused).toBe(false);
    const other = TmuxTerminal.run(words, { columns: 140, env: { API_KEY: reader } });
    await other.shows(/p pauses$/);
    other.type("p");
    await other.shows(/it lacks the scope admin/);
    expect((await running.details()).paused).toBe(false);
  });

  test("shows the last character of a line that fills the window", async () => {
    const url = `${told().url}/${"x".repeat(100)}`;
    const terminal = TmuxTerminal.run(["status", "--watch", "1", "--url", url], { columns: 80, env });
    await terminal.shows(/^ocr-eco/);
    expect(terminal.rows()[0]).toMatch(/^ocr-eco.{66}2:03:04$/);
  });

  test("names its graphs, with how long they go back and what a full column is", async () => {
    const terminal = TmuxTerminal.run(["status", "--watch", "1", "--url", told().url], { env });
    await terminal.shows(/^ +now +the last \d+ s, each 1 s; a full column is 40 jobs\nqueue /m);
    expect(terminal.text).toMatch(/^ +the last 60 min, each 3 min; a full column is 174 pictures$/m);
    expect(terminal.text).toMatch(/^ +now +the last \d+ s, each 1 s; a full column is 100 %\ncpu /m);
  });

  test("says when the service is away, with what was last known, and goes on when it is back", async () => {
    const service = told();
    const terminal = TmuxTerminal.run(["status", "--watch", "1", "--url", service.url], { env });
    await terminal.shows(/✓ fine/);
    service.goesAway(true);
    await terminal.shows(/^✗ away for .*answered 502.*before that, at .*✓ fine/s);
    service.goesAway(false);
    await terminal.shows(/^ocr-eco/);
    expect(terminal.text).not.toContain("away");
  });

  test("waits for a service that is not there yet, but not with a key that does not let in", async () => {
    const running = await quickService().start();
    const { port } = new URL(running.url);
    await running.kill();
    const terminal = TmuxTerminal.run(["status", "--watch", "1"], { env: { PORT: port, API_KEY: "wrong" } });
    await terminal.shows(/away for.*ECONNREFUSED/s);
    await running.start({ env: { PORT: port } });
    await terminal.shows(/refuses the key.*ended 2/s);
    expect(terminal.isRestored).toBe(true);
  });
});

describe("without a terminal, --watch", () => {
  test("prints a line of JSON for each look, also while the service is away", async () => {
    let asked = 0;
    const url = pretender(() =>
      ++asked === 2 ? new Response("gone", { status: 502 }) : Response.json(statusWith()),
    );
    const child = Bun.spawn([...ocrEcoCommand, "status", "--watch", "1", "--json", "--url", url], {
      cwd: temporaryFolder(),
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdout: "pipe",
      stderr: "ignore",
    });
    cleanUp(() => child.kill());
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      text += decoder.decode(chunk, { stream: true });
      if (text.split("\n").length > 3) break;
    }
    const levels = text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line).level);
    expect(levels.slice(0, 3)).toEqual(["fine", "away", "fine"]);
  });

  test("is wrong usage for people", async () => {
    const { exitCode, stderr } = await ocrEco(["status", "--watch", "--url", told().url], { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--watch needs a terminal")]);
  });
});
