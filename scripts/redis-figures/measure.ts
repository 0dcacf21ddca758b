import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../rig/free-port.ts";
import { makeCertificate } from "../rig/make-certificate.ts";
import { Nginx, nginxAddress } from "../rig/nginx.ts";
import { RedisServer } from "../rig/redis-server.ts";
import { Serving } from "../rig/serving.ts";
import { submitReports } from "../service-figures/submit-reports.ts";

/** Reports of one round, and those before it for each instance: a program that was just started compiles what it runs often. */
const [reports, before] = [15_000, 10_000];

/** Reports a second that one instance takes in, which is asked itself. */
export async function directly(): Promise<number> {
  const redis = new RedisServer([], freePort());
  await redis.start();
  const serving = await Serving.start({ QUEUE_URL: redis.url() });
  try {
    await serving.post("/admin/pause");
    return await load(serving.url, 1);
  } finally {
    await serving.stop();
    await redis.remove();
  }
}

/** The same of several that share a queue, through nginx, by https. */
export async function behindNginx(count: number): Promise<number> {
  const redis = new RedisServer([], freePort());
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-nginx-"));
  await redis.start();
  const settings = { QUEUE_URL: redis.url(), TRUST_PROXY: nginxAddress };
  const instances = await Promise.all(Array.from({ length: count }, () => Serving.start(settings)));
  const certificate = await makeCertificate();
  const nginx = new Nginx({ folder, instances: instances.map(({ url }) => url), certificate });
  try {
    await nginx.start();
    await instances[0]?.post("/admin/pause");
    return await load(nginx.url, count);
  } finally {
    await nginx.stop();
    await Promise.all(instances.map((each) => each.stop()));
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load(url: string, instances: number): Promise<number> {
  await submitReports(url, instances * before);
  return submitReports(url, reports, instances * before);
}
