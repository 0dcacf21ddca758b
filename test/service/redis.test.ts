import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { schemaVersion } from "../../src/redis/base.ts";
import { cleanUp } from "../support/clean-up.ts";
import { ocrEco } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService, service } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

let queues = 0;

describe.skipIf(!hasProgram("redis-server", "redis-server"))("a service whose queue Redis keeps", () => {
  const server = new RedisServer(["--requirepass", "open-sesame"], freePort());
  beforeAll(() => server.start());
  afterAll(() => server.remove());
  const settings = () => ({
    QUEUE_URL: server.url("", `/0?prefix=service-${++queues}`),
    QUEUE_PASSWORD: "open-sesame",
  });

  test("takes a report in, reads it and delivers it once", async () => {
    const running = await service({ REVIEW_SIGNALS: "none", ...settings() }).start();
    const { status, body } = await running.submit({ report_id: "0101", user_id: 145 });
    expect(status).toBe(202);
    await until("it is delivered", () => running.laravel.booked.length === 1);
    expect(running.laravel.booked[0]?.body).toMatchObject({ report_id: "0101", job_id: body["job_id"] });
    await running.settled();
    const job = await running.get(`/api/v1/ocr-ecosteps/${body["job_id"]}`);
    expect(job).toMatchObject({
      state: "done",
      result: { status: "verified" },
      deliveries: [{ attempts: 1 }],
    });
    const { storage } = await running.details();
    expect(storage).toMatchObject({ may_lose: null });
    expect(storage.database_bytes).toBeWithin(1, storage.database_limit_bytes);
    expect(running.log + running.errors).not.toContain("open-sesame");
  });

  test("goes on after it was killed, and one beside it takes over what it had in hand", async () => {
    const shared = settings();
    const [one, other] = [quickService(shared), quickService(shared)];
    await one.start();
    const release = one.pictures.hold("held.png");
    const { body } = await one.submit({ report_id: 1, s3_url: one.pictures.url("held.png") });
    await until("it is in hand", async () => (await one.details()).in_hand.length > 0);
    await one.kill();
    one.pictures.serveSteps("held.png", 5000);
    // As a minute later.
    const client = server.client("open-sesame");
    await client.zadd(`{service-${queues}}:leases:jobs`, 0, String(body["job_id"]));
    client.disconnect();
    await other.start({ env: { LARAVEL_API_URL: one.laravel.url, LARAVEL_API_KEY: one.laravel.key } });
    await until("it is delivered by the other one", () => one.laravel.booked.length === 1);
    expect(one.laravel.booked[0]?.body).toMatchObject({ report_id: 1, job_id: body["job_id"] });
    release(() => new Response(""));
  });

  test("refuses reports while the server is away, and goes on by itself when it is back", async () => {
    const running = await quickService(settings()).start();
    await running.submit({ report_id: 1, s3_url: running.pictures.serveSteps("1.png", 5000) });
    await running.settled();
    await server.stop("SIGKILL");
    const refused = await running.submit({
      report_id: 2,
      s3_url: running.pictures.serveSteps("2.png", 5001),
    });
    expect([refused.status, refused.body["code"]]).toEqual([503, "QUEUE_UNREACHABLE"]);
    expect(String(refused.body["message"])).not.toContain(String(server.port));
    await server.start();
    const { status } = await running.submit({ report_id: 2, s3_url: running.pictures.url("2.png") });
    expect(status).toBe(202);
    await until("both are delivered", () => running.laravel.booked.length === 2);
    await running.settled();
    running.signal("SIGTERM");
    expect(await running.ended()).toEqual({ code: 0, signal: null });
  });

  test("notes what was read and sent while the server was away when it is back", async () => {
    const running = await quickService(settings()).start();
    const answer = Promise.withResolvers<null>();
    const { pictures, laravel } = running;
    const release = pictures.hold("held.png");
    laravel.mood = () => answer.promise;
    await running.submit({ report_id: 1, s3_url: pictures.serveSteps("1.png", 5000) });
    await until("it is being sent", async () => (await running.deliveries("pending"))[0]?.attempts === 1);
    await running.submit({ report_id: 2, s3_url: pictures.url("held.png") });
    await until("it is in hand", async () => (await running.details()).in_hand.length > 0);
    await server.stop("SIGKILL");
    release(() => new Response("5001 steps"));
    answer.resolve(null);
    await until("the first one is booked", () => laravel.booked.length === 1);
    await Bun.sleep(500);
    await server.start();
    await running.settled();
    expect(laravel.booked.map(({ body }) => body["report_id"])).toEqual([1, 2]);
    const delivered = await running.deliveries("delivered");
    expect(delivered.map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  test("writes nothing more once a newer program has the queue, says so, and ends in order", async () => {
    const shared = settings();
    const running = await quickService({ ...shared, DRAIN_SECONDS: "1" }).start();
    const { pictures, laravel } = running;
    const release = pictures.hold("held.png");
    const releaseOther = pictures.hold("never.png");
    const { body } = await running.submit({ report_id: 1, s3_url: pictures.url("held.png") });
    await running.submit({ report_id: 3, s3_url: pictures.url("never.png") });
    await until("both are in hand", async () => (await running.details()).in_hand.length === 2);
    const client = server.client("open-sesame");
    cleanUp(() => client.disconnect());
    const schema = `{service-${queues}}:schema`;
    await client.hset(schema, "version", schemaVersion + 1);
    const refused = await running.submit({ report_id: 2, s3_url: pictures.serveSteps("2.png", 5001) });
    expect([refused.status, refused.body["code"]]).toEqual([503, "QUEUE_NEWER"]);
    expect(String(refused.body["message"])).not.toContain(String(server.port));
    await until("it says that it is not ready", async () => (await running.fetch("/ready")).status === 503);
    expect(await running.get("/ready")).toMatchObject({
      reason: "a newer ocr-eco has taken over the queue: run that one here, too; the log says why",
    });
    const doctor = await ocrEco(["doctor", "--json"], {
      cwd: temporaryFolder(),
      env: { ...shared, DATA_DIR: running.dataFolder, PORT: "0", WORKER_COUNT: "1" },
    });
    expect(JSON.parse(doctor.stdout).findings).toContainEqual(
      expect.objectContaining({
        about: "queue",
        state: "bad",
        what: expect.stringContaining("was written by a newer ocr-eco"),
      }),
    );
    release(() => new Response("5000 steps"));
    await until("what was read is not written", () => running.logged("job cannot be ended").length > 0);
    expect(running.log).toContain("was written by a newer ocr-eco");
    // The other one cannot even be given back.
    running.signal("SIGTERM");
    expect(await running.ended()).toEqual({ code: 0, signal: null });
    expect(laravel.booked).toEqual([]);
    releaseOther(() => new Response("", { status: 404 }));
    // As the newer program, a minute later: what could not be written is read once more.
    await client.hset(schema, "version", schemaVersion);
    await client.zadd(`{service-${queues}}:leases:jobs`, 0, String(body["job_id"]));
    pictures.serveSteps("held.png", 5000);
    await running.start();
    await until("it is delivered", () => laravel.booked.length === 1);
    expect(laravel.booked[0]?.body).toMatchObject({ report_id: 1, job_id: body["job_id"] });
  });

  test("does not start with a wrong password, and says so in one sentence", async () => {
    const running = quickService({ ...settings(), QUEUE_PASSWORD: "guessed" });
    await running.start().then(
      () => expect.unreachable("It started."),
      () => {},
    );
    expect(running.errors).toContain("refuses the user or password");
    expect(running.log + running.errors).not.toContain("guessed");
    expect(await running.ended()).toMatchObject({ code: 1 });
  });
});
