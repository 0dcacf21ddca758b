import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import { apiKey, type RunningService } from "../../scripts/rig/running-service.ts";
import { type Ended, ocrEco } from "../support/cli.ts";
import { filesThatHold } from "../support/raw-files.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { TmuxTerminal } from "../support/tmux.ts";

const user = "user-of-4711";
const text = "text-on-a-picture";
const report = "report-of-4711";

/** Serves a picture, and gives back its address, which is nobody else's. */
function picture({ pictures }: RunningService, name: string): string {
  const path = `${name}-address.png`;
  pictures.serve(path, new TextEncoder().encode(`8958 steps, ${text} ${name}`));
  return pictures.url(path);
}

/** `ocr-eco forget` with the settings of a service. */
function forget(running: RunningService, words: string, env: Record<string, string> = {}): Promise<Ended> {
  const port = running.url === "" ? "8000" : new URL(running.url).port;
  return ocrEco(["forget", ...words.split(" ")], {
    cwd: dirname(running.dataFolder),
    env: { DATA_DIR: running.dataFolder, HOST: "127.0.0.1", PORT: port, API_KEY: apiKey, ...env },
  });
}

/**
 * A service with reports of one user in every state: delivered, refused, failed, waiting, and one that is read while it
 * looks; and reports of another one, of which one has the same picture, and says so.
 */
async function withReports(): Promise<RunningService> {
  const running = await quickService({ JOB_RETRY_SECONDS: "1000" }).start();
  const { laravel, pictures } = running;
  laravel.mood = ({ body }) =>
    String(body["report_id"]).endsWith("refused") ? new Response("No.", { status: 422 }) : Response.json({});
  const submit = async (name: string, user_id: string, s3_url: string): Promise<void> => {
    expect((await running.submit({ report_id: `${report}-${name}`, user_id, s3_url })).status).toBe(202);
  };
  const shared = picture(running, "shared");
  await submit("delivered", user, picture(running, "delivered"));
  await submit("refused", user, picture(running, "refused"));
  await submit("failed", user, pictures.url("failed-address.png"));
  await submit("shared", user, shared);
  // What is read later is the copy: the other one has to say of whom it is.
  await running.settled();
  await submit("other", "somebody-else", shared);
  await running.settled();
  pictures.answer("busy-address.png", () => new Response(null, { status: 503 }));
  await submit("retrying", user, pictures.url("busy-address.png"));
  await until("it waits for another try", async () => (await running.details()).jobs["retrying"] === 1);
  return running;
}

/** The files of a data folder that hold anything of the user: all but the audit log, which says that it was deleted. */
function traces({ dataFolder }: RunningService): string[] {
  const secrets = [user, `${report}-delivered`, `${text} delivered`, "delivered-address", "busy-address"];
  return [...new Set(secrets.flatMap((secret) => filesThatHold(dataFolder, secret)))].filter(
    (file) => !file.endsWith("audit.jsonl"),
  );
}

