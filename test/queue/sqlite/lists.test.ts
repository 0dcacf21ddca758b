import { Database } from "bun:sqlite";
import { expect, spyOn, test } from "bun:test";
import { join } from "node:path";
import { jobStates } from "../../../src/queue/job.ts";
import { readEach } from "../../../src/queue/sqlite/find.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { opened, submit } from "../support.ts";
import { sqlitePlace } from "./support.ts";

test("no list sorts all that waits, has ended or is delivered: a full queue is looked at as fast as an empty one", async () => {
  const folder = temporaryFolder();
  const queue = await opened(sqlitePlace(folder));
  for (const [reportId, priority] of [0, 1, 0, 1].entries()) await submit(queue, { reportId, priority });
  const asked = spyOn(Database.prototype, "prepare");
  try {
    for (const environment of [undefined, "staging"]) {
      const filter = { most: 2, ...(environment === undefined ? {} : { environment }) };
      const found = await queue.jobs.list({ ...filter, states: [...jobStates] });
      // The newest of all priorities.
      expect(found.map(({ reportId }) => reportId)).toEqual([3, 2]);
      await queue.deliveries.list({ ...filter, states: ["pending", "delivered", "failed"] });
      await queue.jobs.list({ ...filter, facts: { status: "verified" }, userId: "7", from: 1 });
    }
    const lists = asked.mock.calls.map(([sql]) => sql).filter((sql) => /ORDER BY (place|job) DESC/.test(sql));
    expect(lists.length).toBeGreaterThan(10);
    asked.mockRestore();
    using reader = new Database(join(folder, "queue.db"), { readonly: true });
    for (const sql of lists) {
      const parameters = Array(sql.split("?").length - 1).fill("0");
      const plan = reader.query<{ detail: string }, string[]>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
      // Active jobs are as many as there are workers; those to be tried again lie by when they are due.
      if (/place IN \(SELECT value FROM json_each/.test(sql) || sql.includes("jobs_due")) continue;
      expect(plan.map(({ detail }) => detail).join("\n"), sql).not.toContain("TEMP B-TREE");
    }
  } finally {
    asked.mockRestore();
  }
});

test("a row that cannot be read is told of, and the others are listed", () => {
  const told: string[] = [];
  using database = new Database(":memory:");
  const rows = readEach({ warn: (message) => told.push(message) }, { name: "jobs" }, [3, 2, 1], (place) => {
    if (place === 2) database.run("SELECT it");
    return [place];
  });
  expect(rows).toEqual([3, 1]);
  expect(told).toEqual(["row 2 of jobs cannot be read (no such column: it); check the disk, then restart"]);
});
