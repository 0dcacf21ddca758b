import { describe, expect, test } from "bun:test";
import { briefId } from "../../../src/queue/brief-id.ts";
import type { ListFilter } from "../../../src/queue/filter.ts";
import { type JobState, jobStates } from "../../../src/queue/job.ts";
import {
  cancelEnding,
  claimOne,
  failedDelivery,
  failedEnding,
  finished,
  future,
  type NewPlace,
  opened,
  past,
  pendingDelivery,
  submit,
} from "../support.ts";

/** Filters, and the places of the jobs that they find. */
const filters: readonly (readonly [string, Partial<ListFilter<JobState>>, readonly number[]])[] = [
  ["everything, newest first", {}, [5, 4, 3, 2, 1, 0]],
  ["no more than asked for", { most: 2 }, [5, 4]],
  ["one state", { states: ["done"] }, [4, 0]],
  ["what is in somebody's hands", { states: ["active"] }, [2]],
  [
    "what is in somebody's hands in an environment without any",
    { states: ["active"], environment: "staging" },
    [],
  ],
  ["what waits in an environment", { states: ["waiting"], environment: "staging" }, [3]],
  ["several states", { states: ["failed", "waiting", "done"] }, [5, 4, 3, 1, 0]],
  ["no state", { states: [] }, []],
  ["an environment", { environment: "production" }, [5, 2]],
  ["an environment that nobody uses", { environment: "nowhere" }, []],
  ["an environment and a state", { environment: "staging", states: ["done"] }, [4, 0]],
  ["several states, no more than asked for", { states: ["done", "failed"], most: 2 }, [4, 1]],
  ["a report, be its id a number or a text", { reportId: "1" }, [4, 1, 0]],
  ["a report of an environment", { reportId: "2", environment: "production" }, [5]],
  ["a report in a state", { reportId: "1", states: ["failed"] }, [1]],
  ["a report that is unknown", { reportId: "01" }, []],
  ["what is younger than a time", { from: past() }, [5, 4, 3, 2, 1, 0]],
  ["nothing from the future", { from: future() }, []],
  ["what is older than a time", { until: future() }, [5, 4, 3, 2, 1, 0]],
  ["nothing from the past", { until: past() }, []],
];

