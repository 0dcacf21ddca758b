import { basename } from "node:path";
import { inLanes } from "../../src/eval/evaluate.ts";
import { median } from "../../src/reading/median.ts";
import { measuredPool } from "../common/pool.ts";
import { program } from "../rig/serving.ts";
import { twoBesideOne } from "./machine.ts";

/** Pictures a second of so many workers. */
interface WorkersRate {
  readonly workers: number;
  readonly perSecond: number;
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
    const readAll = async (pool: (typeof pools)[number]): Promise<number> => {
      const began = performance.now();
      // One more than there are workers, as `run` does it: the next picture is at hand.
      await inLanes(pictures, pool.size + 1, ({ name, bytes }) => pool.read(name, bytes));
      return (1000 * pictures.length) / (performance.now() - began);
    };
    for (const pool of pools) await readAll(pool);
    const rates: number[][] = pools.map(() => []);
    const machine: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const [index, pool] of pools.entries()) rates[index]?.push(await readAll(pool));
      machine.push(await twoBesideOne());
    }
    return {
      rates: rates.map((own, index) => ({
        workers: index + 1,
        perSecond: median(own),
        besideOne: median(own.map((rate, round) => rate / (rates[0]?.[round] ?? Number.NaN))),
      })),
      machine: median(machine),
    };
  } finally {
    for (const pool of pools) await pool.close();
  }
}
