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
