import { describe, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { anotherBuild, makeCluster } from "../../scripts/rig/cluster.ts";
import { clusterRun, faults } from "../../scripts/rig/cluster-run.ts";
import { nginxProgram } from "../../scripts/rig/nginx.ts";
import { version } from "../../src/build-info.ts";
import { cleanUp } from "../support/clean-up.ts";
import { hasProgram, libraryFile } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

const hasAll =
  (nginxProgram !== null || hasProgram("nginx", "nginx-light")) && hasProgram("redis-server", "redis-server");

const faketime = libraryFile("faketime/libfaketime.so.1", "libfaketime");

describe.skipIf(!hasAll)("three instances behind nginx, with one queue in Redis", () => {
  test("lose nothing and book nothing twice without counting it, whichever of them is killed, ended or frozen, and when Redis goes", async () => {
    const seed = process.env["TEST_SEED"] ?? crypto.randomUUID().slice(0, 8);
    console.log(`a cluster with TEST_SEED=${seed}`);
    const folder = join(temporaryFolder(), "cluster");
    mkdirSync(folder);
    // The clock of one of them is an hour ahead.
    const ahead = { LD_PRELOAD: faketime ?? "", FAKETIME: "+1h", FAKETIME_DONT_FAKE_MONOTONIC: "1" };
    const { cluster, close } = await makeCluster(folder, [{}, faketime === null ? {} : ahead, {}]);
    cleanUp(close);
    const run = await clusterRun(cluster, { seed, what: faults, isHurried: true, awayMs: 500 });
    expect(run.losses, `TEST_SEED=${seed}`).toEqual([]);
    expect(run.delivered).toBeGreaterThan(20);
    expect(run.takenOver).toBeGreaterThan(0);
    // Callers hear of no instance that is gone, and of the server alone.
    expect(Object.keys(run.refused).filter((status) => status !== "503")).toEqual([]);
  });

  test("go over to another version one by one while both work on the queue, and no caller hears of it", async () => {
    const seed = process.env["TEST_SEED"] ?? crypto.randomUUID().slice(0, 8);
    console.log(`a rolling restart with TEST_SEED=${seed}`);
    const folder = join(temporaryFolder(), "cluster");
    mkdirSync(folder);
    const newer = await anotherBuild(join(folder, "build"), "99.0.0");
    const { cluster, close } = await makeCluster(folder);
    cleanUp(close);
    const what = cluster.instances.map(() => "renew" as const);
    const run = await clusterRun(cluster, { seed, what, isHurried: true, awayMs: 0, newer });
    expect(run.losses, `TEST_SEED=${seed}`).toEqual([]);
    expect([run.refused, run.unanswered]).toEqual([{}, 0]);
    expect(run.versions).toEqual([
      ["99.0.0", version, version],
      ["99.0.0", "99.0.0", version],
      ["99.0.0", "99.0.0", "99.0.0"],
    ]);
    expect(run.delivered).toBeGreaterThan(20);
  });
});
