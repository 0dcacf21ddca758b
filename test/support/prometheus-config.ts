import { expect } from "bun:test";

/** Expects that Prometheus' own tool finds nothing wrong with a file of its settings. */
export function expectPrometheusTakes(file: string): void {
  const { exitCode, stdout, stderr } = Bun.spawnSync(["promtool", "check", "config", file]);
  expect([exitCode, `${stdout}${stderr}`]).toEqual([
    0,
    expect.stringContaining("is valid prometheus config"),
  ]);
}
