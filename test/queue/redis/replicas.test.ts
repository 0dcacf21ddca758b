import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { freePort } from "../../../scripts/rig/free-port.ts";
import { NewerRedis } from "../../../scripts/rig/newer-redis.ts";
import { until } from "../../../scripts/rig/processes.ts";
import { RedisServer } from "../../../scripts/rig/redis-server.ts";
import { parsePlaces } from "../../../src/config/service.ts";
import { lookAtServer, type ServerPlaces } from "../../../src/queue/on-server.ts";
import { openQueue } from "../../../src/queue/open.ts";
import type { Queue } from "../../../src/queue/port.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { failureOf } from "../../support/failure.ts";
import { hasProgram } from "../../support/requires.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { submit } from "../support.ts";

const localHour = () => ({ day: "2026-03-01", hour: 0 });
let prefixes = 0;

/** The settings of a queue of its own on the server at a port, of which a replica has to have each report. */
function placesAt(port: number): ServerPlaces {
  const QUEUE_URL = `redis://127.0.0.1:${port}/0?prefix=replicas-${++prefixes}`;
  const places = parsePlaces({ DATA_DIR: temporaryFolder(), QUEUE_URL, QUEUE_REPLICAS: "1" });
  return places as ServerPlaces;
}

async function queueAt(port: number): Promise<Queue> {
  const places = placesAt(port);
  const queue = await openQueue({ ...places, DATABASE_MAX_MB: 100 }, { localHour });
  cleanUp(() => queue.close());
  return queue;
}

describe.skipIf(!hasProgram("redis-server", "redis-server"))("replicas that have to have a report", () => {
  const server = new RedisServer([], freePort());
  const replica = new RedisServer(["--replicaof", `127.0.0.1 ${server.port}`], freePort());
  const newer = new NewerRedis(server.port);
  beforeAll(async () => {
    await Promise.all([server.start(), replica.start(), newer.start()]);
    const client = replica.client();
    const isThere = async () => (await client.info("replication")).includes("master_link_status:up");
    await until("the replica has a copy", isThere);
    client.disconnect();
  });
  afterAll(async () => void (await Promise.all([newer.stop(), replica.remove(), server.remove()])));

  test("have it in their files where the server can wait for that", async () => {
    newer.inFiles = 1;
    const queue = await queueAt(newer.port);
    newer.asked.length = 0;
    expect(await submit(queue)).not.toBe("");
    expect(newer.asked).toEqual([expect.stringMatching(/^1 1 \d+$/)]);
    expect((await lookAtServer(placesAt(newer.port))).replicas).toBe("in files");
  });

  test("do not have it while it is in their memory alone, and that is said", async () => {
    newer.inFiles = 0;
    expect(await failureOf(async () => submit(await queueAt(newer.port)))).toEqual({
      code: "QUEUE_REPLICAS_AWAY",
      message: expect.stringContaining(
        "Fewer than 1 replica of the queue's server have it in their append-only files",
      ),
    });
  });

  test("have it in memory where the server knows no more of them, or syncs its own file once a second", async () => {
    newer.inFiles = 0;
    newer.asked.length = 0;
    expect(await submit(await queueAt(server.port))).not.toBe("");
    expect((await lookAtServer(placesAt(server.port))).replicas).toBe("in memory");
    const client = server.client();
    cleanUp(async () => {
      await client.config("SET", "appendfsync", "always");
      client.disconnect();
    });
    await client.config("SET", "appendfsync", "everysec");
    expect(await submit(await queueAt(newer.port))).not.toBe("");
    expect(newer.asked).toEqual([]);
  });

  test("do not have it where who answers for them is another server than the one that has it", async () => {
    const other = new RedisServer([], freePort());
    cleanUp(() => other.remove());
    await other.start();
    const places = placesAt(newer.port);
    const queue = await openQueue({ ...places, DATABASE_MAX_MB: 100 }, { localHour });
    cleanUp(() => queue.close());
    // From now on connections lead elsewhere; those that are there stay.
    newer.inFiles = 1;
    newer.leadTo(other.port);
    cleanUp(() => newer.leadTo(server.port));
    expect((await failureOf(() => submit(queue))).code).toBe("QUEUE_REPLICAS_AWAY");
    newer.leadTo(server.port);
    const isTaken = () =>
      submit(queue).then(
        () => true,
        () => false,
      );
    await until("both are one server again", isTaken);
  });
});
