import { expect, test } from "bun:test";
import { join } from "node:path";

test("a simplified model gives the same results with far fewer operators", () => {
  const script = join(import.meta.dir, "..", "..", "support", "compare-models.ts");
  const { stdout, exitCode } = Bun.spawnSync([process.execPath, script], {
    env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" },
    stderr: "inherit",
  });
  expect(exitCode).toBe(0);
  const rows = JSON.parse(stdout.toString());
  expect(rows).toHaveLength(2);
  for (const { values, furthest, operatorsBefore, operatorsAfter } of rows) {
    expect(values).toBeGreaterThan(1000);
    // NaN, where a result is missing, is not below anything.
    expect(furthest).toBeLessThan(1e-4);
    expect(operatorsAfter).toBeLessThan(0.8 * operatorsBefore);
  }
});
