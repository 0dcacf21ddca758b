/**
 * Has the service read decompression bombs, one after the other, and prints what each cost. The built executable where
 * there is one, else the source. Ends with status 1 if anything is wrong with that; a test does the same with some of them.
 *
 *   bun scripts/bombs.ts [--json] [--write]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Figures } from "./common/figures.ts";
import { noMore, none } from "./common/target.ts";
import { bombCosts, faultsOf } from "./rig/bomb-costs.ts";
import { makeBombs } from "./rig/bombs.ts";
import { Laravel } from "./rig/laravel.ts";
import { PictureServer } from "./rig/picture-server.ts";
import { RunningService } from "./rig/running-service.ts";
import { program } from "./rig/serving.ts";

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
});
const figures = new Figures("bombs", { ...options, program });
const folder = mkdtempSync(join(tmpdir(), "ocr-eco-bombs-"));
const [laravel, pictures] = [new Laravel(), new PictureServer()];
const running = new RunningService({
  laravel,
  pictures,
  dataFolder: join(folder, "data"),
  env: { CACHE_HOURS: "0", WORKER_MEMORY_LIMIT_MB: "1200" },
  command: [...program, "serve"],
});
try {
  const bombs = await makeBombs();
  await running.start();
  const costs = await bombCosts(running, bombs);
  const most = (member: "seconds" | "serverMb" | "workerMb") =>
    Math.max(...costs.map((cost) => cost[member]));
  const worst = { seconds: most("seconds"), serverMb: most("serverMb"), workerMb: most("workerMb") };
  if (options.json) console.log(JSON.stringify({ program, costs, worst }, null, 2));
  else {
    console.table(costs);
    console.log(
      `${costs.length} bombs; at most ${worst.seconds} s, server ${worst.serverMb} MB, worker ${worst.workerMb} MB`,
    );
  }
  const faults = faultsOf(costs);
  for (const fault of faults) console.log(`WRONG: ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
  const targets = [
    noMore("faults", faults.length, 0),
    none("longest until its answer", `${worst.seconds} s`),
    none("most memory of the server", `${worst.serverMb} MB`),
    none("most memory of a worker", `${worst.workerMb} MB`),
  ];
  figures.keep({ title: `${costs.length} bombs, one after the other`, targets });
  figures.end();
} finally {
  if (!running.hasEnded) await running.kill();
  await laravel.close();
  await pictures.close();
  rmSync(folder, { recursive: true, force: true });
}
