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

    test("are forgotten also where nothing could be read on them, but for what somebody else has sent, too", async () => {
      const settings = { QUEUE_URL: server.url("", "/0?prefix=unread"), REVIEW_SIGNALS: "none" };
      const [one, other] = [quickService(settings), quickService(settings)];
      await one.start();
      const send = async (report_id: number, s3_url: string): Promise<void> => {
        await one.submit({ report_id, user_id: report_id, s3_url });
        await until("it is delivered", () => one.laravel.booked.length === report_id);
      };
      // The same bytes under two names, of which the worker reads one.
      const bytes = new TextEncoder().encode("5001 steps");
      one.pictures.serve("bad-1.png", bytes);
      one.pictures.serve("2.png", bytes);
      await send(1, one.pictures.url("bad-1.png"));
      await send(2, one.pictures.url("2.png"));
      const ofTwo = kept(one);
      await send(3, one.pictures.serveSteps("bad-3.png", 5003));
      expect(kept(one)).toBe(ofTwo + 2);
      one.signal("SIGTERM");
      await one.ended();
      await other.start();
      for (const user_id of [1, 3])
        expect(await (await other.post("/admin/forget", { user_id })).json()).toMatchObject({
          jobs: 1,
          hashes: 0,
        });
      await one.start();
      await until("picture and address of the third are gone", () => kept(one) === ofTwo);
    });
  },
);
