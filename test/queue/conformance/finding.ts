import { describe, expect, test } from "bun:test";
import type { JobFilter, JobsFound, Page } from "../../../src/queue/filter.ts";
import type { Facts } from "../../../src/queue/job.ts";
import {
  cancelEnding,
  claimOne,
  failedEnding,
  finished,
  future,
  hour,
  type NewPlace,
  opened,
  past,
  submit,
} from "../support.ts";

const sure: Facts = { status: "verified", app: "Alpha", scope: "day", doubts: [] };
const unsure: Facts = { status: "needs_review", app: "Alpha", scope: "total", doubts: ["odd", "oddly_far"] };
const failed: Facts = { status: "failed", app: null, scope: null, doubts: [] };
const none: Facts = { status: "no_steps", app: "Beta", scope: null, doubts: [] };

/** Filters, and the places of the jobs that they find. */
const filters: readonly (readonly [string, JobFilter & Partial<Page>, readonly number[]])[] = [
  ["a user, be the id a number or a text", { userId: "7" }, [6, 3, 2, 0]],
  ["a user who is unknown", { userId: "07" }, []],
  ["a user in a state", { userId: "7", states: ["done"] }, [2, 0]],
  ["a user in an environment", { userId: "8", environment: "production" }, [5]],
  ["a user's report", { userId: "8", reportId: "1" }, []],
  ["no more of a user than asked for", { userId: "7", most: 2 }, [6, 3]],
  ["facts of any kind", { facts: {} }, [5, 4, 2, 1, 0]],
  ["a status", { facts: { status: "verified" } }, [2, 0]],
  ["an app", { facts: { app: "Alpha" } }, [5, 2, 0]],
  ["no app", { facts: { app: null } }, [1]],
  ["a scope", { facts: { scope: "day" } }, [2, 0]],
  ["a doubt, and none that its name is a part of", { facts: { doubt: "odd" } }, [5]],
  ["a doubt behind another one", { facts: { doubt: "oddly_far" } }, [5]],
  ["no part of a doubt", { facts: { doubt: "oddly" } }, []],
  ["what nothing is like", { facts: { status: "moon" } }, []],
  ["several facts", { facts: { app: "Alpha", status: "needs_review", scope: "total", doubt: "odd" } }, [5]],
  ["several facts that none has together", { facts: { app: "Beta", status: "verified" } }, []],
  ["facts in a state", { facts: { app: null }, states: ["failed"] }, [1]],
  ["facts in a state that has none", { facts: {}, states: ["waiting", "cancelled"] }, []],
  ["facts in an environment", { facts: {}, environment: "production" }, [5]],
  ["facts of a report", { facts: {}, reportId: "1" }, [0]],
  ["facts of a user", { facts: {}, userId: "7" }, [2, 0]],
  ["facts from a time", { facts: {}, from: past() }, [5, 4, 2, 1, 0]],
  ["no facts from the future", { facts: {}, from: future() }, []],
  ["no facts from the past", { facts: {}, until: past() }, []],
  ["no more facts than asked for", { facts: {}, most: 2 }, [5, 4]],
];

/** Filters, and how many of what they find something can be done to. */
const counted: readonly (readonly [string, JobFilter, Omit<JobsFound, "byState">])[] = [
  ["of all", {}, { retriable: 2, cancellable: 1 }],
  ["of one state", { states: ["failed"] }, { retriable: 1, cancellable: 0 }],
  ["of what is done", { states: ["done"] }, { retriable: 0, cancellable: 0 }],
  ["of what waits", { states: ["waiting"] }, { retriable: 0, cancellable: 1 }],
  ["of a user", { userId: "7" }, { retriable: 1, cancellable: 1 }],
  ["of facts", { facts: { status: "failed" } }, { retriable: 1, cancellable: 0 }],
  ["of an environment", { environment: "production" }, { retriable: 0, cancellable: 0 }],
  ["of nothing", { userId: "nobody" }, { retriable: 0, cancellable: 0 }],
];

