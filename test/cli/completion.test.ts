import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import { deliveryStates } from "../../src/queue/delivery.ts";
import { jobStates } from "../../src/queue/job.ts";
import { ocrEco, ocrEcoCommand } from "../support/cli.ts";
import { pretender } from "../support/pretender.ts";
import { hasProgram } from "../support/requires.ts";
import { apiKey, quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A job as a service lists it. */
const job = {
  job_id: "019abcde-0123-7000-8000-000000000000",
  report_id: 1,
  user_id: 1,
  environment: "staging",
  img_url: "",
  state: "done",
  attempts: 1,
  submitted_at: null,
  started_at: null,
  ended_at: null,
  next_attempt_at: null,
  error: null,
  result: null,
  trace_id: null,
};

/** What a shell offers behind words that were typed; the last one may be the beginning of a word. */
const shells = {
  bash: (words: readonly string[], script: string) =>
    `source ${script}; COMP_WORDS=(ocr-eco ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _ocr_eco; printf '%s\\n' "\${COMPREPLY[@]}"`,
  fish: (words: readonly string[], script: string) =>
    `source ${script}; complete --do-complete "ocr-eco ${words.join(" ")}"`,
  zsh: (words: readonly string[], script: string) =>
    // What would be offered, in place of the editor that offers it.
    `compdef() { }; _describe() { printf '%s\\n' "\${offered[@]}" | grep -- "^\${words[CURRENT]}" ; }; _files() { ls | grep -- "^\${words[CURRENT]}" ; }; source ${script}; words=(ocr-eco ${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length + 1}; _ocr_eco`,
};

describe.each(["bash", "zsh", "fish"] as const)("completion in %s", (shell) => {
  const there = hasProgram(shell, shell);

  /** The words that are offered, without what is said about them; `env` is what the program itself is given. */
  async function offered(...words: string[]): Promise<string[]> {
    return offeredWith({}, ...words);
  }

  async function offeredWith(env: Readonly<Record<string, string>>, ...words: string[]): Promise<string[]> {
    const cwd = temporaryFolder();
    const bin = temporaryFolder();
    const program = join(bin, "ocr-eco");
    writeFileSync(program, `#!/bin/sh\nexec ${ocrEcoCommand.map((word) => `'${word}'`).join(" ")} "$@"\n`);
    chmodSync(program, 0o755);
    writeFileSync(join(cwd, "a picture.png"), "");
    const script = join(temporaryFolder(), "script");
    const { exitCode, stdout, stderr } = await ocrEco(["completion", shell]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    writeFileSync(script, stdout);
    const flags = { bash: ["--norc", "-c"], zsh: ["-f", "-c"], fish: ["--no-config", "-c"] }[shell];
    const child = Bun.spawn([shell, ...flags, shells[shell](words, script)], {
      cwd,
      env: { ...process.env, ...env, PATH: `${bin}:${process.env["PATH"]}` },
      stdout: "pipe",
      stderr: "pipe",
    });
    const text = await new Response(child.stdout).text();
    expect(await new Response(child.stderr).text()).toBe("");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(/[:\t]/)[0] ?? "");
  }

  test.skipIf(!there)("offers the commands, and of each its own", async () => {
    const all = await offered("");
    for (const name of ["serve", "run", "keys", "backup", "doctor"]) expect(all).toContain(name);
    expect(all).not.toContain("worker");
    expect(await offered("ba")).toEqual(["backup"]);
    const keys = await offered("keys", "");
    for (const name of ["new", "list", "revoke"]) expect(keys).toContain(name);
    expect(keys).not.toContain("serve");
    expect(await offered("completion", "f")).toEqual(["fish"]);
  });

  test.skipIf(!there)("offers options where they belong, and files where there may be some", async () => {
    expect(await offered("keys", "new", "--sc")).toEqual(["--scopes"]);
    expect(await offered("serve", "--sc")).toEqual([]);
    expect(await offered("backup", "--fo")).toEqual(["--force"]);
    expect(await offered("run", "a")).toContain("a picture.png");
    expect(await offered("eval", "--save", "a")).toEqual(["a picture.png"]);
    expect(await offered("review", "export", "a")).toEqual(["a picture.png"]);
    expect(await offered("queue", "pause", "a")).toEqual([]);
  });

  test.skipIf(!there)(
    "offers the values of options that have some, and nothing where nobody can know",
    async () => {
      expect((await offered("queue", "list", "--state", "")).sort()).toEqual([...jobStates].sort());
      expect((await offered("webhooks", "list", "--limit", "5", "--state", "d")).sort()).toEqual(
        deliveryStates.filter((state) => state.startsWith("d")).sort(),
      );
      expect(await offered("queue", "list", "--status", "n")).toEqual(["needs_review", "no_steps"]);
      expect(await offered("queue", "list", "--scope", "part")).toEqual(["part_of_day"]);
      expect(await offered("queue", "list", "--doubt", "one_en")).toEqual(["one_engine"]);
      expect(await offered("run", "--engine", "te")).toEqual(["tesseract"]);
      expect(await offered("queue", "list", "--limit", "")).toEqual([]);
      expect(await offered("queue", "list", "--url", "a")).toEqual([]);
      expect(await offered("audit", "--before", "")).toEqual([]);
      const env = { LARAVEL_API_URL_MOON: "http://127.0.0.1:1" };
      expect((await offeredWith(env, "report", "--environment", "")).sort()).toEqual([
        "moon",
        "production",
        "staging",
      ]);
    },
  );

  test.skipIf(!there)("is given nothing by a service that it would run", async () => {
    const trap = join(temporaryFolder(), "trap");
    const url = pretender(() =>
      Response.json({ jobs: [{ ...job, job_id: `$(touch ${trap})` }, job], more: false }),
    );
    const port = new URL(url).port;
    expect(await offeredWith({ API_KEY: apiKey, PORT: port }, "queue", "show", "")).toContain(
      "019abcde-0123-7000",
    );
    expect(existsSync(trap)).toBe(false);
  });

  test.skipIf(!there)("offers the ids of a running service, of those that a command is for", async () => {
    const running = await quickService().start();
    await running.post("/admin/pause", {});
    const ids: string[] = [];
    for (const report_id of [1, 2]) ids.push(String((await running.submit({ report_id })).body["job_id"]));
    const [first = "", second = ""] = ids.map((id) => id.slice(0, 18));
    await running.post(`/admin/jobs/${first}/cancel`, {});
    await until("that is delivered", async () => (await running.deliveries("delivered")).length === 1);
    const env = { API_KEY: apiKey, PORT: new URL(running.url).port, HOST: "127.0.0.1" };
    expect(await offeredWith(env, "queue", "retry", "")).toContain(first);
    expect(await offeredWith(env, "queue", "retry", "")).not.toContain(second);
    expect(await offeredWith(env, "queue", "cancel", "0")).toEqual([second]);
    expect(await offeredWith(env, "queue", "show", first.slice(0, 17))).toContain(first);
    const [delivery] = await running.deliveries("delivered");
    expect(await offeredWith(env, "webhooks", "show", "m")).toEqual([
      String(delivery?.webhook_id).slice(0, 22),
    ]);
    const file = join(temporaryFolder(), "settings");
    writeFileSync(
      file,
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
    expect(await offered("queue", "cancel", "--env-file", file, "0")).toEqual([second]);
    await running.kill();
    expect(await offeredWith(env, "queue", "show", "0")).toEqual([]);
  });
});
