/**
 * Has three instances of `ocr-eco serve` behind nginx, with one queue in Redis, killed, ended, frozen past their leases, and Redis
 * restarted, killed and away, and at last each replaced by another version, while reports come in, are read and delivered, and
 * says whether everything that was acknowledged has arrived. Loopback only; six minutes with the usual settings. Needs nginx and redis-server. A test does the same in a hurry.
 *
 *   bun scripts/cluster-test.ts [--rounds 1] [--away 60] [--seed <seed>]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { anotherBuild, makeCluster } from "./rig/cluster.ts";
import { clusterRun, type Fault, faults } from "./rig/cluster-run.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "1" },
    away: { type: "string", default: "60" },
    seed: { type: "string", default: crypto.randomUUID().slice(0, 8) },
  },
});
const { seed } = options;
const rounds = wholeFrom1("rounds", options.rounds);
const awayMs = 1000 * wholeFrom1("away", options.away);
const folder = mkdtempSync(join(tmpdir(), "ocr-eco-cluster-"));
const newer = await anotherBuild(join(folder, "build"), "99.0.0");
const { cluster, close } = await makeCluster(folder);
const began = performance.now();
const said: Readonly<Record<Fault, string>> = {
  kill: "an instance is killed",
  end: "an instance is told to end",
  freeze: "an instance is frozen for longer than its lease",
  "restart-redis": "Redis is ended, and away for a while",
  "kill-redis": "Redis is killed, and away for a while",
  renew: "an instance is told to end, and started as another version",
};
try {
  const renewed = cluster.instances.map(() => "renew" as const);
  const what = [...Array.from({ length: rounds }, () => faults).flat(), ...renewed];
  console.log(`seed ${seed}: ${what.length} faults`);
  const run = await clusterRun(cluster, {
    seed,
    what,
    isHurried: false,
    awayMs,
    newer,
    onFault: (fault) => {
      console.log(`after ${Math.round((performance.now() - began) / 1000)} s: ${said[fault]}`);
    },
  });
  for (const loss of run.losses) console.log(`LOST: ${loss}`);
  const refused = Object.entries(run.refused).map(([status, count]) => `${count} × ${status}`);
  console.log(
    `${run.reports} reports acknowledged, ${run.delivered} results delivered, ${run.failed} refused by the receiver; ` +
      `${run.takenOver} claims looked at when their holder was frozen; ${run.repeats} attempts repeated, of which ` +
      `${run.bookedTwice} were booked twice under one webhook-id; callers were answered ${refused.join(", ") || "202 alone"} besides`,
  );
  process.exitCode = run.losses.length === 0 ? 0 : 1;
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
