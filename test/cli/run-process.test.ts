import { describe, expect, test } from "bun:test";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../scripts/common/fixtures.ts";
import { childrenOf, isAlive, until } from "../../scripts/rig/processes.ts";
import { ocrEcoCommand } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A folder with this many pictures, more than can be read in moments. */
function folderOf(pictures: number): string {
  const folder = temporaryFolder();
  for (let number = 1; number <= pictures; number++)
    copyFileSync(fixture("broken", "sixteen-bit.png"), join(folder, `${number}.png`));
  return folder;
}

/** Starts `run` in a process group of its own, as a shell does, and waits until its workers run. */
async function start(folder: string) {
  const program = Bun.spawn(
    [...ocrEcoCommand, "run", "--json", "--engine", "paddle", "--workers", "2", folder],
    { stdin: "ignore", stdout: "pipe", stderr: "pipe", detached: true },
  );
  await until("both workers run", () => childrenOf(program.pid).length === 2);
  return { program, workers: childrenOf(program.pid) };
}

describe("run is ended", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("with all its workers by %s", async (signal) => {
    const { program, workers } = await start(folderOf(100));
    // Once the first picture is read, both are busy with the next ones.
    await program.stdout.getReader().read();
    // As Ctrl-C does it: to the program and to its workers.
    if (signal === "SIGINT") process.kill(-program.pid, signal);
    else program.kill(signal);
    await until("the program has ended", () => !isAlive(program.pid));
    await until("no worker is left", () => !workers.some(isAlive));
    await program.exited;
    expect(program.signalCode ?? program.exitCode).not.toBe(0);
    expect(await new Response(program.stderr).text()).toBe("");
  });
});

describe("a reader that has seen enough", () => {
  test("ends run quietly, as in `run folder | head -1`", async () => {
    const script = `"$@" --json --engine paddle "$0" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const shell = Bun.spawn(["bash", "-c", script, folderOf(8), ...ocrEcoCommand, "run"], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [stdout, stderr] = await Promise.all([
      new Response(shell.stdout).text(),
      new Response(shell.stderr).text(),
    ]);
    const [record, status, ...rest] = stdout.split("\n");
    expect(JSON.parse(record ?? "")).toMatchObject({ ok: true });
    expect({ status, rest, stderr }).toEqual({ status: "0", rest: [""], stderr: "" });
  });
});

test("standard output that cannot be written is one sentence and status 1", async () => {
  const program = Bun.spawn([...ocrEcoCommand, "licenses"], {
    stdin: "ignore",
    stdout: Bun.file("/dev/full"),
    stderr: "pipe",
  });
  expect(await new Response(program.stderr).text()).toBe(
    "ocr-eco: Standard output cannot be written (ENOSPC). Check where it leads to.\n",
  );
  expect(await program.exited).toBe(1);
});

test("run leaves no process behind when it has read everything", async () => {
  const { program, workers } = await start(folderOf(2));
  const stdout = await new Response(program.stdout).text();
  expect(await program.exited).toBe(0);
  expect(stdout.trim().split("\n")).toHaveLength(2);
  expect(workers.filter(isAlive)).toEqual([]);
});
