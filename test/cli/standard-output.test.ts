import { describe, expect, test } from "bun:test";
import { openSync } from "node:fs";
import { join } from "node:path";
import { exitStatus } from "../../src/errors.ts";

const main = join(import.meta.dir, "..", "..", "cli", "main.ts");

function start(words: readonly string[], stdout: "pipe" | number) {
  return Bun.spawn([process.execPath, "--no-env-file", main, ...words], { stdout, stderr: "pipe" });
}

describe("what a command prints", () => {
  test("arrives whole in a pipe whose reader takes its time, in order", async () => {
    const script = `
      import { standardOutput } from ${JSON.stringify(join(import.meta.dir, "..", "..", "cli", "common", "standard-output.ts"))};
      for (let line = 0; line < 100_000; line++) standardOutput(1, true).write(\`line \${line}\\n\`);`;
    const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "inherit" });
    // Longer than it takes to fill a pipe.
    await Bun.sleep(300);
    const lines = (await new Response(child.stdout).text()).split("\n");
    expect(await child.exited).toBe(0);
    expect(lines).toEqual([...Array.from({ length: 100_000 }, (_, line) => `line ${line}`), ""]);
  });

  test("is no failure where its reader has seen enough", async () => {
    const child = start(["licenses"], "pipe");
    const reader = (child.stdout as ReadableStream).getReader();
    await reader.read();
    await reader.cancel();
    expect(await child.exited).toBe(0);
    expect(await new Response(child.stderr).text()).toBe("");
  });

  test("is told of where it cannot be written", async () => {
    const child = start(["--help"], openSync("/dev/full", "w"));
    expect(await child.exited).toBe(exitStatus("OUTPUT_NOT_WRITABLE"));
    expect(await new Response(child.stderr).text()).toBe(
      "ocr-eco: Standard output cannot be written (ENOSPC). Check where it leads to.\n",
    );
  });
});
