import type { Claim, Ending, SeenPicture, Submission, Submitted } from "../../src/queue/job.ts";
import type { CancelEnding, Queue } from "../../src/queue/port.ts";
import { cleanUp } from "../support/clean-up.ts";

/** Where a queue keeps its data: it can be opened again after it was closed. */
export interface Place {
  open(): Promise<Queue>;
  /** Two handles on the queue, as two processes have them where an adapter lets more than one hold it. */
  openTwice(): Promise<readonly [Queue, Queue]>;
  /** Whether somebody who opens it leaves alone what others have in hand, who may be there still. */
  readonly claimsOutliveProcesses: boolean;
  /** Whether what one handle is asked for at the same moment happens in the order in which it was asked for. */
  readonly keepsOrder: boolean;
}

/** Makes an empty place for one test. */
export type NewPlace = () => Place;

/** A lease that does not run out during a test. */
export const longLease = 3_600_000;
/** A delay that is not over during a test. */
export const hour = 3_600_000;

/** Opens the queue of a place for one test. */
export async function opened(place: Place): Promise<Queue> {
  const queue = await place.open();
  cleanUp(() => queue.close());
  return queue;
}

/** Opens the queue of a place twice for one test. */
export async function openedTwice(place: Place): Promise<readonly [Queue, Queue]> {
  const handles = await place.openTwice();
  for (const queue of handles) cleanUp(() => queue.close());
  return handles;
}

/** A time long enough ago, or ahead, that no clock matters. */
export const past = (): number => Date.now() - hour;
export const future = (): number => Date.now() + hour;

export function submission(over: Partial<Submission> = {}): Submission {
  return {
    environment: "staging",
    reportId: 1,
    userId: 7,
    url: "https://s3.example/a.png",
    priority: 0,
    trace: null,
    ...over,
  };
}

/** Submits one picture to a queue that has room, and gives back its job's id. */
export async function submit(queue: Queue, over: Partial<Submission> = {}): Promise<string> {
  const [outcome] = await queue.jobs.submit([submission(over)], 1000);
  return idOf(outcome);
}

export function idOf(outcome: Submitted | undefined): string {
  if (outcome === undefined || outcome.outcome === "full") throw new Error("It was not taken in.");
  return outcome.job.id;
}

/** Claims the next job, which there must be. */
export async function claimOne(queue: Queue, leaseMs = longLease): Promise<Claim> {
  const [claim] = await queue.jobs.claim(1, leaseMs);
  if (claim === undefined) throw new Error("There was nothing to claim.");
  return claim;
}

/** Report ids of what can be claimed, in order. */
export async function claimReports(queue: Queue, most = 100): Promise<(number | string)[]> {
  return (await queue.jobs.claim(most, longLease)).map(({ job }) => job.reportId);
}

export function ending(over: Partial<Ending> = {}): Ending {
  return {
    state: "done",
    error: null,
    reading: '{"steps":5}',
    body: null,
    counters: [],
    facts: null,
    isForReview: false,
    ...over,
  };
}

export const failedEnding: Ending = ending({
  state: "failed",
  error: { code: "IMAGE_CORRUPT", message: "It is broken." },
  reading: null,
});

export function cancelEnding(over: Partial<CancelEnding> = {}): CancelEnding {
  return {
    error: { code: "CANCELLED", message: "Somebody cancelled it." },
    body: null,
    counters: [],
    ...over,
  };
}

export function seen(over: Partial<SeenPicture> = {}): SeenPicture {
  return {
    sha256: "a".repeat(64),
    perceptualHash: "ph",
    steps: 5000,
    environment: "staging",
    reportId: 1,
    userId: 7,
    day: "2026-03-01",
    ...over,
  };
}

/** Takes a new job of a report from beginning to end. Gives back its id. */
export async function finished(
  queue: Queue,
  over: Partial<Submission> = {},
  end: Partial<Ending> = {},
): Promise<string> {
  const id = await submit(queue, { priority: -1, ...over });
  const { claimToken } = await claimOne(queue);
  await queue.jobs.finish(claimToken, null, () => ending(end));
  return id;
}

/** Takes so many new jobs from beginning to end, in as few transactions as can be: each costs a sync of the disk. */
export async function manyFinished(queue: Queue, count: number, end: Partial<Ending> = {}): Promise<void> {
  const reports = Array.from({ length: count }, (_, reportId) => submission({ reportId, priority: -1 }));
  await queue.jobs.submit(reports, count);
  const claims = await queue.jobs.claim(count, longLease);
  await Promise.all(claims.map(({ claimToken }) => queue.jobs.finish(claimToken, null, () => ending(end))));
}

/** Has a delivery pending. Gives back its id. */
export async function pendingDelivery(queue: Queue, over: Partial<Submission> = {}): Promise<string> {
  const jobId = await finished(queue, over, { body: `body of ${over.reportId ?? 1}` });
  const [delivery] = await queue.deliveries.list({ jobId, most: 1 });
  if (delivery === undefined) throw new Error("There is no delivery.");
  return delivery.id;
}

/** Has a delivery that failed. Gives back its id. */
export async function failedDelivery(queue: Queue, over: Partial<Submission> = {}): Promise<string> {
  const id = await pendingDelivery(queue, over);
  for (const { delivery, claimToken } of await queue.deliveries.claim(
    over.environment ?? "staging",
    1000,
    longLease,
  )) {
    await queue.deliveries.end(
      claimToken,
      delivery.id === id
        ? { state: "failed", answer: { status: 422, detail: "no" } }
        : { state: "pending", answer: { status: null, detail: "" }, delayMs: 0, counts: false },
      [],
    );
  }
  return id;
}

/** Has an environment held because its destination refused a key: a delivery says so, and stays pending. */
export async function held(queue: Queue, over: Partial<Submission> = {}): Promise<void> {
  const { environment = "staging" } = over;
  await pendingDelivery(queue, { reportId: "held", ...over });
  const [claim] = await queue.deliveries.claim(environment, 1, longLease);
  await queue.deliveries.end(
    claim?.claimToken ?? "",
    {
      state: "pending",
      answer: { status: 401, detail: "" },
      delayMs: 0,
      counts: false,
      key: { refused: "It answered 401.", fingerprint: "f00d" },
    },
    [],
  );
}

/** Waits until leases of a millisecond have run out. */
export const leasesRunOut = (): Promise<void> => Bun.sleep(15);
