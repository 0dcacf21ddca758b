import { expect } from "bun:test";
import type { Random } from "../../scripts/common/random.ts";
import { type DeliveryState, deliveryStates } from "../../src/queue/delivery.ts";
import { type JobState, jobStates, type Submission } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/port.ts";
import { type Known, randomAction } from "./actions.ts";
import type { Action } from "./delivery-actions.ts";
import { QueueModel } from "./model.ts";
import { hour, type Place } from "./support.ts";

/**
 * Does random things with a queue, and expects of each what the model makes of it: several at the same moment where that keeps
 * their order, or nobody knew what to expect.
 */
export async function behavesLikeTheModel(
  random: Random,
  place: Place,
  spoilt: Submission | null = null,
): Promise<void> {
  const model = new QueueModel();
  const known: Known = { claimTokens: [], sendings: [], ids: [] };
  const done: string[] = [];
  let queue = await place.open();
  try {
    for (let moment = 0; moment < 25; moment++) {
      const actions: Action[] = Array.from({ length: random.int(1, 4) }, () =>
        randomAction(random, known, spoilt),
      );
      done.push(actions.map(({ name }) => name).join(" + "));
      const checks = place.keepsOrder
        ? await Promise.all(actions.map((action) => action.ask(queue)))
        : await inTurn(actions, queue);
      for (const check of checks) check(model);
      if (random.chance(0.1)) {
        done.push("restart");
        await queue.close();
        queue = await place.open();
        if (!place.claimsOutliveProcesses) model.restart();
      }
      if (random.chance(0.1)) {
        done.push("prune");
        const all = { doneMs: 0, failedMs: 0, seenMs: Number.POSITIVE_INFINITY, reviewMs: 0 };
        expect(await queue.history.prune(all)).toBe(model.prune());
      }
      await expectSame(queue, model);
    }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\nafter: ${done.join("; ")}`, {
      cause: error,
    });
  } finally {
    await queue.close();
  }
}

async function inTurn(actions: readonly Action[], queue: Queue) {
  const checks: Awaited<ReturnType<Action["ask"]>>[] = [];
  for (const action of actions) checks.push(await action.ask(queue));
  return checks;
}

/** What is planned, but for the time between asking and answering. */
function planned(dueAt: number | null): "now" | "later" | null {
  if (dueAt === null) return null;
  return dueAt > Date.now() + hour / 2 ? "later" : "now";
}

async function expectSame(queue: Queue, model: QueueModel): Promise<void> {
  const jobs = await queue.jobs.list({ most: 1000 });
  expect(
    jobs.map(({ id, state, attempts, workerDeaths, url, dueAt }) => ({
      id,
      state,
      attempts,
      workerDeaths,
      url,
      dueAt: planned(dueAt),
    })),
  ).toEqual(
    model.jobs.toReversed().map(({ id, state, attempts, workerDeaths, url, dueAt }) => ({
      id,
      state,
      attempts,
      workerDeaths,
      url,
      dueAt: state === "retrying" ? planned(dueAt) : null,
    })),
  );
  const deliveries = await queue.deliveries.list({ most: 1000 });
  expect(
    deliveries.map(({ jobId, state, attempts, unknown, body }) => ({
      jobId,
      state,
      attempts,
      unknown,
      body,
    })),
  ).toEqual(
    model.deliveries
      .toReversed()
      .map(({ job, state, attempts, unknown, body }) => ({ jobId: job.id, state, attempts, unknown, body })),
  );
  const jobsIn = (state: JobState) => model.jobs.filter((job) => job.state === state).length;
  expect(await queue.jobs.counts()).toMatchObject(
    Object.fromEntries(jobStates.map((each) => [each, jobsIn(each)])),
  );
  const deliveriesIn = (state: DeliveryState) =>
    model.deliveries.filter((each) => each.state === state).length;
  const pending = Map.groupBy(
    model.deliveries.filter(({ state }) => state === "pending"),
    ({ job }) => job.environment,
  );
  expect(await queue.deliveries.counts()).toMatchObject({
    ...Object.fromEntries(deliveryStates.map((each) => [each, deliveriesIn(each)])),
    unknown: model.deliveries.reduce((sum, { unknown }) => sum + unknown, 0),
    pendingByEnvironment: Object.fromEntries([...pending].map(([name, list]) => [name, list.length])),
  });
  expect(
    (await queue.deliveries.held()).map(({ environment, fingerprint }) => `${environment} ${fingerprint}`),
  ).toEqual([...model.held].map(([name, { fingerprint }]) => `${name} ${fingerprint}`).sort());
  const totals = new Map<string, number>();
  for (const { environment, counters } of await queue.history.totals("0000-01-01"))
    for (const [counter, count] of Object.entries(counters))
      totals.set(`${environment} ${counter}`, (totals.get(`${environment} ${counter}`) ?? 0) + count);
  expect(totals).toEqual(model.totals);
  const hours = Map.groupBy(await queue.history.hours("0000-01-01"), ({ environment }) => environment);
  for (const what of ["received", "ended"] as const)
    for (const [environment, rows] of hours)
      expect([what, rows.reduce((sum, row) => sum + row[what], 0)]).toEqual([
        what,
        model.hours[what].get(environment) ?? 0,
      ]);
}
