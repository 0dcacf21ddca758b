import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { Queue } from "../../../src/queue/port.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { finished, longLease, opened, pendingDelivery, submit } from "../support.ts";
import { sqlitePlace } from "./support.ts";

async function queueWithReach() {
  const folder = temporaryFolder();
  const queue = await opened(sqlitePlace(folder));
  /** Changes the database as a bad disk does. */
  const change = (statement: string): void => {
    using database = new Database(join(folder, "queue.db"));
    database.run(statement);
  };
  return { queue, change };
}

const areSound = async (claims: Promise<readonly { readonly isSound: boolean }[]>) =>
  (await claims).map(({ isSound }) => isSound);
const jobsOf = (queue: Queue) => areSound(queue.jobs.claim(9, longLease));
const deliveriesOf = (queue: Queue) => areSound(queue.deliveries.claim("staging", 9, longLease));

test.each([
  "report = report || '0'",
  "user = '8'",
  "numbers = 3 - numbers",
  "url = replace(url, 'a.png', 'b.png')",
  "id = replace(id, '-7', '-6')",
])("a job that the disk has changed is known by that when it is claimed: %s", async (what) => {
  const { queue, change } = await queueWithReach();
  await submit(queue, { reportId: 1 });
  const changed = await submit(queue, { reportId: "2" });
  change(`UPDATE jobs SET ${what} WHERE id = '${changed}'`);
  expect(await jobsOf(queue)).toEqual([true, false]);
});

test.each(["body = replace(body, '2', '3')", "id = replace(id, '-7', '-6')", "job = 1"])(
  "a delivery that the disk has changed is known by that when it is claimed: %s",
  async (what) => {
    const { queue, change } = await queueWithReach();
    await pendingDelivery(queue, { reportId: 1 });
    const changed = await pendingDelivery(queue, { reportId: 2 });
    change(`UPDATE deliveries SET ${what} WHERE id = '${changed}'`);
    expect(await deliveriesOf(queue)).toEqual([true, false]);
  },
);

test("what the queue itself has changed is sound, and what is older than sums, too", async () => {
  const { queue, change } = await queueWithReach();
  await submit(queue, { reportId: 1 });
  await submit(queue, { reportId: "1", userId: "8", url: "https://s3.example/other.png" });
  expect(await jobsOf(queue)).toEqual([true]);
  await finished(queue, { reportId: 2 }, { body: "2" });
  await queue.history.editAll(({ reading }) => ({ reading, body: "3" }), false);
  expect(await deliveriesOf(queue)).toEqual([true]);

  await submit(queue, { reportId: 4 });
  await finished(queue, { reportId: 5 }, { body: "5" });
  change("UPDATE jobs SET sum = NULL");
  change("UPDATE deliveries SET sum = NULL");
  expect([await jobsOf(queue), await deliveriesOf(queue)]).toEqual([[true], [true]]);
});

test("a delivery that the disk has changed stays known by that when its texts are edited", async () => {
  const { queue, change } = await queueWithReach();
  await finished(queue, { reportId: 1 }, { body: "8958" });
  change("UPDATE deliveries SET body = '9958'");
  await queue.history.editAll(({ reading, body }) => ({ reading, body: `${body} ` }), false);
  expect(await queue.history.condense(0, (kept) => kept)).toBe(0);
  expect(await deliveriesOf(queue)).toEqual([false]);
});
