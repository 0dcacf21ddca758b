import { readdirSync, readFileSync } from "node:fs";
import { residentMbOf } from "../../src/workers/resident-memory.ts";

/** How long something that is sure to happen may take on a machine as busy as any, in milliseconds. */
const patience = 100_000;

/** Waits until `condition` holds; an error after a time in which it should long have held. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = patience,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await Bun.sleep(10);
  }
}

/** True while a process runs; one that ended and was not yet waited for does not count. */
export function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== "Z" && stat.state !== "X";
}

/** Process ids of the living children of a process. */
export function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && statOf(pid)?.parent === parent && isAlive(pid));
}

/** Memory that a process has in use, 0 for one that is gone. */
export function residentMegabytes(pid: number): number {
  return residentMbOf(pid) ?? 0;
}

/** Processor time that a process has taken so far, with all its threads, in seconds. Kernels count it in hundredths. */
export function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function statOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in brackets may hold anything.
    const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