function auditOf({ dataFolder }: RunningService): Record<string, unknown>[] {
  return readFileSync(join(dataFolder, "audit.jsonl"), "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const counts =
  "5 jobs, 4 readings, 4 deliveries, 3 picture hashes, 2 cached pictures, 2 cached readings, 0 pictures for the review, 1 mention in other results";

describe("ocr-eco forget", () => {
  for (const isRunning of [true, false]) {
    test(`leaves no trace of a user in any file, with a service that ${isRunning ? "runs" : "has ended"}`, async () => {
      const running = await withReports();
      if (!isRunning) {
        running.signal("SIGTERM");
        await running.ended();
      }
      expect(traces(running)).not.toEqual([]);
      const looked = await forget(running, `--user ${user} --dry-run`);
      expect(looked.stdout).toBe(`Would be deleted about user ${user} (all environments): ${counts}.\n`);
      expect(traces(running)).not.toEqual([]);
      const done = await forget(running, `--user ${user} --yes`);
      expect([done.stderr, done.exitCode]).toEqual(["", 0]);
      expect(done.stdout).toBe(`Deleted about user ${user} (all environments): ${counts}.\n`);
      expect(traces(running)).toEqual([]);
      // What another report has as well stays.
      expect(filesThatHold(join(running.dataFolder, "cache"), `${text} shared`)).not.toEqual([]);
      expect(filesThatHold(running.dataFolder, `${report}-other`)).not.toEqual([]);
      expect(auditOf(running).at(-1)).toMatchObject({
        via: isRunning ? "http" : "cli",
        action: "forget",
        target: { user_id: user },
        outcome: "ok",
      });

      const again = await forget(running, `--user ${user} --yes`);
      expect([again.exitCode, again.stdout]).toEqual([1, ""]);
      expect(again.stderr).toContain(`Nothing is kept about user ${user}. Check the id.`);
      if (!isRunning) await running.start();
      const { jobs, deliveries } = await running.details();
      expect(jobs).toMatchObject({ waiting: 0, retrying: 0, active: 0, done: 1, failed: 0 });
      expect(deliveries).toMatchObject({ pending: 0, failed: 0 });
    });
  }

  test("takes a report out of the hands of a worker: nothing of it is written, delivered or cached", async () => {
    const running = await quickService().start();
    const url = picture(running, "never-delivered");
    await running.submit({ report_id: 1, user_id: 2, s3_url: url });
    await running.reading();
    expect((await forget(running, "--report 1 --yes")).stdout).toContain("1 job, 0 readings, 0 deliveries");
    expect((await running.details()).jobs).toMatchObject({ active: 0, waiting: 0 });
    expect(running.laravel.calls).toEqual([]);
    const cache = join(running.dataFolder, "cache");
    expect(filesThatHold(cache, text)).toEqual([]);
  });

  test("has a picture that was being read leave nothing in the cache when its reading is over", async () => {
    const running = await quickService().start();
    const name = "address.png";
    const forgotten = join(temporaryFolder(), "forgotten");
    const content = `8958 steps, ${text} until ${forgotten}`;
    running.pictures.serve(name, new TextEncoder().encode(content));
    await running.submit({ report_id: 1, user_id: 2, s3_url: running.pictures.url(name) });
    await running.reading();
    expect((await running.post("/admin/forget", { report_id: 1 })).status).toBe(200);
    await Bun.write(forgotten, "");
    const line = "picture read, but its report is gone";
    await until("its reading is over", () => running.logged(line).length > 0);
    await until("nothing is left", () => filesThatHold(running.dataFolder, content).length === 0);
    expect(filesThatHold(join(running.dataFolder, "cache", "readings"), text)).toEqual([]);
    expect(running.laravel.calls).toEqual([]);
  });
});

describe("ocr-eco forget is refused", () => {
  test.each([
    ["--yes", "Say whose data are to go"],
    ["--report 1 --user 2 --yes", "Say whose data are to go"],
    ["--report 1", "Nobody can be asked here, because standard input is no terminal"],
    ["--report 1 --yes --url nowhere", "--url nowhere is no http or https address"],
    ["--report 1 --yes --url ftp://127.0.0.1", "--url ftp://127.0.0.1 is no http or https address"],
    ["--report 1 --yes --url http://me:secret@127.0.0.1", "must not have a user or password in it"],
    ["--report 1 --reason", "Unknown option '--reason'"],
  ])("for its words: forget %s", async (words, sentence) => {
    const cwd = temporaryFolder();
    const ended = await ocrEco(["forget", ...words.split(" ")], { cwd });
    expect([ended.exitCode, ended.stdout]).toEqual([2, ""]);
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).toMatch(/^ocr-eco: [^\n]+\n$/);
    expect(ended.stderr).not.toContain("secret");
    expect(readdirSync(cwd)).toEqual([]);
  });

  test("where there are no data, and makes none", async () => {
    const cwd = temporaryFolder();
    const ended = await ocrEco(["forget", "--report", "1", "--yes"], { cwd, env: { DATA_DIR: "nothing" } });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain("There is no queue.db in nothing");
    expect(existsSync(join(cwd, "nothing"))).toBe(false);
  });

  test("where there is no such environment", async () => {
    const running = await quickService().start();
    await running.kill();
    const env = { DATA_DIR: running.dataFolder, LARAVEL_API_URL_DEMO: "http://127.0.0.1:9" };
    const words = ["forget", "--report", "1", "--environment", "stagin", "--yes"];
    const { exitCode, stderr } = await ocrEco(words, { cwd: temporaryFolder(), env });
    expect([exitCode, stderr]).toEqual([
      2,
      "ocr-eco: There is no environment stagin. There are demo, production and staging.\n",
    ]);
  });

  test("by a running service for what it would refuse anybody, and where nobody answers", async () => {
    const reader = "a-key-that-only-reads-0123456789";
    const running = await quickService({ API_KEYS: `reader:${reader}:read:unlimited:2026-01-01` }).start();
    const refused = async (words: string, env: Record<string, string> = {}, status = 1): Promise<string> => {
      const ended = await forget(running, `--yes ${words}`, env);
      expect([words, ended.exitCode, ended.stdout]).toEqual([words, status, ""]);
      for (const key of [apiKey, reader, "wrong-key"]) expect(ended.stderr).not.toContain(key);
      return ended.stderr;
    };
    expect(await refused("--report 1")).toContain("Nothing is kept about report 1. Check the id.");
    expect(await refused("--report 1 --environment Production")).toContain("about report 1 in production.");
    expect(await refused("--report 1 --environment stagin", {}, 2)).toContain(
      "no environment stagin. There are",
    );
    expect(await refused("--report 1", { API_KEY: "" }, 2)).toContain("wants a key, and none is set");
    expect(await refused("--report 1 --key wrong-key", {}, 2)).toContain(
      "is not known here. Set another one with API_KEY",
    );
    expect(await refused(`--report 1 --key ${reader}`, {}, 2)).toContain(
      "it lacks the scope admin. Set another one with API_KEY",
    );
    expect(await refused("--report 1", { PORT: "1" }, 3)).toContain("http://127.0.0.1:1 cannot be reached");
    const { url } = running.pictures;
    expect(
      await refused(`--report 1 --url ${new URL(url.call(running.pictures, "")).origin}`, {}, 3),
    ).toContain("it is no ocr-eco");
    // With the right address and key it is done whatever the settings say.
    await running.submit({ report_id: 1 });
    await running.settled();
    const wrong = { PORT: "0", API_KEY: "", DATA_DIR: "nothing" };
    const done = await forget(running, `--report 1 --yes --url ${running.url}/ --key ${apiKey}`, wrong);
    expect([done.exitCode, done.stderr]).toEqual([0, ""]);
  });
});

test.skipIf(!hasProgram("tmux", "tmux"))(
  "on a terminal ocr-eco forget asks, and deletes for no other word than y or yes",
  async () => {
    const running = await quickService().start();
    await running.submit({ report_id: 1 });
    await running.settled();
    const env = { DATA_DIR: running.dataFolder, PORT: new URL(running.url).port, API_KEY: apiKey };
    const answer = async (...keys: string[]): Promise<string> => {
      const terminal = TmuxTerminal.run(["forget", "--report", "1"], { env });
      await terminal.shows(/\[y\/N\]/);
      for (const key of keys) terminal.type(key);
      await terminal.shows(/ended \d/);
      return terminal.text.replace(/\s+/g, " ");
    };
    for (const no of [["no", "Enter"], ["Enter"], ["yessir", "Enter"], ["C-d"]]) {
      const refused = await answer(...no);
      expect(refused).toContain("About report 1 (all environments) there are: 1 job, 1 reading, 1 delivery");
      expect(refused).toContain("Nothing was deleted.");
      expect(refused).toEndWith("ended 1");
    }
    const done = await answer("yes", "Enter");
    expect(done).toContain("Deleted about report 1");
    expect(done).toEndWith("ended 0");
  },
);
