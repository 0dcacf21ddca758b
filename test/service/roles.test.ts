import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";

const direct = "/api/v1/ocr-ecosteps/dev";
const noDestination =
  "no destination is set: reports are refused until LARAVEL_API_URL and LARAVEL_API_KEY are (ocr-eco init asks for them)";

describe.skipIf(!hasProgram("redis-server", "redis-server"))("an installation split by roles", () => {
  const server = new RedisServer([], freePort());
  beforeAll(() => server.start());
  afterAll(() => server.remove());
  const settings = (role: string) => ({ QUEUE_URL: server.url("", "/0?prefix=roles"), ROLE: role });

  test("takes a report in at one instance, reads it at another, and delivers it from a third", async () => {
    const [api, worker, deliver] = [
      quickService(settings("api")),
      quickService(settings("worker")),
      quickService(settings("deliver")),
    ];
    // That there is somebody who takes results is known to whoever takes reports in; the key is for who sends them alone.
    await api.start({ env: { LARAVEL_API_KEY: "" } });
    expect(await api.details()).toMatchObject({ role: "api", ready: true });
    expect(await api.get("/app-status")).toMatchObject({
      ocr_engine: { status: "elsewhere" },
      workers: { total_workers: 0, busy_workers: 0, idle_workers: 0 },
    });
    const { status, body } = await api.submit({
      report_id: 1,
      s3_url: api.pictures.serveSteps("1.png", 5000),
    });
    expect(status).toBe(202);
    const id = String(body["job_id"]);

    await deliver.start();
    await worker.start({ env: { LARAVEL_API_URL: "", LARAVEL_API_KEY: "" } });
    await until("it is delivered", () => deliver.laravel.booked.length === 1);
    expect(deliver.laravel.booked[0]?.body).toMatchObject({ report_id: 1, job_id: id });
    expect([api.laravel.calls.length, worker.laravel.calls.length]).toEqual([0, 0]);
    // All of them know of it.
    for (const instance of [api, worker, deliver]) {
      await until("its delivery is noted", async () => {
        const job = (await instance.get(`/admin/jobs/${id}`)) as unknown as {
          deliveries: { state: string }[];
        };
        return job.deliveries[0]?.state === "delivered";
      });
    }

    // Each says where else to go for what is not its own.
    for (const instance of [worker, deliver]) {
      const refused = await instance.submit({ report_id: 2 });
      expect([refused.status, refused.body["code"]]).toEqual([421, "ROLE_ELSEWHERE"]);
      expect(String(refused.body["message"])).toContain("ROLE=api or ROLE=all");
    }
    for (const instance of [api, deliver]) {
      const refused = await instance.post(direct, { img_url: worker.pictures.url("1.png") });
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
        421,
        "ROLE_ELSEWHERE",
      ]);
    }
    const read = await worker.post(direct, { img_url: api.pictures.url("1.png") });
    expect(read.status).toBe(200);
    // None of them misses what is another one's.
    for (const instance of [api, worker, deliver]) expect(instance.logged(noDestination)).toEqual([]);
    for (const instance of [api, worker, deliver]) {
      instance.signal("SIGTERM");
      expect(await instance.ended()).toEqual({ code: 0, signal: null });
    }
  });
});

test("a part of a service without a queue that others share is refused", async () => {
  const alone = quickService({ ROLE: "worker" });
  await expect(alone.start()).rejects.toThrow("ROLE: is worker, but nobody shares the queue: set QUEUE_URL");
});
