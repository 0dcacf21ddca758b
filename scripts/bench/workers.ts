import { basename } from "node:path";
import { inLanes } from "../../src/eval/evaluate.ts";
import { median } from "../../src/reading/median.ts";
import { measuredPool } from "../common/pool.ts";
import { processorSeconds } from "../rig/processes.ts";
import { program } from "../rig/serving.ts";
import { twoBesideOne } from "./machine.ts";

/** Pictures a second of so many workers. */
interface WorkersRate {
  readonly workers: number;
  readonly perSecond: number;
  /** Processor time that a picture takes of all of them, in milliseconds: the median of rounds. */
  readonly processorMs: number;
  /** Beside one worker in the same round, the median of rounds. */
  readonly besideOne: number;
}

/** What workers do, and what the machine gave two programs beside one meanwhile. */
export interface WorkersFigures {
  readonly rates: readonly WorkersRate[];
  readonly machine: number;
}

/** Has pools of one worker up to `most` read the same files in turn, `rounds` times. */
export async function measureWorkers(
  files: readonly string[],
  most: number,
  rounds: number,
): Promise<WorkersFigures> {
  const pictures = await Promise.all(
    files.map(async (file) => ({ name: basename(file), bytes: await Bun.file(file).bytes() })),
  );
  const pools = Array.from({ length: most }, (_, index) => measuredPool("auto", index + 1, { program }));
  try {
    const processorOf = ({ processIds }: (typeof pools)[number]): number =>
      processIds.reduce((sum, pid) => sum + processorSeconds(pid), 0);
    const readAll = async (pool: (typeof pools)[number]) => {
      const [began, before] = [performance.now(), processorOf(pool)];
      // One more than there are workers, as `run` does it: the next picture is at hand.
      await inLanes(pictures, pool.size + 1, ({ name, bytes }) => pool.read(name, bytes));
      return {
        perSecond: (1000 * pictures.length) / (performance.now() - began),
        processorMs: (1000 * (processorOf(pool) - before)) / pictures.length,
      };
    };
    for (const pool of pools) await readAll(pool);
    const runs: Awaited<ReturnType<typeof readAll>>[][] = pools.map(() => []);
    const machine: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const [index, pool] of pools.entries()) runs[index]?.push(await readAll(pool));
      machine.push(await twoBesideOne());
    }
    return {
      rates: runs.map((own, index) => ({
        workers: index + 1,
        perSecond: median(own.map(({ perSecond }) => perSecond)),
        processorMs: median(own.map(({ processorMs }) => processorMs)),
        besideOne: median(
          own.map(({ perSecond }, round) => perSecond / (runs[0]?.[round]?.perSecond ?? Number.NaN)),
        ),
      })),
      machine: median(machine),
    };
  } finally {
    for (const pool of pools) await pool.close();
  }
}
