import { expect, test } from "bun:test";
import { OcrEcoError } from "../../src/errors.ts";
import type { Ending } from "../../src/queue/job.ts";
import { TestApp } from "../support/app.ts";
import { cleanUp } from "../support/clean-up.ts";
import { Laravel } from "../support/laravel.ts";
import { until } from "../support/processes.ts";

test("another key lets held deliveries go on as soon as the disk has room to note it", async () => {
  const laravel = new Laravel("the-new-key");
  laravel.mood = ({ key }) => Response.json({}, { status: key === laravel.key ? 200 : 401 });
  cleanUp(() => laravel.close());
  const { service, report } = await openWith(laravel.url);
  const { jobs, deliveries } = service.queue;
  await report(1);
  const [claim] = await jobs.claim(1, 60_000);
  const ending: Ending = { state: "done", error: null, reading: null, body: "{}", counters: [] };
  await jobs.finish(claim?.allocation ?? "", null, () => ending);
  const courier = service.couriers.find(({ environment }) => environment === "staging");
  await courier?.start();
  await until("it is held", async () => (await deliveries.held()).length === 1);

  const note = deliveries.setHeld.bind(deliveries);
  let refusals = 0;
  deliveries.setHeld = async (...hold) => {
    if (refusals++ === 0) throw new OcrEcoError("QUEUE_STORAGE_FULL", "There is no room.");
    await note(...hold);
  };
  const destination = service.config.destinations.get("staging");
  if (destination === undefined) throw new Error("there is no staging");
  expect(courier?.takeUp({ ...destination, key: laravel.key })).toBe(true);
  await until("it is delivered", () => laravel.booked.length === 1);
  expect(laravel.calls.map(({ key }) => key)).toEqual(["the-old-key", "the-new-key"]);
  await until("nothing is held", async () => (await deliveries.held()).length === 0);
  expect(refusals).toBeGreaterThan(1);
});

async function openWith(url: string) {
  const app = await TestApp.open({ LARAVEL_API_URL: url, LARAVEL_API_KEY: "the-old-key" });
  return { service: app.service, report: (report_id: number) => app.report({ report_id }) };
}
