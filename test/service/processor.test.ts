import { expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import type { Queue } from "../../src/queue/port.ts";
import { Processor } from "../../src/service/processor.ts";
import { Traces } from "../../src/service/traces.ts";
import { parseAcceptance } from "../../src/webhook/acceptance.ts";
import { TestApp } from "../support/app.ts";
import { cleanUp } from "../support/clean-up.ts";

const mostStillSeconds = 0.2;

/** A processor whose pictures are read by `readAddress`, on a real queue with one report in it. */
async function processing(readAddress: () => Promise<never>, prepare = (_queue: Queue): void => {}) {
  const app = await TestApp.open();
  const { queue, events, config } = app.service;
  const processor = new Processor({
    queue,
    reader: { readAddress, forget: async () => {} },
    booking: { acceptance: parseAcceptance("verified"), review: { signals: [], dateDays: 1 } },
    desk: { isFor: () => false, keep: async () => {} },
    timeZone: config.TIMEZONE,
    mostInHand: 2,
    mostStillSeconds,
    retrySeconds: [0, 0, 0],
    traces: new Traces(null),
    events,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  prepare(queue);
  cleanUp(() => processor.stop());
  processor.start();
  await app.report({ report_id: 1 });
  return { processor, queue };
}

const never = (): Promise<never> => new Promise(() => {});

test("a service that is up and reads nothing is noticed, whatever it waits for", async () => {
  const { processor } = await processing(never);
  await until("it is in hand", () => processor.inHand.length === 1);
  await until("it is noticed", async () => ((await processor.standsStillFor()) ?? 0) >= mostStillSeconds);
});

test("and so is one that takes nothing in hand, but for one that was told to pause", async () => {
  const { processor, queue } = await processing(never, (queue) => {
    queue.jobs.claim = async () => [];
  });
  await until("it is noticed", async () => ((await processor.standsStillFor()) ?? 0) >= mostStillSeconds);
  await queue.jobs.setPaused(true);
  expect(await processor.standsStillFor()).toBeNull();
});

test("one that has nothing to do does not stand still", async () => {
  const { processor, queue } = await processing(() => Promise.reject(new Error("no picture")));
  await until("the report has failed", async () => (await queue.jobs.counts()).failed === 1);
  await Bun.sleep(1500 * mostStillSeconds);
  expect(await processor.standsStillFor()).toBeNull();
});
