import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../scripts/common/fixtures.ts";
import { sourceCommand } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

const screen = fixture("broken", "sixteen-bit.png");
/** System calls that reach other machines or write files, in the run's process and in its workers. */
const watched =
  "connect,sendto,sendmsg,sendmmsg,openat,open,creat,mkdir,mkdirat,rename,renameat2,unlink,unlinkat";

/** Reads a picture under strace, in an empty home, and gives the traced calls. */
async function trace(words: readonly string[]): Promise<{ calls: string[]; home: string; work: string }> {
  const [home, work] = [temporaryFolder(), temporaryFolder()];
  const log = join(temporaryFolder(), "calls");
  const program = Bun.spawn(
    ["strace", "-f", "-qq", "-o", log, "-e", `trace=${watched}`, ...sourceCommand, ...words],
    {
      cwd: work,
      // From source Bun would keep what it compiled in the home; the executable has nothing to compile.
      env: { PATH: "/usr/bin:/bin", HOME: home, TMPDIR: work, BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0" },
      stdout: "pipe",
      stderr: "pipe",
    },
  );
  const [stdout, stderr] = await Promise.all([
    new Response(program.stdout).text(),
    new Response(program.stderr).text(),
  ]);
  expect({ status: await program.exited, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("3629");
  return { calls: readFileSync(log, "utf8").split("\n"), home, work };
}

/** The paths that calls open for writing, make, rename or remove; failed calls do not count. */
function written(calls: readonly string[]): string[] {
  return calls
    .filter((call) => !/= -1 E/.test(call))
    .filter((call) => /O_WRONLY|O_RDWR|O_CREAT/.test(call) || /^\d+ +(creat|mkdir|rename|unlink)/.test(call))
    .map((call) => /"([^"]+)"/.exec(call)?.[1] ?? call);
}

describe.skipIf(!hasProgram("strace", "strace"))("reading a picture with both engines", () => {
  test("asks no network and leaves no file anywhere", async () => {
    const { calls, home, work } = await trace(["run", "--json", screen]);
    expect(calls.length).toBeGreaterThan(100);
    expect(calls.filter((call) => /AF_INET6?/.test(call))).toEqual([]);
    const files = written(calls).filter((path) => !/^\/(dev|proc)\//.test(path));
    expect(files).toEqual([]);
    expect([...readdirSync(home), ...readdirSync(work)]).toEqual([]);
  });
});
