/**
 * Prints how many milliseconds a page and a count of jobs take in a queue that keeps very many, by each filter.
 *
 *   bun scripts/jobs-figures.ts [--jobs 100000] [--times 20] [--json] [--write]
 *
 * The median of so many times, and what 95 of 100 did not exceed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { JobFilter } from "../src/queue/filter.ts";
import { openSqliteQueue } from "../src/queue/sqlite/open.ts";
import { Figures } from "./common/figures.ts";
import { fill } from "./jobs-figures/fill.ts";

const { values: options } = parseArgs({
  options: {
    jobs: { type: "string", default: "100000" },
    times: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const figures = new Figures("jobs-figures", options);
const jobs = Number(options.jobs);
const times = Number(options.times);
/** Rows of a page. */
const most = 51;

const folder = mkdtempSync(join(tmpdir(), "ocr-eco-jobs-"));
try {
  const clock = { now: Date.now() };
  const queue = await openSqliteQueue({
    folder,
    now: () => clock.now,
    mostMegabytes: 10_000,
    localHour: (ms) => ({ day: new Date(ms).toISOString().slice(0, 10), hour: new Date(ms).getUTCHours() }),
  });
  const { middleAt, middle } = await fill(queue, jobs, clock);
  const filters: Readonly<Record<string, JobFilter & { readonly before?: string }>> = {
    "no filter": {},
    "no filter, behind half of all": { before: middle },
    "a state: done": { states: ["done"] },
    "a state: failed": { states: ["failed"] },
    "an environment": { environment: "staging" },
    "a report": { reportId: String(Math.floor(jobs / 2)) },
    "a user": { userId: "77" },
    "a status that most have": { facts: { status: "verified" } },
    "a status that few have": { facts: { status: "no_steps" } },
    "an app": { facts: { app: "Fitbit" } },
    "no app": { facts: { app: null } },
    "a scope that few have": { facts: { scope: "average" } },
    "a doubt": { facts: { doubt: "one_engine" } },
    "from the middle on": { from: middleAt },
    "until the middle": { until: middleAt },
    "a user who is unknown": { userId: "nobody" },
    "a status that most have, of nobody": { facts: { status: "verified" }, userId: "nobody" },
    "a doubt that none has": { facts: { doubt: "struck_out" } },
    "all together, of whom none is": {
      environment: "staging",
      states: ["done"],
      userId: "nobody",
      from: middleAt,
      until: clock.now,
      facts: { status: "verified", app: "Samsung Health", scope: "day" },
    },
  };
  const rows: Record<string, Record<string, number | string>> = {};
  for (const [name, { before: page, ...filter }] of Object.entries(filters)) {
    const found = (await queue.jobs.list({ ...filter, ...behind(page), most })).length;
    const listed = await milliseconds(() => queue.jobs.list({ ...filter, ...behind(page), most }));
    const counted = page === undefined ? await milliseconds(() => queue.jobs.count(filter)) : null;
    rows[name] = {
      "on the page": found,
      "list, median": listed.median,
      "list, p95": listed.p95,
      "count, median": counted?.median ?? "",
      "count, p95": counted?.p95 ?? "",
    };
  }
  const title = `Milliseconds for a page of ${most} and for a count, ${jobs} jobs that have ended, ${Math.round((await queue.bytes()) / 1e6)} MB`;
  if (options.json) console.log(JSON.stringify({ jobs, times, milliseconds: rows }, null, 2));
  else {
    console.log(title);
    console.table(rows);
  }
  figures.keep({ title, rows });
  await queue.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
figures.end();

function behind(before: string | undefined): { readonly before?: string } {
  return before === undefined ? {} : { before };
}

/** How long something takes, again and again; in tenths of milliseconds. */
async function milliseconds(act: () => Promise<unknown>): Promise<{ median: number; p95: number }> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const began = performance.now();
    await act();
    taken.push(performance.now() - began);
  }
  taken.sort((one, other) => one - other);
  const at = (share: number) => Math.round((taken[Math.ceil(times * share) - 1] ?? 0) * 10) / 10;
  return { median: at(0.5), p95: at(0.95) };
}
