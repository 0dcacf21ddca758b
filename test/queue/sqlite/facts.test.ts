import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { FactsFilter } from "../../../src/queue/filter.ts";
import { migrate, migrations } from "../../../src/queue/sqlite/schema.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { opened } from "../support.ts";
import { sqlitePlace } from "./support.ts";

/** The steps of the schema before queues kept facts. */
const withoutFacts = migrations.findIndex((step) => step.includes("CREATE TABLE facts"));

test("facts of what ended before queues kept any are noted newest first, and once", async () => {
  const folder = temporaryFolder();
  const database = new Database(join(folder, "queue.db"));
  migrate(database, migrations.slice(0, withoutFacts));
  const count = 450;
  for (let job = 1; job <= count; job++) {
    const state = job === 1 ? "waiting" : job === 2 ? "cancelled" : job === 3 ? "failed" : "done";
    database.run(
      `INSERT INTO jobs (id, environment, report, user, numbers, url, priority, submitted_at, state, ready, attempts,
         worker_deaths, ended_at) VALUES (?, 'staging', ?1, '7', 0, 'https://s3.example/a.png', 0, 1, ?, ?, 1, 0, ?)`,
      [`id-${job}`, state, job === 1 ? 1 : 0, job === 1 ? null : 2],
    );
    if (state === "done") database.run("INSERT INTO readings VALUES (?, ?)", [job, `reading ${job}`]);
  }
  database.run("INSERT INTO environments (name) VALUES ('staging')");
  database.close();

  const queue = await opened(sqlitePlace(folder));
  const asked: (string | null)[] = [];
  const noted = await queue.history.noteFacts(({ state, reading }) => {
    asked.push(reading);
    if (reading === "reading 9") return null;
    return { status: state, app: reading, scope: null, doubts: ["odd"] };
  });
  expect([noted, asked.length]).toEqual([count - 3, count - 2]);
  expect([asked[0], asked.at(-2), asked.at(-1)]).toEqual([`reading ${count}`, "reading 4", null]);
  const found = async (facts: FactsFilter) =>
    (await queue.jobs.list({ facts, most: 1000 })).map(({ id }) => id);
  expect(await found({ app: "reading 10", doubt: "odd" })).toEqual(["id-10"]);
  expect(await found({ app: "reading 9" })).toEqual([]);
  expect(await found({ status: "failed" })).toEqual(["id-3"]);
  expect(await queue.history.noteFacts(() => null)).toBe(0);
});