export function listing(newPlace: NewPlace): void {
  /** Six jobs in known states; gives back their ids, oldest first. */
  async function jobs() {
    const queue = await opened(newPlace());
    const ids = [
      await finished(queue, { reportId: 1 }),
      await finished(queue, { reportId: "1" }, failedEnding),
      await submit(queue, { reportId: 3, environment: "production" }),
    ];
    await claimOne(queue);
    ids.push(await submit(queue, { reportId: 2, priority: 9 }));
    ids.push(await finished(queue, { reportId: 1 }));
    ids.push(await submit(queue, { reportId: 2, environment: "production" }));
    return { queue, ids };
  }

  describe("listing jobs", () => {
    test.each(filters)("finds %s", async (_, filter, places) => {
      const { queue, ids } = await jobs();
      const found = await queue.jobs.list({ most: 100, ...filter });
      expect(found.map(({ id }) => ids.indexOf(id))).toEqual([...places]);
    });

    test("finds one by its id, as it is got", async () => {
      const { queue, ids } = await jobs();
      const [first = ""] = ids;
      const job = await queue.jobs.get(first);
      expect(await queue.jobs.list({ jobId: first, most: 100 })).toEqual(job === null ? [] : [job]);
      expect(job?.reading).toBe('{"steps":5}');
      expect(await queue.jobs.list({ jobId: "nothing", most: 100 })).toEqual([]);
      expect(await queue.jobs.get("nothing")).toBeNull();
    });

    test("finds the ids that begin like a text, newest first, and no more than asked for", async () => {
      const { queue, ids } = await jobs();
      const [first = ""] = ids;
      const newestFirst = ids.toReversed();
      expect(await queue.jobs.idsBeginning(first, 100)).toEqual([first]);
      expect(await queue.jobs.idsBeginning(first.slice(0, 4), 100)).toEqual(newestFirst);
      expect(await queue.jobs.idsBeginning(first.slice(0, 4), 2)).toEqual(newestFirst.slice(0, 2));
      // A time and a counter, which only ever grow: what is shown of an id where there is little room.
      for (const id of ids) expect(await queue.jobs.idsBeginning(briefId(id), 100)).toEqual([id]);
      for (const none of [`${first}0`, `f${first.slice(1)}`, "g", "%", "_"])
        expect(await queue.jobs.idsBeginning(none, 100)).toEqual([]);
    });

    test("goes on behind the last one of a page, with the filter", async () => {
      const { queue, ids } = await jobs();
      const pages: number[][] = [];
      let before: string | undefined;
      for (;;) {
        const page = await queue.jobs.list({
          states: ["done", "failed", "waiting"],
          most: 2,
          ...(before === undefined ? {} : { before }),
        });
        if (page.length === 0) break;
        pages.push(page.map(({ id }) => ids.indexOf(id)));
        before = page.at(-1)?.id;
      }
      expect(pages).toEqual([[5, 4], [3, 1], [0]]);
    });

    test("includes a time's beginning and excludes its end", async () => {
      const { queue, ids } = await jobs();
      const { submittedAt = 0 } = (await queue.jobs.get(ids[5] ?? "")) ?? {};
      const find = async (filter: Partial<ListFilter<JobState>>) =>
        (await queue.jobs.list({ most: 100, ...filter })).map(({ id }) => ids.indexOf(id));
      expect(await find({ from: submittedAt })).toContain(5);
      expect(await find({ until: submittedAt })).not.toContain(5);
      expect(await find({ from: submittedAt + 1 })).not.toContain(5);
    });

    test("finds jobs as they go from state to state", async () => {
      const queue = await opened(newPlace());
      const id = await submit(queue);
      const isIn = async (): Promise<string[]> => {
        const found = jobStates.map((state) => queue.jobs.list({ states: [state], most: 10 }));
        return (await Promise.all(found)).flat().map(({ state }) => state);
      };
      expect(await isIn()).toEqual(["waiting"]);
      const { claimToken } = await claimOne(queue);
      expect(await isIn()).toEqual(["active"]);
      await queue.jobs.retry(claimToken, { code: "DOWNLOAD_FAILED", message: "It is slow." }, 0, false);
      expect(await isIn()).toEqual(["retrying"]);
      expect(await claimOne(queue)).toMatchObject({ job: { id } });
      expect(await isIn()).toEqual(["active"]);
      await queue.jobs.cancel([id], () => cancelEnding());
      expect(await isIn()).toEqual(["cancelled"]);
    });

    test("goes with the oldest that waits, whatever its priority and environment", async () => {
      const queue = await opened(newPlace());
      await finished(queue, { reportId: "ended" });
      const ids = [
        await submit(queue, { reportId: 1, priority: 5 }),
        await submit(queue, { reportId: 2, priority: 9, environment: "production" }),
        await submit(queue, { reportId: 3, priority: 0 }),
      ];
      for (const [index, id] of ids.entries()) {
        const oldest = (await queue.jobs.get(id))?.submittedAt ?? 0;
        expect([index, (await queue.jobs.counts()).oldestWaitingAt]).toEqual([index, oldest]);
        await queue.jobs.cancel([id], () => cancelEnding());
      }
      expect((await queue.jobs.counts()).oldestWaitingAt).toBeNull();
    });

    test("goes with counts, which are the same when the queue is opened again", async () => {
      const place = newPlace();
      const queue = await opened(place);
      const oldest = await submit(queue, { reportId: 1, priority: 9 });
      await submit(queue, { reportId: 2 });
      await finished(queue, { reportId: 3 });
      await finished(queue, { reportId: 4 }, failedEnding);
      const counts = {
        waiting: 2,
        active: 0,
        retrying: 0,
        done: 1,
        failed: 1,
        cancelled: 0,
        oldestWaitingAt: (await queue.jobs.get(oldest))?.submittedAt ?? 0,
      };
      expect(await queue.jobs.counts()).toEqual(counts);
      await queue.close();
      expect(await (await opened(place)).jobs.counts()).toEqual(counts);
    });

    test("of an empty queue finds and counts nothing", async () => {
      const queue = await opened(newPlace());
      expect(await queue.jobs.list({ most: 10 })).toEqual([]);
      expect(await queue.jobs.counts()).toMatchObject({ waiting: 0, oldestWaitingAt: null });
    });
  });

  describe("listing deliveries", () => {
    test("finds the ids that begin like a text, newest first", async () => {
      const queue = await opened(newPlace());
      const ids = [await pendingDelivery(queue), await pendingDelivery(queue)];
      expect(await queue.deliveries.idsBeginning("msg_", 100)).toEqual(ids.toReversed());
      for (const id of ids) expect(await queue.deliveries.idsBeginning(briefId(id), 100)).toEqual([id]);
      expect(await queue.deliveries.idsBeginning("0", 100)).toEqual([]);
    });

    test("takes the same filters", async () => {
      const queue = await opened(newPlace());
      const ids = [
        await failedDelivery(queue, { reportId: 1 }),
        await pendingDelivery(queue, { reportId: "2", environment: "production" }),
        await pendingDelivery(queue, { reportId: 3 }),
      ];
      const find = async (filter: Partial<Parameters<typeof queue.deliveries.list>[0]>) =>
        (await queue.deliveries.list({ most: 100, ...filter })).map(({ id }) => ids.indexOf(id));
      const { jobId = "" } = (await queue.deliveries.get(ids[1] ?? "")) ?? {};
      expect(await find({})).toEqual([2, 1, 0]);
      expect(await find({ most: 1 })).toEqual([2]);
      expect(await find({ before: ids[2] ?? "" })).toEqual([1, 0]);
      expect(await find({ states: ["failed"] })).toEqual([0]);
      expect(await find({ states: ["failed", "pending"], environment: "staging" })).toEqual([2, 0]);
      expect(await find({ environment: "production" })).toEqual([1]);
      expect(await find({ reportId: "2" })).toEqual([1]);
      expect(await find({ reportId: "2", environment: "staging" })).toEqual([]);
      expect(await find({ jobId })).toEqual([1]);
      expect(await find({ from: past(), until: future() })).toEqual([2, 1, 0]);
      expect(await find({ from: future() })).toEqual([]);
      expect(await find({ until: past() })).toEqual([]);
      expect(await queue.deliveries.get("nothing")).toBeNull();
    });
  });
}
