import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { childrenOf, isAlive, until } from "../../../scripts/rig/processes.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { ocrEco, ocrEcoCommand } from "../../support/cli.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** A load test of a service of its own, and what it has put into the folder for temporary files. */
function loadtestOfItsOwn() {
  const temporary = temporaryFolder();
  const child = Bun.spawn([...ocrEcoCommand, "loadtest", "--self", "--n", "100000"], {
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  cleanUp(async () => {
    child.kill("SIGKILL");
    await child.exited;
  });
  return { child, left: () => readdirSync(temporary).filter((name) => name.startsWith("ocr-eco-loadtest-")) };
}

describe("the service that a load test starts", () => {
  test.each([
    ["is killed", ["SIGKILL"]],
    ["is told twice to end", ["SIGINT", "SIGINT"]],
  ] as const)("ends with it and leaves no folder behind when it %s", async (_what, signals) => {
    const { child, left } = loadtestOfItsOwn();
    let family: number[] = [];
    await until("its workers run", () => {
      family = childrenOf(child.pid).flatMap((pid) => [pid, ...childrenOf(pid)]);
      return family.length > 1;
    });
    expect(left()).toHaveLength(1);
    for (const signal of signals) {
      child.kill(signal);
      // Two of a kind that come at the same moment are one.
      await Bun.sleep(10);
    }
    await child.exited;
    await until("all of it has ended", () => !family.some(isAlive) && left().length === 0);
  });

  test("may be killed while it starts: that is said at once", async () => {
    const { child, left } = loadtestOfItsOwn();
    let service: number | undefined;
    await until("it starts", () => {
      [service] = childrenOf(child.pid);
      return service !== undefined;
    });
    process.kill(service ?? 0, "SIGKILL");
    expect(await new Response(child.stderr).text()).toContain("was ended by SIGKILL. It said: ");
    expect([await child.exited, left()]).toEqual([1, []]);
  });

  test("is nothing that people start", async () => {
    const { exitCode, stderr } = await ocrEco(["measured", "/nowhere"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("cannot be used alone")]);
  });
});
