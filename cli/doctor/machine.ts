import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { ServiceConfig } from "../../src/config/service.ts";
import { reasonOf } from "../../src/errors.ts";
import { cores, memory } from "../../src/host/resources.ts";
import { counted } from "../output/units.ts";
import { serverMb } from "../plan/capacity.ts";
import { bad, type Finding, good, poor } from "./finding.ts";

/** Memory of a worker with a screenshot, in MB. */
const workerMb = 450;
/** Connections, deliveries and downloads at once, with room. */
const enoughFiles = 4096;
/** What one commit may take before submissions wait for it, in milliseconds. */
const slowSyncMs = 20;

/** What the processor can do: the models are read with its vector instructions. */
export function checkProcessor(cpuinfo = read("/proc/cpuinfo"), { count, limit } = cores()): Finding {
  const allowed = `${counted(count, "core")}${limitedBy(limit?.file ?? null)}`;
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(" "));
  if (flags.size === 0) return good("processor", allowed);
  if (flags.has("avx2")) return good("processor", `${allowed}, with AVX2`);
  return poor(
    "processor",
    `${allowed}, without AVX2`,
    "pictures take several times as long; use a machine with AVX2, or give the virtual one its host's processor",
  );
}

/** Whether there is memory for the workers. */
export function checkMemory(
  { WORKER_COUNT }: ServiceConfig,
  { availableBytes, limitedBy: file } = memory(),
): Finding {
  const megabytes = Math.round(availableBytes / 1e6);
  const needed = serverMb + WORKER_COUNT * workerMb;
  const what = `${megabytes} MB free${limitedBy(file)}, about ${needed} needed for ${counted(WORKER_COUNT, "worker")}`;
  const fewer = Math.max(1, Math.floor((megabytes - serverMb) / workerMb));
  const more = file === null ? "add memory" : `raise ${basename(file)} (systemd: ${settingOf(file)})`;
  return megabytes >= needed
    ? good("memory", what)
    : poor("memory", what, `set WORKER_COUNT=${fewer}, or ${more}`);
}

/** Where a limit comes from. */
function limitedBy(file: string | null): string {
  return file === null ? "" : ` (limited by ${file})`;
}

function settingOf(file: string): string {
  return file.endsWith("memory.high") ? "MemoryHigh" : "MemoryMax";
}

/** Room for what may be kept, and how long a commit takes there. */
export async function checkDisk({
  DATA_DIR,
  DATABASE_MAX_MB,
  CACHE_MAX_MB,
  REVIEW_DAYS,
  REVIEW_MAX_MB,
}: ServiceConfig): Promise<Finding[]> {
  try {
    // Nothing is made: root's folder would be of no use to the service's user.
    const folder = nearest(DATA_DIR);
    const { bavail, bsize } = await statfs(folder);
    const free = Math.floor((bavail * bsize) / 1e6);
    const wanted = DATABASE_MAX_MB + CACHE_MAX_MB + (REVIEW_DAYS === 0 ? 0 : REVIEW_MAX_MB);
    const what = `${free} MB free for ${DATA_DIR}, up to ${wanted} are used`;
    const room =
      free < 500
        ? bad("disk", what, "make room: with less, reports are refused")
        : free < wanted
          ? poor("disk", what, "make room, or lower DATABASE_MAX_MB, CACHE_MAX_MB and REVIEW_MAX_MB")
          : good("disk", what);
    return [room, commitTime(folder)];
  } catch (error) {
    return [
      bad("disk", `${DATA_DIR}: ${reasonOf(error)}`, "set DATA_DIR to a folder that this user may write to"),
    ];
  }
}

/** A folder, or the one that it would be made in. */
function nearest(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) || path === dirname(path) ? path : nearest(dirname(path));
}

function commitTime(folder: string): Finding {
  const file = join(folder, `.doctor-${process.pid}`);
  // Not what is there: a link would have another file emptied.
  const descriptor = openSync(file, "wx", 0o600);
  try {
    const times = Array.from({ length: 9 }, () => {
      const began = performance.now();
      writeSync(descriptor, Buffer.alloc(4096));
      fsyncSync(descriptor);
      return performance.now() - began;
    }).sort((one, other) => one - other);
    const median = times[4] ?? 0;
    const what = `${median.toFixed(1)} ms until 4 kB are on it`;
    return median <= slowSyncMs
      ? good("disk speed", what)
      : poor("disk speed", what, "every 202 waits for it; put DATA_DIR on a local solid-state disk");
  } finally {
    closeSync(descriptor);
    rmSync(file, { force: true });
  }
}

export function checkFiles(limits = read("/proc/self/limits")): Finding {
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (soft === undefined)
    return poor("open files", "this system does not say", "allow at least 4096 open files");
  return soft === "unlimited" || Number(soft) >= enoughFiles
    ? good("open files", `${soft} allowed`)
    : poor(
        "open files",
        `${soft} allowed`,
        "each connection is one: LimitNOFILE=65536 in systemd, or ulimit -n 65536",
      );
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
