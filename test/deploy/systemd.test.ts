import { describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkFiles } from "../../cli/doctor/machine.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

const folder = join(import.meta.dir, "..", "..", "deploy", "systemd");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const names = readdirSync(folder);

/** The settings of a unit; of those that are set several times, the last one. */
function settingsOf(text: string): Map<string, string> {
  return new Map(
    text
      .split("\n")
      .filter((line) => /^[A-Z]\w+=/.test(line))
      .map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

const service = settingsOf(read("ocr-eco.service"));
const backup = settingsOf(read("ocr-eco-backup.service"));
const hasSystemd = hasProgram("systemd-analyze", "systemd");

/** Puts all units into a folder as they lie on a machine, but that the program is one that there is here. */
function installed(dropIns: readonly string[] = []): string {
  const target = temporaryFolder();
  for (const name of names.filter((each) => /\.(service|timer)$/.test(each)))
    writeFileSync(join(target, name), read(name).replaceAll("/usr/local/bin/ocr-eco", process.execPath));
  const further = join(target, "ocr-eco.service.d");
  mkdirSync(further);
  for (const name of dropIns) writeFileSync(join(further, name), read(name));
  return target;
}

/** Runs it on a unit, and keeps of what it says that which is about ours. */
function analyze(words: readonly string[], file: string): { exitCode: number; about: string[] } {
  const { exitCode, stdout, stderr } = Bun.spawnSync(["systemd-analyze", "--no-pager", ...words, file]);
  const about = `${stdout}${stderr}`.split("\n").filter((line) => line.includes("ocr-eco"));
  return { exitCode, about };
}

describe.skipIf(!hasSystemd)("systemd", () => {
  test.each([
    ["ocr-eco.service", []],
    ["ocr-eco.service", ["ocr-eco-gpu.conf"]],
    ["ocr-eco.service", ["ocr-eco-journal.conf"]],
    ["ocr-eco-backup.timer", []],
  ] as const)("finds nothing wrong with %s and what is added to it: %j", (unit, dropIns) => {
    const file = join(installed(dropIns), unit);
    expect(analyze(["verify", "--man=no"], file)).toEqual({ exitCode: 0, about: [] });
  });

  // In tenths. What is left is what the service needs: the network, its processes' memory, user and files.
  test.each([
    ["ocr-eco.service", 18],
    ["ocr-eco-backup.service", 10],
  ] as const)("says that %s is exposed no more than it was", (unit, most) => {
    const file = join(installed(), unit);
    const { exitCode, about } = analyze(["security", "--offline=true", `--threshold=${most}`], file);
    expect([exitCode, about.at(-1)]).toEqual([0, expect.stringMatching(/exposure level .* (OK|SAFE)/)]);
  });

  test("knows every limit of the journal", () => {
    const journald = readFileSync("/lib/systemd/systemd-journald", "latin1");
    const limits = [...settingsOf(read("journald@ocr-eco.conf")).keys()];
    expect(limits.length).toBeGreaterThan(5);
    expect(limits.filter((name) => !journald.includes(`\0Journal.${name}\0`))).toEqual([]);
  });
});

test("the unit gives the service what it needs, and the time to end", () => {
  const files = service.get("LimitNOFILE") ?? "";
  expect(checkFiles(`Max open files            ${files}                ${files}\n`).state).toBe("good");
  expect(Number(service.get("TimeoutStopSec"))).toBeGreaterThan(parseServiceConfig({}).DRAIN_SECONDS);
  expect(service.get("KillMode")).toBe("mixed");
  expect(service.get("OOMPolicy")).toBe("continue");
  expect(service.has("MemoryDenyWriteExecute")).toBe(false);
  expect(service.get("ExecReload")).toContain("-HUP");
});

test("the unit hides the GPU, and what it needs for one shows that and no other device", () => {
  expect(service.get("PrivateDevices")).toBe("yes");
  const forGpu = read("ocr-eco-gpu.conf");
  const changed = settingsOf(forGpu);
  expect(changed.get("PrivateDevices")).toBe("no");
  expect(changed.get("DevicePolicy")).toBe("closed");
  expect(forGpu.match(/^DeviceAllow=.*$/gm)).toEqual([
    "DeviceAllow=char-nvidia* rw",
    "DeviceAllow=char-drm rw",
  ]);
});

test("backups run as the service's user, with its settings, and may write where they go", () => {
  for (const name of ["User", "Group", "WorkingDirectory", "Environment"])
    expect([name, backup.get(name)]).toEqual([name, service.get(name)]);
  const into = /--into (\S+)/.exec(backup.get("ExecStart") ?? "")?.[1];
  const mayWrite = (backup.get("StateDirectory") ?? "").split(" ").map((name) => `/var/lib/${name}`);
  expect(mayWrite).toContain(into ?? "nowhere");
  expect(mayWrite).toContain(`/var/lib/${service.get("StateDirectory")}`);
});
