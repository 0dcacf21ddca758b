import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { freePort } from "../../../scripts/rig/free-port.ts";
import { until } from "../../../scripts/rig/processes.ts";
import { RedisCluster } from "../../../scripts/rig/redis-cluster.ts";
import { RedisServer } from "../../../scripts/rig/redis-server.ts";
import { queueUrl } from "../../../src/config/queue-url.ts";
import { type ServerSettings, serverOf } from "../../../src/redis/address.ts";
import { certificate, certificateFiles } from "../../support/certificate.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { failureOf } from "../../support/failure.ts";
import { hasProgram } from "../../support/requires.ts";
import { longLease, opened, openedTwice, submission, submit } from "../support.ts";
import { redisPlace, work } from "./support.ts";

const hasRedis = hasProgram("redis-server", "redis-server");

/** Where a queue is that an address names. */
function placeAt(address: string, over: Parameters<typeof redisPlace>[2] = {}) {
  const url = queueUrl.parse(address);
  return redisPlace({ server: serverOf({ QUEUE_URL: url }) }, url.prefix, over);
}

/** Waits until something fails as unreachable, and with these words: a busy machine may take longer to know why than is waited. */
function untilSaid(words: string, action: () => Promise<unknown>): Promise<void> {
  return until(`it is said: ${words}`, async () => {
    const { code, message } = await failureOf(action);
    expect(code).toBe("QUEUE_UNREACHABLE");
    return message.includes(words);
  });
}

/** A server of no cluster, which ends with the test. */
async function lonely(): Promise<RedisServer> {
  const server = new RedisServer([], freePort());
  cleanUp(() => server.remove());
  await server.start();
  return server;
}

