/**
 * Sends odd requests to a service of its own, whose workers read nothing, and says what came back: every route, method,
 * header, body and encoding, right and wrong, cut off and damaged. Ends with status 1 if anything broke. A test does the
 * same with 10,000.
 *
 *   bun scripts/fuzz-http.ts [--count 100000] [--seed <seed>]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzzRun } from "./rig/fuzz-run.ts";
import { Laravel } from "./rig/laravel.ts";
import { PictureServer } from "./rig/picture-server.ts";
import { quickCommand, RunningService } from "./rig/running-service.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: crypto.randomUUID().slice(0, 8) },
  },
});
const { seed } = options;
const count = Number(options.count);
const folder = mkdtempSync(join(tmpdir(), "ocr-eco-fuzz-"));
const [laravel, pictures] = [new Laravel(), new PictureServer()];
const running = new RunningService({
  laravel,
  pictures,
  dataFolder: join(folder, "data"),
  env: {},
  command: quickCommand,
});
console.log(`seed ${seed}: ${count} requests`);
try {
  await running.start();
  const { statuses, broken, grownMegabytes } = await fuzzRun(running, { count, seed });
  for (const [status, times] of [...statuses].sort(([one], [other]) => one - other))
    console.log(`${status === 0 ? "hung up" : status}  ${times}`);
  for (const { request, answer } of broken) console.log(`BROKEN: ${JSON.stringify(request)}\n${answer}\n`);
  const isWell = (await running.fetch("/health")).ok;
  console.log(
    `${broken.length} broke something, memory grew by ${Math.round(grownMegabytes)} MB, ` +
      `and it ${isWell ? "still answers" : "does not answer"}`,
  );
  process.exitCode = broken.length === 0 && isWell ? 0 : 1;
} finally {
  if (!running.hasEnded) await running.kill();
  await laravel.close();
  await pictures.close();
  rmSync(folder, { recursive: true, force: true });
}
