import { expect, test } from "bun:test";
import { Laravel } from "../../scripts/rig/laravel.ts";
import { until } from "../../scripts/rig/processes.ts";
import type { Destination } from "../../src/config/destinations.ts";
import { OcrEcoError } from "../../src/errors.ts";
import type { Ending } from "../../src/queue/job.ts";
import { Courier } from "../../src/service/courier.ts";
import { Heartbeat } from "../../src/service/heartbeat.ts";
import type { Service } from "../../src/service/service.ts";
import { Traces } from "../../src/service/traces.ts";
import { MemoryBreaker } from "../../src/webhook/breaker.ts";
import { TestApp } from "../support/app.ts";
import { cleanUp } from "../support/clean-up.ts";
import { failureOf } from "../support/failure.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const noRoom = new OcrEcoError("QUEUE_STORAGE_FULL", "There is no room.");

test("another key lets held deliveries go on as soon as the disk has room to note it", async () => {
  const laravel = new Laravel("the-new-key");
  laravel.mood = ({ key }) => Response.json({}, { status: key === laravel.key ? 200 : 401 });
  cleanUp(() => laravel.close());
  const { service, courier, result } = await openWith(laravel.url);
  const { deliveries } = service.queue;
  await result();
  await courier.start();
  await until("it is held", async () => (await deliveries.held()).length === 1);

  const resume = deliveries.resume.bind(deliveries);
  let refusals = 0;
  deliveries.resume = (...words) => (refusals++ === 0 ? Promise.reject(noRoom) : resume(...words));
  expect(courier.takeUp({ ...destinationOf(service), key: laravel.key })).toBe(true);
  await until("it is delivered", () => laravel.booked.length === 1);
  expect(laravel.calls.map(({ key }) => key)).toEqual(["the-old-key", "the-new-key"]);
  await until("nothing is held", async () => (await deliveries.held()).length === 0);
  expect(refusals).toBeGreaterThan(1);
});

test("a refused key that cannot be noted for want of room stops deliveries at once, is noted when there is some, and lets all go out when somebody resumes", async () => {
  const laravel = new Laravel("the-new-key");
  laravel.mood = () => Response.json({}, { status: laravel.calls.length === 0 ? 401 : 200 });
  cleanUp(() => laravel.close());
  const { service, courier, result } = await openWith(laravel.url);
  const { deliveries } = service.queue;
  const [end, resume] = [deliveries.end.bind(deliveries), deliveries.resume.bind(deliveries)];
  let refusals = 0;
  deliveries.end = () => {
    refusals++;
    return Promise.reject(noRoom);
  };
  deliveries.resume = () => Promise.reject(noRoom);
  await result(1);
  await courier.start();
  await until("the hold had no room", () => refusals > 0);
  await result(2);
  await until("it had none for a second time", () => refusals > 1);
  expect(await failureOf(() => courier.resume())).toMatchObject({ code: "QUEUE_STORAGE_FULL" });
  expect(laravel.calls).toHaveLength(1);
  Object.assign(deliveries, { end, resume });
  await until("it is held all the same", async () => (await deliveries.held()).length === 1);
  expect(courier.inHand).toEqual([]);
  expect(await deliveries.list({ reportId: "1", most: 9 })).toMatchObject([
    { state: "pending", attempts: 0, lastAnswer: { status: 401 } },
  ]);
  await courier.resume();
  await until("both are delivered", async () => (await deliveries.counts()).delivered === 2);
  expect(laravel.calls).toHaveLength(3);
});

test("one delivery at a time asks whether the key is taken by now, whoever of two makes it, and all others wait for its answer", async () => {
  const laravel = new Laravel("the-new-key");
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  laravel.mood = async () => {
    if (laravel.calls.length === 0) return Response.json({}, { status: 401 });
    await answered;
    return Response.json({});
  };
  cleanUp(() => laravel.close());
  const { service, courier, result } = await openWith(laravel.url);
  const { deliveries } = service.queue;
  await result(1);
  await courier.start();
  await until("it is held", async () => (await deliveries.held()).length === 1);
  const claim = deliveries.claim.bind(deliveries);
  // The pause before a probe is over.
  deliveries.claim = (environment, most, leaseMs) => claim(environment, most, leaseMs, 0);
  const other = new Courier({
    queue: service.queue,
    breaker: new MemoryBreaker(),
    destination: destinationOf(service),
    concurrency: 4,
    timeoutSeconds: 30,
    scheduleSeconds: [0],
    traces: new Traces(null),
    events: service.events,
    log: silent,
  });
  await other.start();
  const inHand = () => [...courier.inHand, ...other.inHand];
  for (const reportId of [2, 3, 4]) await result(reportId);
  await until("the probe is on its way", () => inHand().length === 1);
  await result(5);
  expect(inHand()).toHaveLength(1);
  expect(await deliveries.held()).toHaveLength(1);
  answer();
  await until("all are delivered", async () => (await deliveries.counts()).delivered === 5);
  expect(await deliveries.held()).toEqual([]);
  expect(laravel.calls).toHaveLength(6);
  await other.drain(60);
});

test.each([
  ["that was given up is taken back by the heartbeat, and sent once more", new Error("a defect"), 2],
  ["whose answer waits for room is not, and is never sent again", noRoom, 1],
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
    if (how.answer.detail !== "") throw noRoom;
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

function destinationOf({ config }: Service): Destination {
  const destination = config.destinations.get("staging");
  if (destination === undefined) throw new Error("there is no staging");
  return destination;
}

async function openWith(url: string) {
  const app = await TestApp.open({ LARAVEL_API_URL: url, LARAVEL_API_KEY: "the-old-key" });
  const { service } = app;
  const { jobs } = service.queue;
  const courier = service.couriers.find(({ environment }) => environment === "staging");
  if (courier === undefined) throw new Error("there is no staging");
  const ending: Ending = {
    state: "done",
    error: null,
    reading: null,
    body: "{}",
    counters: [],
    facts: null,
    isForReview: false,
  };
  /** A report whose result waits to be delivered. */
  const result = async (reportId = 1): Promise<void> => {
    await app.report({ report_id: reportId });
    const [claim] = await jobs.claim(1, 60_000);
    await jobs.finish(claim?.claimToken ?? "", null, () => ending);
  };
  return { service, courier, result };
}
