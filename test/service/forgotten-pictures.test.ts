import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";

/** Pictures and readings that an instance keeps itself. */
function kept({ dataFolder }: RunningService): number {
  return ["cache", "review"]
    .map((name) => join(dataFolder, name))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile()).length;
}

describe.skipIf(!hasProgram("redis-server", "redis-server"))(
  "pictures that each instance keeps itself",
  () => {
    const server = new RedisServer([], freePort());
    beforeAll(() => server.start());
    afterAll(() => server.remove());

    test("are forgotten by one that was away when another one was told to, and nobody else's are", async () => {
      const settings = { QUEUE_URL: server.url("", "/0?prefix=forgotten"), REVIEW_SIGNALS: "none" };
      const [one, other] = [quickService(settings), quickService(settings)];
      await one.start();
      for (const report_id of [1, 2]) {
        await one.submit({
          report_id,
          user_id: report_id,
          s3_url: one.pictures.serveSteps(`${report_id}.png`, 5000 + report_id),
        });
        await until("it is delivered", () => one.laravel.booked.length === report_id);
      }
      const before = kept(one);
      one.signal("SIGTERM");
      await one.ended();
      await other.start();
      const forgotten = await (await other.post("/admin/forget", { user_id: 1 })).json();
      expect(forgotten).toMatchObject({ jobs: 1, hashes: 1 });
      expect(kept(one)).toBe(before);
      await one.start();
      // Its picture, its address and its reading.
      await until("they are gone", () => kept(one) === before - 3);
      expect(before - 3).toBeGreaterThan(0);
    });
  },
);
