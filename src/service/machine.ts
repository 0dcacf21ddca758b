import { statfs } from "node:fs/promises";
import { cpus } from "node:os";
import { type KernelFolders, kernelFolders } from "../host/control-groups.ts";
import { cores, memory } from "../host/resources.ts";

/** What the machine is at, in percent; where a control group gives less of it, what that one is at. */
export interface MachineLoad {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly diskFreeBytes: number;
  readonly processors: number;
}

interface CpuTimes {
  readonly busy: number;
  readonly all: number;
}

/** Milliseconds between two looks at the processors that their load is measured over, at least and usually at most. */
const [shortest, longest] = [250, 30_000];

/**
 * Tells how much of the machine is in use; of the processors since it was asked before, and over a quarter of a second
 * where that is long ago: what they did last night says nothing about now.
 */
export class MachineMeter {
  readonly #folder: string;
  readonly #kernel: KernelFolders;
  readonly #longestMs: number;
  #before: CpuTimes;
  #at = performance.now();
  #cpu = 0;
  #looking: Promise<void> | null = null;

  /** `folder` is on the disk that matters; `longestMs` is how long ago is too long. */
  constructor(folder: string, { kernel = kernelFolders, longestMs = longest } = {}) {
    this.#folder = folder;
    this.#longestMs = longestMs;
    this.#kernel = kernel;
    this.#before = cpuTimes(kernel);
  }

  async measure(): Promise<MachineLoad> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    await this.#looking;
    const { percent, freeBytes } = await diskInUse(this.#folder);
    return {
      cpu: this.#cpu,
      memory: memoryInUse(this.#kernel),
      disk: percent,
      diskFreeBytes: freeBytes,
      processors: cores(this.#kernel).count,
    };
  }

  async #look(): Promise<void> {
    const passed = performance.now() - this.#at;
    if (passed < shortest) return;
    if (passed > this.#longestMs) {
      this.#before = cpuTimes(this.#kernel);
      await Bun.sleep(shortest);
    }
    const now = cpuTimes(this.#kernel);
    const all = now.all - this.#before.all;
    this.#cpu = all > 0 ? Math.min(100, (100 * (now.busy - this.#before.busy)) / all) : 0;
    this.#before = now;
    this.#at = performance.now();
  }
}

function cpuTimes(kernel: KernelFolders): CpuTimes {
  const { limit } = cores(kernel);
  if (limit !== null && !Number.isNaN(limit.usedMs))
    return { busy: limit.usedMs, all: performance.now() * limit.cores };
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle;
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}

function memoryInUse(kernel: KernelFolders): number {
  const { totalBytes, availableBytes } = memory(kernel);
  return 100 * (1 - availableBytes / totalBytes);
}

async function diskInUse(folder: string): Promise<{ percent: number; freeBytes: number }> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder);
  const used = blocks - bfree;
  const percent = used + bavail === 0 ? 0 : (100 * used) / (used + bavail);
  return { percent, freeBytes: bavail * bsize };
}
