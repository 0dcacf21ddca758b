import { describe, expect, test } from "bun:test";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { type Ended, ocrEco } from "../support/cli.ts";
import { examplesIn } from "../support/examples.ts";
import { executed } from "../support/io.ts";
import { otherVersion, pretender } from "../support/pretender.ts";
import { hasProgram } from "../support/requires.ts";
import { apiKey, quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { TmuxTerminal } from "../support/tmux.ts";

const hasTmux = hasProgram("tmux", "tmux");
/** An id that no job has. */
const unknown = "019abcde-0123-7000-8000-000000000000";
const readKey = "a-key-that-only-reads-0123456789";

const env = { API_KEY: apiKey };

function queue(running: RunningService, ...words: string[]): Promise<Ended> {
  return executed(["queue", ...words, "--url", running.url], { env });
}

/** A paused service with reports that wait; gives their jobs' ids. */
async function waiting(reports: readonly number[]): Promise<{ running: RunningService; ids: string[] }> {
  const running = await quickService({ INSTANCE_ENV: "production", JOB_RETRY_SECONDS: "0" }).start();
  await running.post("/admin/pause", {});
  const ids: string[] = [];
  for (const report_id of reports) ids.push(String((await running.submit({ report_id })).body["job_id"]));
  return { running, ids };
}

const jobsOf = async (running: RunningService): Promise<Record<string, number>> =>
  (await running.details()).jobs;

describe("ocr-eco queue", () => {
  test("lists jobs, newest first, and those of a state or a report", async () => {
    const { running, ids } = await waiting([1, 2]);
    const { stdout, stderr, exitCode } = await queue(running, "list");
    expect([stderr, exitCode]).toEqual(["", 0]);
    const [titles = "", ...rows] = stdout.trimEnd().split("\n");
    expect(titles.split(/ {2,}/)).toEqual([
      "job",
      "state",
      "report",
      "environment",
      "submitted",
      "attempts",
      "outcome",
    ]);
    expect(rows.map((row) => row.split(/ {2,}/).slice(0, 4))).toEqual([
      [String(ids[1]), "waiting", "2", "staging"],
      [String(ids[0]), "waiting", "1", "staging"],
    ]);
    expect((await queue(running, "list", "--report", "1", "--limit", "1")).stdout).toContain(String(ids[0]));
    expect((await queue(running, "list", "--state", "failed")).stdout).toBe("There are no such jobs.\n");
    const { jobs } = JSON.parse((await queue(running, "list", "--before", String(ids[1]), "--json")).stdout);
    expect(jobs).toMatchObject([{ job_id: ids[0] }]);
  });

  test("lists those of a user, and of what came of them, in pages", async () => {
    const { running } = await waiting([]);
    await running.post("/admin/resume", {});
    for (const report_id of [1, 2, 3])
      await running.submit({
        report_id,
        s3_url: running.pictures.serveSteps(`${report_id}.png`, 5000 + report_id),
      });
    await running.submit({ report_id: 4, user_id: "eight", s3_url: running.pictures.url("gone.png") });
    await running.settled();
    const reports = async (...words: string[]) => {
      const { stdout, stderr, exitCode } = await queue(running, "list", "--json", "report_id", ...words);
      expect([words, stderr, exitCode]).toEqual([words, "", 0]);
      return (JSON.parse(stdout).jobs as { report_id: number }[]).map(({ report_id }) => report_id);
    };
    expect(await reports("--user", "eight")).toEqual([4]);
    expect(await reports("--status", "failed", "--app", "none")).toEqual([4]);
    expect(await reports("--doubt", "one_engine", "--scope", "total")).toEqual([]);
    expect(await reports("--from", "2020-01-01", "--until", "2020-01-02T10:00")).toEqual([]);
    expect(await reports("--from", "2020-01-01T10:00:00Z")).toEqual([4, 3, 2, 1]);
    const read = ["--app", "Samsung Health", "--status", "verified", "--limit", "2"];
    const page = await queue(running, "list", ...read, "--json");
    const { jobs, more } = JSON.parse(page.stdout);
    expect([jobs.length, more]).toEqual([2, true]);
    expect(await reports(...read, "--before", jobs[1].job_id)).toEqual([1]);
  });

  test("lists what programs need: some members, or a line for each", async () => {
    const { running, ids } = await waiting([1, 2]);
    const newestFirst = ids.toReversed();
    const { stdout } = await queue(running, "list", "--json", "report_id, state");
    expect(JSON.parse(stdout)).toEqual({
      jobs: [
        { report_id: 2, state: "waiting" },
        { report_id: 1, state: "waiting" },
      ],
      more: false,
    });
    const template = "{{.job_id}}\\t{{ .report_id }} {{.error.code}}{{.result.extracted_data.steps}}.";
    expect((await queue(running, "list", "--template", template)).stdout).toBe(
      newestFirst.map((id, index) => `${id}\t${2 - index} .\n`).join(""),
    );
    const none = await queue(running, "list", "--state", "failed", "--template", "{{.job_id}}");
    expect([none.stdout, none.exitCode]).toEqual(["", 0]);
  });

  test("shows why a job failed and what was sent because of it, and has it worked on again", async () => {
    const { running, ids } = await waiting([]);
    await running.post("/admin/resume", {});
    const { body } = await running.submit({
      report_id: 7,
      s3_url: `${running.pictures.url("gone.png")}?sign=secret`,
    });
    await running.settled();
    const id = String(body["job_id"]);
    const shown = await queue(running, "show", id);
    expect(shown.stdout).toMatch(/^report +7 of user 7, staging$/m);
    expect(shown.stdout).toMatch(/^error +DOWNLOAD_STATUS: .*404/m);
    expect(shown.stdout).toMatch(/^delivery +msg_\S+ delivered, answered 200: /m);
    expect(shown.stdout).not.toContain("secret");
    expect(JSON.parse((await queue(running, "show", id, "--json")).stdout)).toMatchObject({
      job_id: id,
      error: { code: "DOWNLOAD_STATUS" },
      deliveries: [{ state: "delivered", last_status: 200 }],
    });

    running.pictures.serveSteps("gone.png", 5000);
    const again = await queue(running, "retry", id, ...ids);
    expect(again.stdout).toMatch(new RegExp(`^Job ${id} is worked on again as [0-9a-f-]{36}\\.\n$`));
    await running.settled();
    const next = again.stdout.slice(-38, -2);
    expect((await queue(running, "show", next)).stdout).toMatch(/^result +5 000 steps, verified$/m);
  });

  test("cancels those that are named, says which it could not, and goes on to the next", async () => {
    const { running, ids } = await waiting([1, 2, 3]);
    const [first = "", second = ""] = ids;
    const ended = await queue(running, "cancel", first, unknown, second);
    expect(ended.stdout).toBe(`Job ${first} is cancelled.\nJob ${second} is cancelled.\n`);
    expect(ended.stderr).toBe(`ocr-eco: job ${unknown}: There is no job with this id that has not ended.\n`);
    expect(ended.exitCode).toBe(1);
    expect(await jobsOf(running)).toMatchObject({ cancelled: 2, waiting: 1 });
    const { stdout } = await queue(running, "retry", first, first, "--json");
    expect(JSON.parse(stdout)).toMatchObject([
      { id: first, ok: true, new_job_id: expect.any(String) },
      { id: first, ok: false, error: { code: "JOB_UNKNOWN" } },
    ]);
  });

  test("says what became of those that are done when the service goes away before the others", async () => {
    let asked = 0;
    const url = pretender(() =>
      asked++ === 0 ? Response.json({ cancelled: 1 }) : Response.json({}, { status: 502 }),
    );
    const words = ["queue", "cancel", unknown, unknown, unknown, "--json", "--url", url];
    const ended = await executed(words, { env });
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr).toMatch(/^ocr-eco: [^\n]+ answered 502\. [^\n]+\n$/);
    expect(JSON.parse(ended.stdout)).toMatchObject([{ id: unknown, ok: true }]);
  });

  test("pauses, and lets go on, as a process of its own", async () => {
    const running = await quickService().start();
    const queue = (...words: string[]): Promise<Ended> =>
      ocrEco(["queue", ...words, "--url", running.url], { cwd: temporaryFolder(), env });
    expect((await queue("pause")).stdout).toStartWith("The queue is paused");
    expect((await running.details()).paused).toBe(true);
    expect(JSON.parse((await queue("resume", "--json")).stdout)).toEqual({ paused: false });
    expect((await running.details()).paused).toBe(false);
  });

  test.each(["clear", "cancel --all"])(
    "%s asks first, and where nobody can be asked wants --yes",
    async (line) => {
      const { running } = await waiting([1, 2]);
      const words = line.split(" ");
      const refused = await queue(running, ...words);
      expect([refused.exitCode, refused.stdout]).toEqual([2, ""]);
      expect(refused.stderr).toMatch(
        /Nobody can be asked here: Cancel 2 jobs that wait at .* \(production\)\? .*--yes/,
      );
      expect(await jobsOf(running)).toMatchObject({ waiting: 2, cancelled: 0 });
      expect((await queue(running, ...words, "--yes")).stdout).toBe("Cancelled 2 jobs.\n");
      await running.settled();
      expect(running.laravel.bookedReports.sort()).toEqual(["1", "2"]);
      expect((await queue(running, ...words)).stdout).toBe("No job waits.\n");
    },
  );

  test("--no-deliver leaves the reports as they are", async () => {
    const { running, ids } = await waiting([1, 2]);
    await queue(running, "cancel", String(ids[0]), "--no-deliver");
    await queue(running, "clear", "--yes", "--no-deliver");
    await running.settled();
    expect(running.laravel.calls).toEqual([]);
  });

  test.skipIf(!hasTmux)("clear does nothing unless whoever is asked says yes", async () => {
    const { running } = await waiting([1]);
    const words = ["queue", "clear", "--url", running.url];
    for (const [keys, ended] of [
      ["n", 1],
      ["C-c", 1],
    ] as const) {
      const terminal = TmuxTerminal.run(words, { columns: 120, env });
      await terminal.shows(/Cancel 1 job that waits at .*\[y\/N\]/);
      terminal.type(keys);
      terminal.type("Enter");
      await terminal.shows(new RegExp(`Nothing was cancelled[^]*ended ${ended}`));
      expect(await jobsOf(running)).toMatchObject({ waiting: 1 });
    }
    const terminal = TmuxTerminal.run(words, { columns: 120, env });
    await terminal.shows(/\[y\/N\]/);
    terminal.type("y");
    terminal.type("Enter");
    await terminal.shows(/Cancelled 1 job\.\nended 0/);
  });

  test.each([
    ["cancel", /Name the jobs to cancel, or write --all/],
    ["cancel a-job --all", /but not both/],
    ["show ../pause", /is no id of a job/],
    ["retry", /Missing required argument/],
    ["list --state gone", /Allowed choices/],
    ["list --limit 0", /whole number from 1 to 1000/],
    ["list --limit 0x10", /whole number from 1 to 1000/],
    [
      "list --json job_id,stat",
      /--json: there is no "stat"\. There are job_id, report_id, environment, .*, error, result\./,
    ],
    ["list --json job_id,", /--json: there is no ""\. There are job_id/],
    ["list --json state --template {{.state}}", /choose one/],
    ["list --template {{.error.cod}}", /there is no "cod" in error\. There are code, message\./],
    ["list --template {{.state.x}}", /state has no members/],
    ["list --template {{state}}", /\{\{state\}\}, which is no path/],
    ["list --before yesterday", /must be an id as the list shows them/],
    ["list --before msg_019abcde-0123-7000-8000-000000000000", /must be an id/],
    ["list --environment stag!ng", /must be the name of an environment/],
    ["list --status sure", /Allowed choices/],
    ["list --scope moon", /Allowed choices/],
    ["list --doubt at_label", /must be a reason code that speaks against a number/],
    ["list --from gestern", /--from gestern is no time/],
    ["list --from 2026-11-25 --until 2026-11-24", /is not after --from/],
    ["retry a-job", /is no id of a job/],
  ])("'%s' is wrong usage, and nothing is asked", async (line, what) => {
    const asked: string[] = [];
    const url = pretender((request) => {
      asked.push(request.url);
      return new Response();
    });
    const ended = await executed(["queue", ...line.split(" "), "--url", url], { env });
    expect([ended.exitCode, ended.stdout, asked]).toEqual([2, "", []]);
    expect(ended.stderr).toMatch(what);
    expect(ended.stderr).toMatch(/^ocr-eco: [^\n]+\n$/);
  });

  test("needs a key that may do it, and a service that knows how", async () => {
    const running = await quickService({ API_KEYS: `reader:${readKey}:read:unlimited:2026-01-01` }).start();
    const env = { API_KEY: readKey };
    const refused = await executed(["queue", "pause", "--url", running.url], { env });
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining("it lacks the scope admin"),
    ]);
    const older = await executed(["queue", "show", unknown, "--url", otherVersion({})], { env });
    expect([older.exitCode, older.stderr]).toEqual([3, expect.stringContaining("of another version")]);
    const gone = await executed(["queue", "cancel", unknown, unknown, "--url", "http://127.0.0.1:1"], {
      env,
    });
    expect([gone.exitCode, gone.stderr.split("\n").length]).toEqual([3, 2]);
  });

  test("does what its help shows", async () => {
    const { running, ids } = await waiting([1, 2]);
    const { port } = new URL(running.url);
    await running.post(`/admin/jobs/${ids[0]}/cancel`, {});
    const { stdout } = await executed(["queue", "--help"]);
    const examples = examplesIn(stdout);
    expect(examples.length).toBeGreaterThan(5);
    for (const words of examples) {
      const here = words.map((word) =>
        word
          .replace("https://ocr.example.org", running.url)
          .replace(/^019abcde.*(\d)$/, (_, last: string) => String(ids[Number(last)])),
      );
      const ended = await executed(here, { env: { PORT: port, ...env } });
      expect([words, ended.stderr, ended.exitCode]).toEqual([words, "", 0]);
    }
  });
});
