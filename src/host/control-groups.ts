import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where the kernel tells of itself, in folders of another place only in tests. */
export interface KernelFolders {
  /** As `/proc`. */
  readonly processes: string;
  /** As `/sys/fs/cgroup`. */
  readonly groups: string;
}

export const kernelFolders: KernelFolders = { processes: "/proc", groups: "/sys/fs/cgroup" };

/** What a control group lets its processes have together, and what they have of it. */
export interface MemoryLimit {
  /** The file that sets it. */
  readonly file: string;
  readonly bytes: number;
  /** Without files that the kernel has in memory and gives up when it is needed. */
  readonly usedBytes: number;
}

export interface ProcessorLimit {
  readonly file: string;
  /** Processors' time in that time, as 1.5. */
  readonly cores: number;
  /** Milliseconds of it that were used so far; NaN where the group does not say. */
  readonly usedMs: number;
}

/** What each version of control groups calls things: docs.kernel.org/admin-guide/cgroup-v2.html and cgroup-v1. */
const memoryFiles = {
  // Above `memory.high` processes are slowed down until they are below, above `memory.max` one is killed.
  v2: { limits: ["memory.max", "memory.high"], used: "memory.current", cached: "inactive_file" },
  v1: { limits: ["memory.limit_in_bytes"], used: "memory.usage_in_bytes", cached: "total_inactive_file" },
} as const;

// Where there is no limit, files say "max", which is NaN here, or -1, or are not there, which is 0.

/** The limits of memory that hold for this process: those of its own group, and of all groups that this one is in. */
export function memoryLimits(kernel: KernelFolders): MemoryLimit[] {
  const { version, folders } = groupsOf("memory", kernel);
  const { limits, used, cached } = memoryFiles[version];
  return folders.flatMap((folder) => {
    const inUse = Number(read(join(folder, used)));
    const cache = new RegExp(`^${cached} (\\d+)$`, "m").exec(read(join(folder, "memory.stat")))?.[1] ?? 0;
    return limits
      .map((name) => join(folder, name))
      .map((file) => ({ file, bytes: Number(read(file)), usedBytes: Math.max(0, inUse - Number(cache)) }))
      .filter(({ bytes }) => bytes > 0);
  });
}

/** The same of processors' time. */
export function processorLimits(kernel: KernelFolders): ProcessorLimit[] {
  const { version, folders } = groupsOf("cpu", kernel);
  return folders
    .map((folder) => {
      const file = join(folder, version === "v2" ? "cpu.max" : "cpu.cfs_quota_us");
      const [quota = "", period = version === "v2" ? "100000" : read(join(folder, "cpu.cfs_period_us"))] =
        read(file).trim().split(" ");
      const used = /^usage_usec (\d+)$/m.exec(read(join(folder, "cpu.stat")))?.[1];
      return { file, cores: Number(quota) / Number(period), usedMs: Number(used) / 1000 };
    })
    .filter(({ cores }) => cores > 0);
}

/**
 * The folders of this process's group and those around it, the innermost first. Inside of a container the path may be one
 * of the machine outside, of which only the last folders, or none, are to be seen: what is seen then is its own.
 */
function groupsOf(
  controller: "memory" | "cpu",
  { processes, groups }: KernelFolders,
): { readonly version: "v1" | "v2"; readonly folders: readonly string[] } {
  const lines = read(join(processes, "self", "cgroup"))
    .split("\n")
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
    .filter((line) => line !== null);
  const old = lines.find(([, controllers = ""]) => controllers.split(",").includes(controller));
  const [, , path = "/"] = old ?? lines.find(([, controllers]) => controllers === "") ?? [];
  const base = old === undefined ? groups : join(groups, controller);
  const folders: string[] = [];
  // A path from another place may begin with "/..".
  for (let at = join("/", path); ; at = dirname(at)) {
    folders.push(join(base, at));
    if (at === "/") return { version: old === undefined ? "v2" : "v1", folders };
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
