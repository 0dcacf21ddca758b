import { readFileSync } from "node:fs";

/** How the memory of several processes is summed up. */
export type MemoryKind = "pss" | "rss";

/**
 * Memory of processes together, in MB (10⁶ bytes). `pss`, the proportional set size, counts what they share once; where
 * the kernel does not tell it, `rss` counts it for each.
 */
export function memoryOf(pids: readonly number[]): { readonly mb: number; readonly kind: MemoryKind } {
  const proportional = pids.map((pid) => kilobytes(`/proc/${pid}/smaps_rollup`, "Pss"));
  const kind = proportional.every((each) => each !== null) ? "pss" : "rss";
  const all = kind === "pss" ? proportional : pids.map((pid) => kilobytes(`/proc/${pid}/status`, "VmRSS"));
  return { mb: (all.reduce<number>((sum, each) => sum + (each ?? 0), 0) * 1024) / 1e6, kind };
}

/** Seconds of processor time that processes have used, all their threads together. Ended ones count as 0. */
export function processorSecondsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + processorSeconds(pid), 0);
}

/** From fields 14 and 15 of /proc/PID/stat, in clock ticks of 10 ms (proc(5)). */
function processorSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in brackets may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function kilobytes(file: string, name: string): number | null {
  try {
    const [, found] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(readFileSync(file, "latin1")) ?? [];
    return found === undefined ? null : Number(found);
  } catch {
    return null;
  }
}
