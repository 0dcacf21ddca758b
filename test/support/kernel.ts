import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { KernelFolders } from "../../src/host/control-groups.ts";
import { temporaryFolder } from "./temporary.ts";

/** Folders as the kernel shows them, with these files: `processes/meminfo`, `groups/a.slice/memory.max`. */
export function kernelWith(files: Readonly<Record<string, string>>): KernelFolders {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${content}\n`);
  }
  return { processes: join(folder, "processes"), groups: join(folder, "groups") };
}

/** A machine of 16 GB with 12 GB free, and a process in the group of a unit of systemd. */
export const inUnit: Readonly<Record<string, string>> = {
  "processes/meminfo": "MemTotal: 16000000 kB\nMemFree: 100 kB\nMemAvailable: 12000000 kB",
  "processes/self/cgroup": "0::/system.slice/ocr-eco.service",
};
