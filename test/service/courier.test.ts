import { expect, test } from "bun:test";
import { OcrEcoError } from "../../src/errors.ts";
import type { Ending } from "../../src/queue/job.ts";
import { Heartbeat } from "../../src/service/heartbeat.ts";
import { TestApp } from "../support/app.ts";
import { cleanUp } from "../support/clean-up.ts";
import { failureOf } from "../support/failure.ts";
import { Laravel } from "../support/laravel.ts";
import { until } from "../support/processes.ts";

test("another key lets held deliveries go on as soon as the disk has room to note it", async () => {
  const laravel = new Laravel("the-new-key");
  laravel.mood = ({ key }) => Response.json({}, { status: key === laravel.key ? 200 : 401 });
  cleanUp(() => laravel.close());
  const { service, courier, result } = await openWith(laravel.url);
  const { deliveries } = service.queue;
  await result();
  await courier.start();
  await until("it is held", async () => (await deliveries.held()).length === 1);

  const note = deliveries.setHeld.bind(deliveries);
  let refusals = 0;
  deliveries.setHeld = async (...hold) => {
    if (refusals++ === 0) throw new OcrEcoError("QUEUE_STORAGE_FULL", "There is no room.");
    await note(...hold);
  };
  const destination = service.config.destinations.get("staging");
  if (destination === undefined) throw new Error("there is no staging");
  expect(courier.takeUp({ ...destination, key: laravel.key })).toBe(true);
  await until("it is delivered", () => laravel.booked.length === 1);
  expect(laravel.calls.map(({ key }) => key)).toEqual(["the-old-key", "the-new-key"]);
  await until("nothing is held", async () => (await deliveries.held()).length === 0);
  expect(refusals).toBeGreaterThan(1);
});

test("a refused key that cannot be noted for want of room leaves no delivery in hand: it goes out when somebody resumes", async () => {
  const laravel = new Laravel("the-new-key");
  laravel.mood = () => Response.json({}, { status: laravel.calls.length === 0 ? 401 : 200 });
  cleanUp(() => laravel.close());
  const { service, courier, result } = await openWith(laravel.url);
  const { deliveries } = service.queue;
  const note = deliveries.setHeld.bind(deliveries);
  let refusals = 0;
  deliveries.setHeld = () => {
    refusals++;
    return Promise.reject(new OcrEcoError("QUEUE_STORAGE_FULL", "There is no room."));
  };
  await result();
  await courier.start();
  await until("the hold had no room", () => refusals > 0);
  expect(await deliveries.list({ most: 9 })).toMatchObject([
    { state: "pending", attempts: 0, lastAnswer: { status: 401 } },
  ]);
  expect(await failureOf(() => courier.resume())).toMatchObject({ code: "QUEUE_STORAGE_FULL" });
  deliveries.setHeld = note;
  await until("it is held all the same", async () => (await deliveries.held()).length === 1);
  await courier.resume();
  await until("it is delivered", async () => (await deliveries.counts()).delivered === 1);
  expect(laravel.calls).toHaveLength(2);
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };

test.each([
  ["that was given up is taken back by the heartbeat, and sent once more", new Error("a defect"), 2],
  [
    "whose answer waits for room is not, and is never sent again",
    new OcrEcoError("QUEUE_STORAGE_FULL", "No room."),
    1,
  ],
])("a delivery in hand %s", async (_what, failure, calls) => {
  const laravel = new Laravel();
  laravel.mood = () => Response.json({});
  cleanUp(() => laravel.close());
  const { service, courier, result } = await openWith(laravel.url);
  const { deliveries } = service.queue;
  const claim = deliveries.claim.bind(deliveries);
  // Whatever is claimed is overdue at once.
  deliveries.claim = (environment, most) => claim(environment, most, -1);
  const end = deliveries.end.bind(deliveries);
  let refusals = 0;
  deliveries.end = (...words) => (refusals++ === 0 ? Promise.reject(failure) : end(...words));
  const holders = { jobs: [], deliveries: [courier] };
  const heartbeat = new Heartbeat({ queue: service.queue, holders, log: silent });
  await result();
  await courier.start();
  await until("the answer cannot be noted", () => refusals === 1);
  await until("that was seen", () => calls === 1 || courier.inHand.length === 0);
  await heartbeat.beat();
  await until("it is delivered", async () => (await deliveries.counts()).delivered === 1);
  expect(laravel.calls).toHaveLength(calls);
  expect((await deliveries.counts()).unknown).toBe(calls - 1);
});

test("an answer that comes while the service ends is noted without its words where these have no room", async () => {
  const laravel = new Laravel();
  const { promise: ending, resolve: end } = Promise.withResolvers<void>();
  laravel.mood = async () => {
    await ending;
    return new Response("many words");
  };
  cleanUp(() => laravel.close());
  const { service, courier, result } = await openWith(laravel.url);
  const { deliveries } = service.queue;
  const note = deliveries.end.bind(deliveries);
  deliveries.end = async (claimToken, how, counters) => {
    if (how.answer.detail !== "") throw new OcrEcoError("QUEUE_STORAGE_FULL", "There is no room.");
    return await note(claimToken, how, counters);
  };
  await result();
  await courier.start();
  await until("it is on its way", () => courier.inHand.length === 1);
  const drained = courier.drain(60);
  end();
  await drained;
  expect(await deliveries.counts()).toMatchObject({ delivered: 1, pending: 0, unknown: 0 });
});

async function openWith(url: string) {
  const app = await TestApp.open({ LARAVEL_API_URL: url, LARAVEL_API_KEY: "the-old-key" });
  const { service } = app;
  const { jobs } = service.queue;
  const courier = service.couriers.find(({ environment }) => environment === "staging");
  if (courier === undefined) throw new Error("there is no staging");
  const ending: Ending = { state: "done", error: null, reading: null, body: "{}", counters: [] };
  /** A report whose result waits to be delivered. */
  const result = async (): Promise<void> => {
    await app.report({ report_id: 1 });
    const [claim] = await jobs.claim(1, 60_000);
    await jobs.finish(claim?.claimToken ?? "", null, () => ending);
  };
  return { service, courier, result };
}
