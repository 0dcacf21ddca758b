import { expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { OcrEcoError } from "../../src/errors.ts";
import type { Queue } from "../../src/queue/port.ts";
import type { PictureReader } from "../../src/service/picture-reader.ts";
import { Processor } from "../../src/service/processor.ts";
import { Traces } from "../../src/service/traces.ts";
import { parseAcceptance } from "../../src/webhook/acceptance.ts";
import { TestApp } from "../support/app.ts";
import { cleanUp } from "../support/clean-up.ts";

const mostStillSeconds = 0.2;

type Read = PictureReader["readAddress"];

/** A processor whose pictures are read by `readAddress`, on a real queue with one report in it. */
async function processing(
  readAddress: (...values: Parameters<Read>) => ReturnType<Read>,
  prepare = (_queue: Queue): void => {},
) {
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
  return { app, processor, queue };
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

test("one whose hands are full after all hears of no work until one is free", async () => {
  const reads: { loaded: () => void; failed: () => void }[] = [];
  let listeners = 0;
  const { app, processor } = await processing(
    (_address, _received, { onLoaded = () => {} } = {}) => {
      const { promise, reject } = Promise.withResolvers<never>();
      reads.push({
        loaded: () => onLoaded(new Uint8Array()),
        failed: () => reject(new OcrEcoError("IMAGE_CORRUPT", "The picture is cut off.")),
      });
      return promise;
    },
    (queue) => {
      const { onWork } = queue;
      queue.onWork = (kind, listener) => {
        listeners++;
        const stop = onWork(kind, listener);
        return () => {
          listeners--;
          stop();
        };
      };
    },
  );
  await app.report({ report_id: 2 });
  await until("both are in hand", () => reads.length === 2);
  // Their servers take long, so they have given up their places: there is room, and nothing to do.
  await Bun.sleep(700);
  expect(listeners).toBe(1);
  for (const { loaded } of reads) loaded();
  await app.report({ report_id: 3 });
  await until("it has left what it was told of to others", () => listeners === 0);
  expect(processor.inHand).toHaveLength(2);
  reads[0]?.failed();
  await until("it takes the next one", () => reads.length === 3);
  expect(listeners).toBe(1);
});

test("the memory of a picture is given back when its report has ended, and not before", async () => {
  const picture = new Uint8Array(500_000);
  const { promise, reject } = Promise.withResolvers<never>();
  const { queue } = await processing((_address, _received, { onLoaded } = {}) => {
    onLoaded?.(picture);
    return promise;
  });
  await Bun.sleep(100);
  expect(picture).toHaveLength(500_000);
  reject(new OcrEcoError("IMAGE_CORRUPT", "The picture is cut off."));
  await until("the report has failed", async () => (await queue.jobs.counts()).failed === 1);
  await until("it is given back", () => picture.length === 0);
});
