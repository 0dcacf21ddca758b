import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sqlitePlace } from "../queue/sqlite/support.ts";
import { submission } from "../queue/support.ts";
import { ocrEco, ocrEcoCommand } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** The lines under `Examples:` of a command's help, without what is said about them. */
async function examplesOf(command: string): Promise<string[]> {
  const { stdout } = await ocrEco([command, "--help"]);
  const [, below = ""] = stdout.split("\nExamples:\n");
  return (below.split("\n\n")[0] ?? "")
    .split("\n")
    .map((line) => line.trim().replace(/ {2,}.*$/, ""))
    .filter((line) => line !== "");
}

/** A machine of its own, in a folder: `ocr-eco` in its path, and a queue with one job of report 101 and user 145. */
async function machine() {
  const root = temporaryFolder();
  for (const folder of [
    "bin",
    "home/.config/fish/completions",
    "backups",
    "run/secrets",
    "etc/bash_completion.d",
    "etc/ocr-eco",
    "functions",
  ])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(
    join(root, "bin", "ocr-eco"),
    `#!/bin/sh\nexec ${ocrEcoCommand.map((word) => `'${word}'`).join(" ")} "$@"\n`,
  );
  chmodSync(join(root, "bin", "ocr-eco"), 0o755);
  for (const file of ["run/secrets/laravel", "home/key.txt"])
    writeFileSync(join(root, file), "a-key-of-laravel\n");
  const dataFolder = join(root, "home", "data");
  mkdirSync(dataFolder, { mode: 0o700 });
  const queue = await sqlitePlace(dataFolder).open();
  await queue.jobs.submit([submission({ environment: "production", reportId: 101, userId: 145 })], 10);
  await queue.close();
  return {
    root,
    /** Types a line into a shell, with all absolute paths in the folder. */
    type: async (line: string, shell = "bash") => {
      const inside = line.replace(/(?<=[\s>])\/(?=\w)/g, `${root}/`);
      const flags =
        shell === "zsh" ? ["-f", "-c", `fpath=(${root}/functions); ${inside}`] : ["--norc", "-c", inside];
      const child = Bun.spawn([shell, ...flags], {
        cwd: join(root, "home"),
        env: { PATH: `${root}/bin:${process.env["PATH"]}`, HOME: join(root, "home") },
        stdin: "ignore",
        stdout: "pipe",
        stderr: "pipe",
      });
      const [stdout, stderr] = await Promise.all([
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
      ]);
      return { line, status: await child.exited, stdout, stderr };
    },
  };
}

test("the examples of ocr-eco init, doctor, keys, backup and restore work as they stand", async () => {
  const { type, root } = await machine();
  // Without a terminal it cannot ask for what it cannot know, and says so.
  const [asks, ...answered] = await examplesOf("init");
  expect(await type(asks ?? "")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("--laravel-url"),
  });
  for (const line of answered) expect(await type(line)).toMatchObject({ line, status: 0 });
  expect(readFileSync(join(root, "etc/ocr-eco/.env"), "utf8")).toContain(
    "LARAVEL_API_URL=https://app.example.org",
  );

  for (const line of await examplesOf("doctor")) {
    const { status, stderr } = await type(line);
    // The application of the example is not there: that is bad, and nothing else is wrong.
    expect([line, stderr, [0, 1].includes(status)]).toEqual([line, "", true]);
  }

  await type("ocr-eco keys new laravel-2025-12");
  for (const line of await examplesOf("keys")) {
    const { status, stderr } = await type(line);
    // Nothing serves there that could be told to read them again.
    if (line.includes("--reload")) expect(stderr).toMatch(/No service|nothing|no .*serv/i);
    else expect([line, status]).toEqual([line, 0]);
  }
  expect((await type("ocr-eco keys list")).stdout).toMatch(/laravel-2026-12[\s\S]*ops/);

  const [backup = "", timed = "", restore = ""] = await examplesOf("backup");
  const made = await type(backup);
  expect(made).toMatchObject({ status: 0, stderr: "" });
  const day = /queue-(\d{4}-\d\d-\d\d)\.db/.exec(made.stdout)?.[1] ?? "";
  expect(existsSync(join(root, "backups", `queue-${day}.db`))).toBe(true);
  expect(await type(timed)).toMatchObject({ status: 0, stderr: "" });
  expect(readdirSync(join(root, "backups"))).toHaveLength(2);
  expect(restore).toBe((await examplesOf("restore"))[2] ?? "");
  const restored = await type(`${restore.replace(/\d{4}-\d\d-\d\d/, day)} --yes`);
  expect([restored.status, restored.stdout]).toEqual([0, expect.stringContaining("1 ")]);
});

test("the examples of ocr-eco forget work as they stand, but for whom they ask", async () => {
  const { type } = await machine();
  const [dry = "", asks = "", sure = ""] = await examplesOf("forget");
  expect(await type(dry)).toMatchObject({ status: 0 });
  expect(await type(asks)).toMatchObject({ status: 2, stderr: expect.stringContaining("--yes") });
  expect(await type(sure.replace(/ --url \S+/, ""))).toMatchObject({ status: 0 });
  expect(await type(dry)).toMatchObject({ status: 1, stderr: expect.stringContaining("othing") });
});

test("the examples of ocr-eco completion work as they stand", async () => {
  const { type, root } = await machine();
  for (const line of await examplesOf("completion")) {
    const isZsh = line.includes("fpath");
    if (isZsh && !hasProgram("zsh", "zsh")) continue;
    expect(await type(line, isZsh ? "zsh" : "bash")).toMatchObject({ line, status: 0, stderr: "" });
  }
  for (const file of ["etc/bash_completion.d/ocr-eco", "home/.config/fish/completions/ocr-eco.fish"])
    expect(readFileSync(join(root, file), "utf8")).toContain("loadtest");
});
