import { expect, test } from "bun:test";
import { join } from "node:path";

test("small type in long lines close together is read with its spaces and letters", () => {
  const script = join(import.meta.dir, "..", "..", "..", "scripts", "text-errors.ts");
  const { stdout, exitCode } = Bun.spawnSync(
    [process.execPath, script, "--json", "--only", "eng-letter-serif-14"],
    {
      env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" },
      stderr: "inherit",
    },
  );
  expect(exitCode).toBe(0);
  const [page] = JSON.parse(stdout.toString());
  expect(page.ours.characters).toBeGreaterThan(500);
  expect(page.ours.edits).toBeLessThan(0.01 * page.ours.characters);
});
