import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkFiles } from "../../cli/doctor/machine.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

const docs = join(import.meta.dir, "..", "..", "docs");
const unit = readFileSync(join(docs, "ocr-eco.service"), "utf8");
const forGpu = readFileSync(join(docs, "ocr-eco-gpu.conf"), "utf8");

/** The settings of a unit; of those that are set several times, the last one. */
function settingsOf(text: string): Map<string, string> {
  return new Map(
    text
      .split("\n")
      .filter((line) => /^[A-Z]\w+=/.test(line))
      .map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

const settings = settingsOf(unit);
const hasSystemd = hasProgram("systemd-analyze", "systemd");

test.skipIf(!hasSystemd).each([
  ["as it is", null],
  ["with what a GPU needs", forGpu],
])("systemd finds nothing wrong with the unit %s", (_how, further) => {
  const file = join(temporaryFolder(), "ocr-eco.service");
  // It looks for the program as well.
  writeFileSync(file, unit.replace("/usr/local/bin/ocr-eco", process.execPath));
  if (further !== null) {
    mkdirSync(`${file}.d`);
    writeFileSync(join(`${file}.d`, "gpu.conf"), further);
  }
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

test("the unit hides the GPU, and what it needs for one shows that and no other device", () => {
  expect(settings.get("PrivateDevices")).toBe("yes");
  const changed = settingsOf(forGpu);
  expect(changed.get("PrivateDevices")).toBe("no");
  expect(changed.get("DevicePolicy")).toBe("closed");
  expect(forGpu.match(/^DeviceAllow=.*$/gm)).toEqual([
    "DeviceAllow=char-nvidia* rw",
    "DeviceAllow=char-drm rw",
  ]);
});
