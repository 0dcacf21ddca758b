import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { bundlePrograms } from "./bundle-programs.ts";
import type { Cluster } from "./cluster-run.ts";
import { freePort } from "./free-port.ts";
import { Laravel } from "./laravel.ts";
import { makeCertificate } from "./make-certificate.ts";
import { Nginx, nginxAddress } from "./nginx.ts";
import { PictureServer } from "./picture-server.ts";
import { RedisServer } from "./redis-server.ts";
import { apiKey, quickCommand, quickCommandIn, RunningService } from "./running-service.ts";

const prefix = "cluster";
const root = join(import.meta.dir, "..", "..");

/** Builds what the instances are as another version into a folder, which is made, and gives back how that is started. */
export async function anotherBuild(folder: string, version: string): Promise<readonly string[]> {
  mkdirSync(folder);
  // Where the packages are found that are not bundled.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  await bundlePrograms(root, folder, version);
  return quickCommandIn(folder);
}

/**
 * Instances with a real Redis, a real nginx before them, a receiver and a server of pictures, in a folder that is there. The
 * instances are not started. `envs` is what each is given of its own, and how many there are. `close` ends all of it.
 */
export async function makeCluster(
  folder: string,
  envs: readonly Readonly<Record<string, string>>[] = [{}, {}, {}],
): Promise<{ readonly cluster: Cluster; readonly close: () => Promise<void> }> {
  const redis = new RedisServer([], freePort());
  const [laravel, pictures] = [new Laravel(), new PictureServer()];
  const certificate = await makeCertificate();
  const instances = envs.map((env, index) => {
    const own = join(folder, `instance-${index + 1}`);
    mkdirSync(own);
    return new RunningService({
      laravel,
      pictures,
      dataFolder: join(own, "data"),
      env: {
        PORT: String(freePort()),
        QUEUE_URL: redis.url("", `/0?prefix=${prefix}`),
        TRUST_PROXY: nginxAddress,
        MAX_QUEUE_SIZE: "100000",
        DRAIN_SECONDS: "10",
        ...env,
      },
      command: quickCommand,
    });
  });
  await redis.start();
  const nginxFolder = join(folder, "nginx");
  mkdirSync(nginxFolder);
  const nginx = new Nginx({
    folder: nginxFolder,
    instances: instances.map(({ ownAddress }) => ownAddress),
    certificate,
  });
  await nginx.start();
  const submit = async (report_id: number, s3_url: string) => {
    const answer = await fetch(`${nginx.url}/api/v1/ocr-ecosteps`, {
      method: "POST",
      tls: { ca: certificate.cert },
      headers: { "x-api-key": apiKey, "content-type": "application/json" },
      body: JSON.stringify({ report_id, user_id: 7, s3_url }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const close = async (): Promise<void> => {
    await Promise.all(
      instances.filter(({ hasEnded, pid }) => pid > 0 && !hasEnded).map((each) => each.kill()),
    );
    await nginx.stop();
    await redis.remove();
    await laravel.close();
    await pictures.close();
  };
  return { cluster: { instances, redis, prefix, submit }, close };
}
