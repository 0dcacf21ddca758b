import { readFileSync } from "node:fs";

/** Memory that another process has in use, in MiB; `null` when there is no such process any more. */
export function residentMbOf(pid: number): number | null {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
    return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024);
  } catch {
    return null;
  }
}

/** Memory in use by all of these processes, in bytes; those that are gone have none. */
export function residentBytesOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (residentMbOf(pid) ?? 0), 0) * 2 ** 20;
}
