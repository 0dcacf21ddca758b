/**
 * Kills `ocr-eco serve` at random moments while reports come in, are read and delivered, and says whether everything
 * that was acknowledged has arrived. A test does the same with 8 kills.
 *
 *   bun scripts/kill-test.ts [--kills 200] [--seed <seed>]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { killRun } from "./rig/kill-run.ts";
import { Laravel } from "./rig/laravel.ts";
import { PictureServer } from "./rig/picture-server.ts";
import { quickCommand, RunningService } from "./rig/running-service.ts";

const { values: options } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: crypto.randomUUID().slice(0, 8) },
  },
});
const { seed } = options;
const kills = Number(options.kills);
const folder = mkdtempSync(join(tmpdir(), "ocr-eco-kill-test-"));
const [laravel, pictures] = [new Laravel(), new PictureServer()];
const running = new RunningService({
  laravel,
  pictures,
  dataFolder: join(folder, "data"),
  env: { WORKER_COUNT: "2" },
  command: quickCommand,
});
console.log(`seed ${seed}: ${kills} kills`);
try {
  const { losses, reports, delivered, failed, repeats, bookedTwice } = await killRun(running, {
    kills,
    seed,
    onKill: (kill) => {
      if (kill % 25 === 0) console.log(`${kill} kills`);
    },
  });
  for (const loss of losses) console.log(`LOST: ${loss}`);
  console.log(
    `${reports} reports acknowledged, ${delivered} results delivered, ${failed} refused; ` +
      `${repeats} attempts repeated, of which ${bookedTwice} were booked twice under one webhook-id`,
  );
  process.exitCode = losses.length === 0 ? 0 : 1;
} finally {
  if (!running.hasEnded) await running.kill();
  await laravel.close();
  await pictures.close();
  rmSync(folder, { recursive: true, force: true });
}
