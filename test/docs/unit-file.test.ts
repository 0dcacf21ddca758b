import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkFiles } from "../../cli/doctor/machine.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

const unit = readFileSync(join(import.meta.dir, "..", "..", "docs", "ocr-eco.service"), "utf8");
const settings = new Map(
  unit
    .split("\n")
    .filter((line) => /^[A-Z]\w+=/.test(line))
    .map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
);
const hasSystemd = hasProgram("systemd-analyze", "systemd");

test.skipIf(!hasSystemd)("systemd finds nothing wrong with the unit", () => {
  const file = join(temporaryFolder(), "ocr-eco.service");
  // It looks for the program as well.
  writeFileSync(file, unit.replace("/usr/local/bin/ocr-eco", process.execPath));
  const { exitCode, stderr } = Bun.spawnSync(["systemd-analyze", "verify", "--man=no", file]);
  const about = stderr
    .toString()
    .split("\n")
    .filter((line) => line.includes("ocr-eco"));
  expect([exitCode, about]).toEqual([0, []]);
});

test("the unit gives the service what it needs, and the time to end", () => {
  const files = settings.get("LimitNOFILE") ?? "";
  expect(checkFiles(`Max open files            ${files}                ${files}\n`).state).toBe("good");
  expect(Number(settings.get("TimeoutStopSec"))).toBeGreaterThan(parseServiceConfig({}).DRAIN_SECONDS);
  expect(settings.get("KillMode")).toBe("mixed");
  expect(settings.get("OOMPolicy")).toBe("continue");
  expect(settings.has("MemoryDenyWriteExecute")).toBe(false);
  expect(settings.get("ExecReload")).toContain("-HUP");
});
