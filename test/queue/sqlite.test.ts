import { expect, test } from "bun:test";
import { forManyRandoms } from "../support/random.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { conformance } from "./conformance.ts";
import { behavesLikeTheModel } from "./property.ts";
import { sqlitePlace } from "./sqlite/support.ts";
import { opened, submission } from "./support.ts";

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
