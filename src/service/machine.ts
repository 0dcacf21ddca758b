import { readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { cpus, freemem, totalmem } from "node:os";

/** What the machine is at, in percent. */
export interface MachineLoad {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

interface CpuTimes {
  readonly busy: number;
  readonly all: number;
}

/** Milliseconds between two looks at the processors that their load is measured over, at least. */
const shortest = 250;

/** Tells how much of the machine is in use; of the processors since it was asked before. */
export class MachineMeter {
  readonly #folder: string;
  #before: CpuTimes = cpuTimes();
  #at = performance.now();
  #cpu = 0;

  /** `folder` is on the disk that matters. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async measure(): Promise<MachineLoad> {
    if (performance.now() - this.#at >= shortest) {
      const now = cpuTimes();
      const all = now.all - this.#before.all;
      this.#cpu = all > 0 ? (100 * (now.busy - this.#before.busy)) / all : 0;
      this.#before = now;
      this.#at = performance.now();
    }
    return { cpu: this.#cpu, memory: memoryInUse(), disk: await diskInUse(this.#folder) };
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

async function diskInUse(folder: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : (100 * used) / (used + bavail);
}
