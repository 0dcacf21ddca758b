import { expect, test } from "bun:test";
import { forManyRandoms } from "../support/random.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { conformance } from "./conformance.ts";
import { behavesLikeTheModel } from "./property.ts";
import { sqlitePlace } from "./sqlite/support.ts";
import { longLease, opened, pendingDelivery, submission } from "./support.ts";

conformance("a queue in SQLite", () => sqlitePlace(temporaryFolder()));

/** No text, so that it cannot be written: what stands beside it in the same transaction is rolled back with it. */
const spoilt = submission({ reportId: "spoilt", url: {} as string });

test("a queue in SQLite does what the model of a queue does", async () => {
  await forManyRandoms((random) => behavesLikeTheModel(random, sqlitePlace(temporaryFolder()), spoilt), 40);
});

test("a submission that cannot be written takes nothing along but its own call", async () => {
  const queue = await opened(sqlitePlace(temporaryFolder()));
  const outcomes = await Promise.allSettled([
    queue.jobs.submit([submission({ reportId: 1 })], 10),
    queue.jobs.submit([submission({ reportId: 2 }), spoilt], 10),
    queue.jobs.submit([submission({ reportId: 3 })], 10),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  const jobs = await queue.jobs.list({ most: 10 });
  expect(jobs.map(({ reportId }) => reportId)).toEqual([3, 1]);
});

test("an environment whose first submission cannot be written is known from the next one on", async () => {
  const place = sqlitePlace(temporaryFolder());
  const queue = await opened(place);
  const first = submission({ reportId: 1, environment: "elsewhere" });
  await queue.jobs.submit([first, spoilt], 10).catch(() => {});
  expect(await queue.history.environments()).toEqual([]);
  const [taken] = await queue.jobs.submit([first], 10);
  expect(taken?.outcome).toBe("new");
  expect(await queue.history.environments()).toEqual(["elsewhere"]);
  await queue.close();
  expect(await (await opened(place)).history.environments()).toEqual(["elsewhere"]);
});

test("how an attempt ended, and what its answer says about the key, are written together or not at all", async () => {
  const queue = await opened(sqlitePlace(temporaryFolder()));
  const id = await pendingDelivery(queue);
  const [claim] = await queue.deliveries.claim("staging", 1, longLease);
  const claimToken = claim?.claimToken ?? "";
  const answer = { status: 401, detail: "" };
  const refused = (reason: string) =>
    queue.deliveries.end(
      claimToken,
      {
        state: "pending",
        answer,
        delayMs: 0,
        counts: false,
        key: { refused: reason, fingerprint: "f00d" },
      },
      ["refused"],
    );
  await expect(refused({} as string)).rejects.toThrow();
  expect(await queue.deliveries.get(id)).toEqual(claim?.delivery ?? null);
  expect(await queue.deliveries.held()).toEqual([]);
  expect(await refused("It answered 401.")).toBe(true);
  expect(await queue.deliveries.get(id)).toMatchObject({ attempts: 0, lastAnswer: answer });
  expect(await queue.deliveries.held()).toHaveLength(1);
  expect(await queue.history.totals("0000-01-01")).toMatchObject([{ counters: { refused: 1 } }]);
});
