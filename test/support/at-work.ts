import { Laravel } from "../../scripts/rig/laravel.ts";
import { PictureServer } from "../../scripts/rig/picture-server.ts";
import { until } from "../../scripts/rig/processes.ts";
import type { ServiceEvent } from "../../src/service/events.ts";
import { TestApp } from "./app.ts";
import { cleanUp } from "./clean-up.ts";

/** A service at work in this process, with workers that read nothing, and what it says happens. */
export async function atWork(settings: Readonly<Record<string, string>> = {}) {
  const laravel = new Laravel();
  const pictures = new PictureServer();
  const app = await TestApp.open({
    LARAVEL_API_URL: laravel.url,
    LARAVEL_API_KEY: laravel.key,
    ALLOWED_PRIVATE_NETWORKS: "127.0.0.0/8",
    JOB_RETRY_SECONDS: "0,0,0,0",
    WEBHOOK_RETRY_SECONDS: "0,0,0,0,0,0,0,0",
    REVIEW_SIGNALS: "none",
    ...settings,
  });
  cleanUp(async () => {
    await laravel.close();
    await pictures.close();
  });
  const events: ServiceEvent[] = [];
  app.service.events.listen((event) => events.push(event));
  await app.service.start();
  const of = (type: ServiceEvent["type"]): ServiceEvent[] => events.filter((event) => event.type === type);
  const seen = (type: ServiceEvent["type"], count = 1): Promise<void> =>
    until(`${count} ${type}`, () => of(type).length >= count);
  return { app, laravel, pictures, events, of, seen };
}
