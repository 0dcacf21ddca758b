/**
 * Holds slow connections open at a service of its own, whose workers read nothing: some send their headers a byte a second,
 * some their bodies, some never read their answers. Prints how long others wait for their 202 meanwhile.
 *
 *   bun scripts/slow-clients.ts [--count 500] [--seconds 20] [--write]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { quantile } from "../src/eval/tally.ts";
import { Figures } from "./common/figures.ts";
import { noMore } from "./common/target.ts";
import { Laravel } from "./rig/laravel.ts";
import { PictureServer } from "./rig/picture-server.ts";
import { apiKey, quickCommand, RunningService } from "./rig/running-service.ts";
import { SlowClients } from "./rig/slow-clients.ts";

/** Callers that send one report after the other. */
const callers = 4;

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "500" },
    seconds: { type: "string", default: "20" },
    write: { type: "boolean", default: false },
  },
});
const figures = new Figures("slow-clients", options);
const folder = mkdtempSync(join(tmpdir(), "ocr-eco-slow-"));
const [laravel, pictures] = [new Laravel(), new PictureServer()];
const running = new RunningService({
  laravel,
  pictures,
  dataFolder: join(folder, "data"),
  env: { MAX_QUEUE_SIZE: "1000000" },
  command: quickCommand,
});
try {
  await running.start();
  await running.post("/admin/pause", undefined);
  const slow = new SlowClients(running.url, apiKey, Number(options.count));
  const until = performance.now() + Number(options.seconds) * 1000;
  const times: number[] = [];
  let failed = 0;
  let nextReport = 1;
  const send = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now();
      const { status } = await running.submit({ report_id: nextReport++ });
      if (status !== 202) failed++;
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: callers }, send));
  const milliseconds = (share: number): number =>
    Math.round(10 * (quantile(times, share) ?? Number.NaN)) / 10;
  figures.add(`${times.length} reports while ${options.count} slow clients are connected`, [
    noMore("p50", milliseconds(0.5), 200, "ms"),
    noMore("p99", milliseconds(0.99), 200, "ms"),
    noMore("reports that were not taken in", failed, 0),
  ]);
  console.log(
    `Cut off by then: ${slow.cut("headers")} with slow headers, ${slow.cut("body")} with slow bodies.`,
  );
  slow.close();
  figures.end();
} finally {
  await running.kill();
  await laravel.close();
  await pictures.close();
  rmSync(folder, { recursive: true, force: true });
}