describe.skipIf(!hasRedis)("a queue in a cluster", () => {
  const cluster = new RedisCluster("moved");
  beforeAll(() => cluster.start());
  afterAll(() => cluster.remove());

  test("loses nothing and does nothing twice while its keys are moved from node to node under load", async () => {
    const many = 200;
    const both = await openedTwice(placeAt(cluster.url));
    const delivered: string[] = [];
    const isDone = () => delivered.length >= many;
    let moves = 0;
    const move = async () => {
      for (; !isDone(); moves++) {
        const before = delivered.length;
        const target = await cluster.stranger();
        await cluster.beginMove(target);
        // Some are here, some there, and some that are asked for are nowhere.
        await cluster.moveKeys(target, 5);
        await Bun.sleep(60 * Math.random());
        await cluster.endMove(target);
        await until("work goes on", () => isDone() || delivered.length > before + 20);
      }
    };
    const send = async () => {
      for (let report = 0; report < many; report++)
        await both[report % 2]?.jobs.submit([submission({ reportId: report })], many);
    };
    await Promise.all([move(), send(), ...both.map((queue) => work(queue, isDone, delivered))]);

    expect(moves).toBeGreaterThan(1);
    const bodies = Array.from({ length: many }, (_, report) => `body of ${report}`);
    expect(delivered.toSorted()).toEqual(bodies.toSorted());
    const [queue] = both;
    const jobs = await queue.jobs.list({ most: 1000 });
    expect(jobs.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(Array(many).fill("done 1"));
    expect(await queue.deliveries.counts()).toMatchObject({ delivered: many, pending: 0, unknown: 0 });
    expect(await queue.history.totals("")).toMatchObject([{ counters: { done: many, delivered: many } }]);
  });

  test("takes nothing in, and says why, while half of its keys are elsewhere, and goes on when all are", async () => {
    const queue = await opened(placeAt(cluster.url, { patience: 300 }));
    const before = await queue.jobs.counts();
    const target = await cluster.stranger();
    await cluster.beginMove(target);
    await cluster.moveKeys(target, 3);
    await untilSaid("its keys are being moved to another node of its cluster", () =>
      submit(queue, { reportId: "half" }),
    );
    await cluster.endMove(target);
    const patient = await opened(placeAt(cluster.url));
    expect(await patient.jobs.counts()).toEqual(before);
    await submit(patient, { reportId: "whole" });
    expect(await patient.jobs.counts()).toEqual({
      ...before,
      waiting: before.waiting + 1,
      oldestWaitingAt: expect.anything(),
    });
  });

  test("is listened to at the node that has it, so that who moves it elsewhere sees who works with it", async () => {
    const [one, other] = await openedTwice(placeAt(cluster.url));
    const heard = new Promise<void>((resolve) => other.onWork("jobs", resolve));
    // With hands that stay free.
    expect((await other.jobs.claim(99, longLease)).length).toBeLessThan(99);
    const target = await cluster.stranger();
    await cluster.beginMove(target);
    await cluster.endMove(target);
    await submit(one);
    await heard;
    // Whoever asks for anything hears that it is elsewhere.
    await other.jobs.counts();
    const listening = async () =>
      ((await cluster.ask(target, "PUBSUB", "NUMSUB", "{moved}:work")) as [string, number])[1];
    await until("both listen there", async () => (await listening()) === 2);
  });

  test("is found where some of the nodes that are named are away, or are none of a cluster", async () => {
    const seed = (await cluster.stranger()).port;
    const alone = await lonely();
    const address = `redis+cluster://127.0.0.1:1,127.0.0.1:${alone.port},127.0.0.1:${seed}/?prefix=moved`;
    const queue = await opened(placeAt(address));
    await submit(queue);
    expect(queue.description).toStartWith(`Redis cluster at 127.0.0.1:1, 127.0.0.1:${alone.port}`);
  });

  test("is found by nodes that nobody named once those that somebody did are gone", async () => {
    const seed = await cluster.stranger();
    const queue = await opened(placeAt(`redis+cluster://127.0.0.1:${seed.port}/?prefix=moved`));
    await submit(queue);
    await seed.stop("SIGKILL");
    try {
      await cluster.ask(await cluster.keeper(), "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      expect((await queue.jobs.counts()).waiting).toBeGreaterThan(0);
    } finally {
      await seed.start();
    }
  });

  test("is listened to over the same connection where nodes go by several names", async () => {
    const keeper = await cluster.keeper();
    const name = "cluster-preferred-endpoint-type";
    const callThem = (how: string) =>
      Promise.all(cluster.servers.map((server) => cluster.ask(server, "CONFIG", "SET", name, how))).then(
        () => {},
      );
    const listening = async () =>
      String(await cluster.ask(keeper, "CLIENT", "LIST", "TYPE", "pubsub")).match(/\bid=\d+/g) ?? [];
    // Each then is called as the one is that was asked.
    await callThem("unknown-endpoint");
    cleanUp(() => callThem("ip"));
    const hosts = cluster.servers.map(
      ({ port }, at) => `${at % 2 === 0 ? "127.0.0.1" : "localhost"}:${port}`,
    );
    const queue = await opened(placeAt(`redis+cluster://${hosts.join(",")}/?prefix=moved`));
    const before = await listening();
    expect(before).not.toEqual([]);
    await cluster.ask(keeper, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    // It has asked another node where its keys are, by another name.
    await queue.jobs.counts();
    await Bun.sleep(500);
    expect(await listening()).toEqual(before);
  });

  test("is refused, with what to write instead, at a node that does not have it", async () => {
    const address = `redis://127.0.0.1:${(await cluster.stranger()).port}/0?prefix=moved`;
    expect(await failureOf(() => placeAt(address).open())).toMatchObject({
      code: "QUEUE_REFUSED",
      message: expect.stringContaining("Name the cluster, with redis+cluster:// in QUEUE_URL."),
    });
  });

  test("works at the node that has it, with a warning", async () => {
    const warnings: string[] = [];
    const address = `redis://127.0.0.1:${(await cluster.keeper()).port}/0?prefix=moved`;
    await submit(await opened(placeAt(address, { warn: (message) => warnings.push(message) })));
    expect(warnings).toContainEqual(expect.stringContaining("name the cluster, with redis+cluster://"));
  });
});

describe.skipIf(!hasRedis)("an address of a cluster", () => {
  test("at which there is none is refused, with what to write instead", async () => {
    const server = await lonely();
    expect(await failureOf(() => placeAt(`redis+cluster://127.0.0.1:${server.port}`).open())).toMatchObject({
      code: "QUEUE_REFUSED",
      message: expect.stringContaining("is no cluster. Name it with redis:// in QUEUE_URL"),
    });
  });

  test("whose nodes are all away is told of", async () => {
    const place = placeAt("redis+cluster://127.0.0.1:1,127.0.0.1:2", { patience: 300 });
    await untilSaid("Redis cluster at 127.0.0.1:1, 127.0.0.1:2 does not answer (ECONNREFUSED)", place.open);
  });

  test("is told of where no node has the slot, and where one is said to be at an address that leads nowhere", async () => {
    const cluster = new RedisServer(
      ["--cluster-enabled", "yes", "--cluster-port", String(freePort())],
      freePort(),
    );
    cleanUp(() => cluster.remove());
    await cluster.start();
    const client = cluster.client();
    cleanUp(() => client.disconnect());
    const place = placeAt(`redis+cluster://127.0.0.1:${cluster.port}`, { patience: 1000 });
    await untilSaid("no node keeps slot", place.open);
    await client.call("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
    await client.config("SET", "cluster-announce-ip", "127.0.0.9");
    await client.config("SET", "cluster-announce-port", 1);
    await untilSaid("(ECONNREFUSED at 127.0.0.9:1, where the cluster says that its keys are)", place.open);
  });

  test("is asked over TLS with its password, nodes and all, and only where its certificate is trusted", async () => {
    const { certFile, keyFile } = certificateFiles(certificate);
    const [port, busPort] = [freePort(), freePort()];
    const files = ["--tls-cert-file", certFile, "--tls-key-file", keyFile, "--tls-ca-cert-file", certFile];
    const tls = ["--tls-port", String(port), "--tls-auth-clients", "no", "--tls-cluster", "yes", ...files];
    const words = ["--cluster-enabled", "yes", "--cluster-port", String(busPort), "--requirepass", "sesame"];
    const server = new RedisServer([...words, ...tls]);
    cleanUp(() => server.remove());
    await server.start();
    const client = server.client("sesame");
    cleanUp(() => client.disconnect());
    await client.call("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
    const at = (password: string) => queueUrl.parse(`rediss+cluster://:${password}@localhost:${port}`);
    const opening = (settings: ServerSettings) =>
      redisPlace({ server: serverOf(settings) }, settings.QUEUE_URL.prefix).open();
    const queue = await opening({ QUEUE_URL: at("sesame"), QUEUE_CA_FILE: certFile });
    cleanUp(() => queue.close());
    await submit(queue);
    expect(await failureOf(() => opening({ QUEUE_URL: at("sesame") }))).toMatchObject({
      code: "QUEUE_REFUSED",
      message: expect.stringContaining("shows a certificate that is not trusted"),
    });
    const wrong = await failureOf(() => opening({ QUEUE_URL: at("guessed"), QUEUE_CA_FILE: certFile }));
    expect([wrong.code, wrong.message]).toEqual([
      "QUEUE_REFUSED",
      expect.stringContaining("refuses the user or password"),
    ]);
    expect(JSON.stringify(wrong)).not.toContain("guessed");
  });
});