export function finding(newPlace: NewPlace): void {
  /** Seven jobs, the last of which waits; gives back their ids, oldest first. */
  async function jobs() {
    const queue = await opened(newPlace());
    const cancelled = async () => {
      const id = await submit(queue, { reportId: 4, userId: "7" });
      await queue.jobs.cancel([id], () => cancelEnding());
      return id;
    };
    const ids = [
      await finished(queue, { reportId: 1 }, { facts: sure }),
      await finished(queue, { reportId: 2, userId: 8 }, { ...failedEnding, facts: failed }),
      await finished(queue, { reportId: 3, userId: "7" }, { facts: sure }),
      await cancelled(),
      await finished(queue, { reportId: 5, userId: "eight" }, { facts: none }),
      await finished(queue, { reportId: 6, userId: 8, environment: "production" }, { facts: unsure }),
      await submit(queue, { reportId: 7 }),
    ];
    return { queue, ids };
  }

  describe("finding jobs by whose they are and what came of them", () => {
    test.each(filters)("finds %s", async (_, filter, places) => {
      const { queue, ids } = await jobs();
      const found = await queue.jobs.list({ most: 100, ...filter });
      expect(found.map(({ id }) => ids.indexOf(id))).toEqual([...places]);
    });

    test.each(filters.filter(([, { most }]) => most === undefined))(
      "counts %s",
      async (_, filter, places) => {
        const { queue } = await jobs();
        const states = (await queue.jobs.list({ most: 100, ...filter })).map(({ state }) => state);
        const { byState } = await queue.jobs.count(filter);
        expect(Object.values(byState).reduce((sum, each) => sum + each)).toBe(places.length);
        for (const [state, count] of Object.entries(byState))
          expect([state, count]).toEqual([state, states.filter((each) => each === state).length]);
      },
    );

    test("goes on behind the last one of a page", async () => {
      const { queue, ids } = await jobs();
      const page = async (before: string | undefined) =>
        (
          await queue.jobs.list({
            facts: { app: "Alpha" },
            most: 2,
            ...(before === undefined ? {} : { before }),
          })
        ).map(({ id }) => ids.indexOf(id));
      expect(await page(undefined)).toEqual([5, 2]);
      expect(await page(ids[2])).toEqual([0]);
      expect(await page(ids[0])).toEqual([]);
    });

    test.each(counted)("says to how many something can be done, %s, and which", async (_, filter, found) => {
      const { queue, ids } = await jobs();
      expect(await queue.jobs.count(filter)).toMatchObject(found);
      for (const kind of ["retriable", "cancellable"] as const) {
        const those = await queue.jobs.idsOf(kind, filter);
        expect([kind, those.length]).toEqual([kind, found[kind]]);
        expect(those.map((id) => ids.indexOf(id))).toEqual(
          those.map((id) => ids.indexOf(id)).toSorted((one, other) => other - one),
        );
      }
    });

    test("says that of a report with several jobs the youngest alone can be begun again", async () => {
      const queue = await opened(newPlace());
      const retriable = () => queue.jobs.idsOf("retriable", {});
      const first = await finished(queue, { reportId: 1 }, failedEnding);
      const second = await finished(queue, { reportId: "1" }, failedEnding);
      const elsewhere = await finished(queue, { reportId: 1, environment: "production" }, failedEnding);
      expect(await retriable()).toEqual([elsewhere, second]);
      expect(await queue.jobs.count({})).toMatchObject({ byState: { failed: 3 }, retriable: 2 });
      // What came later stands for it, also once that is done.
      await queue.jobs.again([second]);
      expect(await retriable()).toEqual([elsewhere]);
      await finished(queue, { reportId: 1 });
      expect(await retriable()).toEqual([elsewhere]);
      expect(await queue.jobs.get(first)).toMatchObject({ state: "failed" });
    });

    test("counts what is in somebody's hands, and what is to be tried again, as what has not ended", async () => {
      const queue = await opened(newPlace());
      const retrying = await submit(queue, { reportId: 1 });
      const { claimToken } = await claimOne(queue);
      await queue.jobs.retry(claimToken, { code: "X", message: "Y" }, hour, false);
      const active = await submit(queue, { reportId: 2 });
      await claimOne(queue);
      const waiting = await submit(queue, { reportId: 3 });
      expect(await queue.jobs.idsOf("cancellable", {})).toEqual([waiting, active, retrying]);
      expect((await queue.jobs.count({ userId: "7" })).cancellable).toBe(3);
    });

    test("finds no facts of what was deleted, nor in a new job's place", async () => {
      const place = newPlace();
      const queue = await opened(place);
      await finished(queue, { reportId: 1 }, { facts: sure });
      await finished(queue, { reportId: 2, userId: 8 }, { facts: unsure });
      const left = async () =>
        (await queue.jobs.list({ facts: {}, most: 9 })).map(({ reportId }) => reportId);
      expect(await left()).toEqual([2, 1]);
      await queue.history.forget({ userId: "8" });
      expect(await left()).toEqual([1]);
      await queue.history.prune({ doneMs: 0, failedMs: 0, seenMs: hour, reviewMs: 0 });
      expect(await left()).toEqual([]);
      await finished(queue, { reportId: 3 });
      await finished(queue, { reportId: 4 }, { facts: none });
      expect(await left()).toEqual([4]);
    });

    test("writes no facts of an attempt whose claim is lost", async () => {
      const queue = await opened(newPlace());
      await submit(queue);
      const { claimToken } = await claimOne(queue);
      await submit(queue, { url: "https://s3.example/newer.png" });
      await queue.jobs.finish(claimToken, null, () => ({ ...failedEnding, facts: failed }));
      expect(await queue.jobs.list({ facts: {}, most: 9 })).toEqual([]);
    });

    test("has nothing to note of what a queue of this version has kept", async () => {
      const { queue } = await jobs();
      const asked: unknown[] = [];
      const noted = await queue.history.noteFacts((kept) => {
        asked.push(kept);
        return sure;
      });
      expect([noted, asked]).toEqual([0, []]);
    });
  });
}
