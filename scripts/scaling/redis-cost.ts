import { openRedisQueue } from "../../src/queue/redis/open.ts";
import { freePort } from "../rig/free-port.ts";
import { RedisServer } from "../rig/redis-server.ts";
import { quickCommand } from "../rig/running-service.ts";
import { Serving } from "../rig/serving.ts";

/** What one report costs the Redis server that keeps the queue, from its submission to its delivered result. */
export interface RedisCost {
  readonly reports: number;
  /** Scripts that instances ask for. */
  readonly calls: number;
  /** All commands, with those that scripts run. */
  readonly commands: number;
  /** Of one core, with the syncs of `appendfsync always`. */
  readonly processorMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Memory while its job is kept. */
  readonly keptBytes: number;
  /** Memory that is left when the job is deleted: its picture's hashes, by which copies are found. */
  readonly rememberedBytes: number;
}

/** Words as long as those of a screenshot, of which no two reports have the same: what is alike takes less room. */
function textOf(report: number): string {
  const noise = Array.from({ length: 12 }, (_, at) => Bun.hash(`${report}/${at}`).toString(36));
  return `${1000 + report} steps ${noise.join(" ")} Today Daily activity Active time Calories Distance km min kcal Goal`;
}

/**
 * Has a service whose workers read nothing take in so many reports, `perSecond` of them a second, read and deliver them
 * over a Redis server that syncs each write, with so many instances that read. What is counted is the difference of the server's own figures (INFO), so a
 * report's share of heartbeats and of what the service looks at each second is in it. Loopback.
 */
export async function measureRedis(reports: number, perSecond: number, instances = 1): Promise<RedisCost> {
  const server = new RedisServer([], freePort());
  await server.start();
  const done = Promise.withResolvers<void>();
  let delivered = 0;
  const others = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (request.method === "GET") return new Response(textOf(Number(pathname.slice(1))));
      await request.json();
      if (++delivered === reports) done.resolve();
      return Response.json({ success: true });
    },
  });
  const address = `http://127.0.0.1:${others.port}`;
  const settings = {
    QUEUE_URL: server.url(),
    LARAVEL_API_URL: address,
    CACHE_HOURS: "0",
    WORKER_COUNT: "1",
    LOG_LEVEL: "fatal",
  };
  const serving = await Serving.start(settings, quickCommand);
  // They hear of work as soon as they have a worker.
  const beside = await Promise.all(
    Array.from({ length: instances - 1 }, () => Serving.start(settings, quickCommand)),
  );
  const client = server.client();
  const look = async () => {
    const info = await client.info();
    const of = (name: string): number =>
      Number(new RegExp(`^${name}:([\\d.]+)`, "m").exec(info)?.[1] ?? Number.NaN);
    const stats = await client.info("commandstats");
    const calls = [...stats.matchAll(/^cmdstat_(?:evalsha|eval|fcall)\w*:calls=(\d+)/gm)];
    return {
      calls: calls.reduce((sum, [, count]) => sum + Number(count), 0),
      commands: [...stats.matchAll(/:calls=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0),
      processor: of("used_cpu_user") + of("used_cpu_sys"),
      bytesIn: of("total_net_input_bytes"),
      bytesOut: of("total_net_output_bytes"),
      memory: of("used_memory_dataset"),
    };
  };
  try {
    const before = await look();
    const began = performance.now();
    for (let report_id = 1; report_id <= reports; report_id++) {
      await Bun.sleep(Math.max(0, began + (1000 * report_id) / perSecond - performance.now()));
      void serving.post("/api/v1/ocr-ecosteps", {
        report_id,
        user_id: report_id,
        s3_url: `${address}/${report_id}`,
      });
    }
    await done.promise;
    // The last answer is noted a moment after it was given.
    await Bun.sleep(500);
    const after = await look();
    await Promise.all([serving, ...beside].map((each) => each.stop()));
    const queue = await openRedisQueue({
      server: server.server,
      prefix: "{ocr-eco}",
      localHour: (ms) => ({ day: new Date(ms).toISOString().slice(0, 10), hour: new Date(ms).getUTCHours() }),
    });
    await Bun.sleep(10);
    const withoutJobs = { doneMs: 0, failedMs: 0, seenMs: 1e12, reviewMs: 0 };
    await queue.history.prune(withoutJobs);
    const pictures = await look();
    await queue.history.prune({ ...withoutJobs, seenMs: 0 });
    const neither = await look();
    await queue.close();
    const each = (name: keyof typeof after): number => (after[name] - before[name]) / reports;
    return {
      reports,
      calls: each("calls"),
      commands: each("commands"),
      processorMs: 1000 * each("processor"),
      bytesIn: each("bytesIn"),
      bytesOut: each("bytesOut"),
      // Differences of what is deleted: what scripts answered is kept for two minutes, and is no part of a job.
      keptBytes: (after.memory - neither.memory) / reports,
      rememberedBytes: (pictures.memory - neither.memory) / reports,
    };
  } finally {
    client.disconnect();
    await others.stop(true);
    await server.remove();
  }
}
