/**
 * Reads the same pictures with workers in several environments, in turns: time a picture, page faults and memory. It shows what
 * the variables are worth that the program gives its workers, here or on another machine, and what others would be.
 *
 *   bun scripts/worker-environments.ts [--set <folder>] [--rounds 3] [<name>:<VARIABLE>=<value>[,<VARIABLE>=<value>]…]…
 *
 * Always with those which the program gives, and with none of them; each argument is one more, on top of what the program gives.
 * One round of the 72 screenshots takes ten seconds an environment; `taskset -c 0` before it has all share one core. The
 * first round is not counted: until then workers have not met all pictures.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseConfig } from "../src/config/config.ts";
import { nativeEnvironment, workerEnvironment } from "../src/config/environment.ts";
import { loadSet } from "../src/eval/set.ts";
import { median } from "../src/reading/median.ts";
import type { WorkerPool } from "../src/workers/pool.ts";
import { residentMbOf } from "../src/workers/resident-memory.ts";
import { measuredPool } from "./common/pool.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { program } from "./rig/serving.ts";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: "string", default: join(import.meta.dir, "..", "..", "shared", "screenshots") },
    rounds: { type: "string", default: "3" },
  },
});
const rounds = wholeFrom1("rounds", options.rounds);
const { pictures } = loadSet(options.set);
const config = parseConfig({});

/** What was seen of the workers in one environment. */
interface Seen {
  readonly name: string;
  readonly pool: WorkerPool;
  readonly ms: number[];
  readonly faults: number[];
  /** Resident memory after each picture, in MiB. */
  readonly mb: number[];
}

const all: Seen[] = [
  seenIn("none of them", nativeEnvironment(config)),
  seenIn("as the program has it", workerEnvironment(config)),
  ...positionals.map((given) => {
    const [name = "", list = ""] = given.split(/:(.*)/s);
    const own = list.split(",").map((each) => each.split(/=(.*)/s).slice(0, 2));
    return seenIn(name, { ...workerEnvironment(config), ...Object.fromEntries(own) });
  }),
];
try {
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { name, source }] of pictures.entries()) {
      const bytes = await source.load();
      for (let turn = 0; turn < all.length; turn++) {
        const seen = all[(index + round + turn) % all.length];
        if (seen !== undefined) await readOne(seen, name, bytes, round > 0);
      }
    }
  }
} finally {
  await Promise.all(all.map(({ pool }) => pool.close()));
}

const [none] = all;
for (const { name, ms, faults, mb } of all) {
  const share = median(ms.map((each, index) => each / (none?.ms[index] ?? each)));
  console.log(
    `${name.padEnd(24)} ${median(ms).toFixed(0)} ms a picture, ${(100 * share).toFixed(0)} % of the first; ` +
      `${median(faults).toFixed(0)} page faults; ${median(mb)} MiB, at most ${Math.max(...mb)}`,
  );
}

function seenIn(name: string, environment: Record<string, string>): Seen {
  return { name, pool: measuredPool("auto", 1, { program, environment }), ms: [], faults: [], mb: [] };
}

async function readOne(seen: Seen, name: string, bytes: Uint8Array, isCounted: boolean): Promise<void> {
  const before = faultsOf(seen.pool.processIds[0]);
  const began = performance.now();
  await seen.pool.read(name, bytes);
  if (!isCounted) return;
  seen.ms.push(performance.now() - began);
  const [worker = 0] = seen.pool.processIds;
  seen.faults.push(faultsOf(worker) - before);
  seen.mb.push(residentMbOf(worker) ?? Number.NaN);
}

/** Page faults of a process so far that took no disk: the tenth field of its line, see proc_pid_stat(5). */
function faultsOf(pid: number | undefined): number {
  if (pid === undefined) return 0;
  const [, behindName = ""] = readFileSync(`/proc/${pid}/stat`, "latin1").split(/.*\) /s);
  return Number(behindName.split(" ")[7]);
}
