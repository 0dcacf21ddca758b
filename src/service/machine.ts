import { readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { cpus, freemem, totalmem } from "node:os";

/** What the machine is at, in percent. */
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

/** Milliseconds between two looks at the processors that their load is measured over, at least and at most. */
const [shortest, longest] = [250, 30_000];

/**
 * Tells how much of the machine is in use; of the processors since it was asked before, and over a quarter of a second
 * where that is long ago: what they did last night says nothing about now.
 */
export class MachineMeter {
  readonly #folder: string;
  #before: CpuTimes = cpuTimes();
  #at = performance.now();
  #cpu = 0;
  #looking: Promise<void> | null = null;

  /** `folder` is on the disk that matters. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async measure(): Promise<MachineLoad> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    await this.#looking;
    const { percent, freeBytes } = await diskInUse(this.#folder);
    return {
      cpu: this.#cpu,
      memory: memoryInUse(),
      disk: percent,
      diskFreeBytes: freeBytes,
      processors: cpus().length,
    };
  }

  async #look(): Promise<void> {
    const passed = performance.now() - this.#at;
    if (passed < shortest) return;
    if (passed > longest) {
      this.#before = cpuTimes();
      await Bun.sleep(shortest);
    }
    const now = cpuTimes();
    const all = now.all - this.#before.all;
    this.#cpu = all > 0 ? (100 * (now.busy - this.#before.busy)) / all : 0;
    this.#before = now;
    this.#at = performance.now();
  }
}

function cpuTimes(): CpuTimes {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle;
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}

/** Without what the kernel gives back when it is needed. */
function memoryInUse(): number {
  try {
    const text = readFileSync("/proc/meminfo", "latin1");
    const value = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1]);
    const share = 1 - value("MemAvailable") / value("MemTotal");
    if (Number.isFinite(share)) return 100 * share;
  } catch {
    // A machine that does not tell in that way.
  }
  return 100 * (1 - freemem() / totalmem());
}

async function diskInUse(folder: string): Promise<{ percent: number; freeBytes: number }> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder);
  const used = blocks - bfree;
  const percent = used + bavail === 0 ? 0 : (100 * used) / (used + bavail);
  return { percent, freeBytes: bavail * bsize };
}
