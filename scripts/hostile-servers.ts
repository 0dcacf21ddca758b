/**
 * Has the executable load pictures from servers that are at fault, and deliver results to such receivers: switches of
 * protocol, heads without end, lies about length, resets at each stage, bombs, faults of TLS. Of each kind as many reports as
 * the service takes in hand at once. Prints what became of them, how long that took, and how much longer another report
 * waited meanwhile. Ends with status 1 where one had no end or the wrong one, or another one waited a second more.
 *
 *   bun run build && bun scripts/hostile-servers.ts [--kind 'part of its name'] [--from-source] [--write]
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Figures } from "./common/figures.ts";
import { noMore } from "./common/target.ts";
import { deliveriesInHand, Trial } from "./hostile-servers/trial.ts";
import { type FaultName, faultNames, HostileServers } from "./rig/hostile-server.ts";
import { Laravel } from "./rig/laravel.ts";
import { PictureServer } from "./rig/picture-server.ts";
import { RunningService } from "./rig/running-service.ts";

const { values: options } = parseArgs({
  options: {
    kind: { type: "string", default: "" },
    "from-source": { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const root = join(import.meta.dir, "..");
const executable = join(root, "dist", "ocr-eco");
const fromSource = options["from-source"];
if (!fromSource && !existsSync(executable))
  throw new Error("There is no executable: bun run build makes it.");

const program = fromSource ? [process.execPath, join(root, "cli", "main.ts")] : [executable];
const figures = new Figures("hostile-servers", { ...options, program });
/** Seconds that the service waits for a picture or for a receiver here, so that this does not take half an hour. */
const patience = "3";
const kinds = faultNames.filter((name) => name.includes(options.kind));
const folder = mkdtempSync(join(tmpdir(), "ocr-eco-hostile-"));
const [laravel, pictures] = [new Laravel(), new PictureServer()];
const picture = await (await fetch(pictures.url("steps.png"))).bytes();
const servers = await HostileServers.start(picture);
const environmentOf = (kind: FaultName): string => `kind_${kinds.indexOf(kind)}`;
const running = new RunningService({
  laravel,
  pictures,
  dataFolder: join(folder, "data"),
  env: {
    WORKER_COUNT: "1",
    CACHE_HOURS: "0",
    REVIEW_SIGNALS: "none",
    DOWNLOAD_TIMEOUT_SECONDS: patience,
    JOB_RETRY_SECONDS: "0",
    WEBHOOK_TIMEOUT_SECONDS: patience,
    WEBHOOK_RETRY_SECONDS: "0,0",
    WEBHOOK_CONCURRENCY: String(deliveriesInHand),
    ...Object.fromEntries(
      kinds.map((kind) => [
        `LARAVEL_API_URL_${environmentOf(kind).toUpperCase()}`,
        new URL(servers.url(kind)).origin,
      ]),
    ),
  },
  command: [...program, "serve"],
});

try {
  await running.start();
  const trial = new Trial(running, servers);
  printRow("", ["as a server of pictures", "s", "others +s"], ["as a receiver", "s", "others +s"]);
  let [wrong, worst] = [0, 0];
  for (const kind of kinds) {
    const asPictures = await trial.ofPictures(kind);
    const asReceiver = await trial.ofReceiver(kind, environmentOf(kind));
    for (const { isRight, othersWaitedMs } of [asPictures, asReceiver]) {
      if (!isRight) wrong++;
      worst = Math.max(worst, othersWaitedMs);
    }
    printRow(kind, asPictures.columns, asReceiver.columns);
  }
  const targets = [
    noMore("reports without the right end", wrong, 0),
    noMore("longest that another report waited more, ms", Math.round(worst), 1000),
  ];
  figures.add(`${kinds.length} kinds of faulty servers, twice each`, targets);
  figures.end();
  if (targets.some(({ reached }) => reached === false)) process.exitCode = 1;
} finally {
  await running.kill();
  servers.close();
  await laravel.close();
  await pictures.close();
  rmSync(folder, { recursive: true, force: true });
}

type Columns = readonly [what: string, seconds: string, others: string];

function printRow(kind: string, ...columns: readonly Columns[]): void {
  const cells = columns.map(
    ([what, seconds, others]) => `${what.padEnd(24)}${seconds.padStart(5)}${others.padStart(11)}   `,
  );
  console.log(`${kind.padEnd(42)}${cells.join("")}`.trimEnd());
}
