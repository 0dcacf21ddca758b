import { readFileSync } from "node:fs";
import { availableParallelism, freemem, totalmem } from "node:os";
import { join } from "node:path";
import {
  type KernelFolders,
  kernelFolders,
  memoryLimits,
  type ProcessorLimit,
  processorLimits,
} from "./control-groups.ts";

/** Memory for this program: the machine's, or where less is left, that of a control group. */
export interface Memory {
  readonly totalBytes: number;
  /** What programs can still have, together with what the kernel gives up for them. */
  readonly availableBytes: number;
  /** The file that sets the limit; `null` where it is the machine's own. */
  readonly limitedBy: string | null;
}

/** Processors for this program: those that it may run on, or where that is less, the time that a control group gives. */
export interface Cores {
  /** Whole ones, and one at least: so many processes that compute all the time do not slow each other down. */
  readonly count: number;
  /** The group that gives less than there is; `null` where none does. */
  readonly limit: ProcessorLimit | null;
}

/** What there is now. */
export function memory(kernel: KernelFolders = kernelFolders): Memory {
  const machine = memoryOfMachine(kernel);
  return memoryLimits(kernel)
    .filter(({ bytes }) => bytes < machine.totalBytes)
    .map(({ bytes, usedBytes, file }) => ({
      totalBytes: bytes,
      availableBytes: Math.max(0, bytes - usedBytes),
      limitedBy: file,
    }))
    .reduce((least, each) => (each.availableBytes < least.availableBytes ? each : least), machine);
}

/** What there is now; `parallel` is on how many processors this process may run. */
export function cores(kernel: KernelFolders = kernelFolders, parallel = availableParallelism()): Cores {
  const [least] = processorLimits(kernel).sort((one, other) => one.cores - other.cores);
  if (least === undefined || least.cores >= parallel) return { count: parallel, limit: null };
  return { count: Math.max(1, Math.floor(least.cores)), limit: least };
}

function memoryOfMachine({ processes }: KernelFolders): Memory {
  let text = "";
  try {
    text = readFileSync(join(processes, "meminfo"), "latin1");
  } catch {
    // A machine that does not tell in that way.
  }
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]) * 1024;
  const [total, available] = [bytes("MemTotal"), bytes("MemAvailable")];
  if (Number.isNaN(total + available))
    return { totalBytes: totalmem(), availableBytes: freemem(), limitedBy: null };
  return { totalBytes: total, availableBytes: available, limitedBy: null };
}
