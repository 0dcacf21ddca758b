import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RedisServer } from "../../../scripts/rig/redis-server.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { claimOne, ending, opened, seen, submit } from "../support.ts";
import { onServer, redisPlace } from "./support.ts";

/** All that the server has on its disk. */
function onDisk({ folder }: RedisServer): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => /\.(?:aof|rdb)$/.test(name))
    .map((name) => readFileSync(join(folder, name), "latin1"))
    .join("\n");
}

onServer((server) => {
  test("what was forgotten leaves the memory and the disk", async () => {
    const queue = await opened(redisPlace(server));
    await submit(queue, { reportId: "to-be-forgotten", userId: "somebody" });
    const { claimToken } = await claimOne(queue);
    await queue.jobs.finish(claimToken, seen({ reportId: "to-be-forgotten", userId: "somebody" }), () =>
      ending({ reading: '{"a":"secret reading"}', body: "a body with a secret" }),
    );
    await submit(queue, { reportId: "stays" });
    expect(onDisk(server)).toContain("to-be-forgotten");
    expect(await queue.history.wipe()).toBe(true);
    expect(onDisk(server)).toContain("to-be-forgotten");

    await queue.history.forget({ userId: "somebody" });
    expect(await queue.history.wipe()).toBe(true);
    for (const trace of ["to-be-forgotten", "somebody", "secret"])
      expect([trace, onDisk(server).includes(trace)]).toEqual([trace, false]);
    expect(onDisk(server)).toContain("stays");
    const client = server.client();
    cleanUp(() => client.disconnect());
    expect((await client.keys("*")).filter((key) => key.includes("to-be-forgotten"))).toEqual([]);
    expect(await queue.jobs.counts()).toMatchObject({ waiting: 1, done: 0 });
  });

  test("a server that lets nobody ask for that is believed to do it", async () => {
    const client = server.client();
    cleanUp(() => client.disconnect());
    await client.call(
      "ACL",
      "SETUSER",
      "narrow",
      "on",
      ">pass",
      "~*",
      "&*",
      "+@all",
      "-bgrewriteaof",
      "-config",
    );
    const place = redisPlace(server, "{narrow}", { username: "narrow", password: "pass" });
    const queue = await opened(place);
    expect(queue.loss).toContain("does not tell");
    await submit(queue, { reportId: 1 });
    await queue.history.forget({ reportId: "1" });
    expect(await queue.history.wipe()).toBe(true);
  });
});
