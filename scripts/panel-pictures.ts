/**
 * Draws every panel of the Grafana dashboard with what a real Prometheus gathered while a service had five eventful minutes: more
 * came in than could be read, pictures were gone, workers died, the application was down and refused the key, people decided and
 * mistyped passwords. For whoever changes a panel, and wants to see whether it shows that.
 *
 *   bun scripts/panel-pictures.ts <page.html> [--seconds 300]
 *
 * Loopback only; needs Debian's prometheus. Workers read nothing, so the readings are made up.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { rows } from "./grafana-dashboard/panels.ts";
import { drawPanel, pageOfPanels } from "./panel-pictures/draw.ts";
import { keys, metricsKey, storyOf } from "./panel-pictures/story.ts";
import { Laravel } from "./rig/laravel.ts";
import { PictureServer } from "./rig/picture-server.ts";
import { Prometheus, prometheusProgram } from "./rig/prometheus.ts";
import { quickCommand, RunningService } from "./rig/running-service.ts";

const {
  values,
  positionals: [file],
} = parseArgs({ options: { seconds: { type: "string", default: "300" } }, allowPositionals: true });
if (file === undefined) throw new Error("Name the page that is written.");
if (prometheusProgram === null) throw new Error("Install prometheus: apt-get install prometheus");
const seconds = wholeFrom1("seconds", values.seconds);

const folder = mkdtempSync(join(tmpdir(), "ocr-eco-panels-"));
const [laravel, pictures] = [new Laravel(), new PictureServer()];
const service = new RunningService({
  laravel,
  pictures,
  dataFolder: join(folder, "data"),
  env: {
    API_KEYS: keys,
    METRICS_KEY: metricsKey,
    WORKER_COUNT: "2",
    JOB_RETRY_SECONDS: "2",
    WEBHOOK_RETRY_SECONDS: "0,2,2,5,5,5,10,10,10,10",
    REVIEW_UNDO_SECONDS: "0",
    MAX_QUEUE_SIZE: "200",
    CACHE_MAX_MB: "50",
  },
  command: quickCommand,
});
try {
  await service.start();
  const prometheus = new Prometheus({ folder, url: service.url, key: metricsKey });
  try {
    const began = Date.now() / 1000;
    await storyOf({ service, laravel, pictures }, seconds);
    const time = { from: began, until: Date.now() / 1000 };
    const drawn: { title: string; panels: Awaited<ReturnType<typeof drawPanel>>[] }[] = [];
    for (const { title, panels } of rows) {
      const shown = panels.filter(({ needs }) => needs === undefined);
      if (shown.length === 0) continue;
      drawn.push({
        title,
        panels: await Promise.all(shown.map((panel) => drawPanel(prometheus, panel, time))),
      });
    }
    writeFileSync(file, pageOfPanels(drawn));
    console.log(file);
  } finally {
    await prometheus.stop();
  }
} finally {
  service.signal("SIGTERM");
  await service.ended();
  await Promise.all([laravel.close(), pictures.close()]);
  rmSync(folder, { recursive: true, force: true });
}
