/**
 * A process that holds the queue in a folder, for tests that kill it: submits reports as fast as it can, beginning a
 * job and a delivery now and then, and prints each report id once it was told that it is on disk.
 *
 *   bun test/support/queue-holder.ts <folder>
 */
import { writeSync } from "node:fs";
import { openSqliteQueue } from "../../src/queue/sqlite/open.ts";

const [folder = ""] = Bun.argv.slice(2);
const queue = await openSqliteQueue({
  folder,
  mostMegabytes: 100,
  localHour: () => ({ day: "2026-03-01", hour: 9 }),
});
let report = 0;

async function submitForEver(): Promise<never> {
  for (;;) {
    const reportId = report++;
    await queue.jobs.submit(
      [
        {
          environment: "staging",
          reportId,
          userId: 1,
          url: "https://s3.example/a.png",
          priority: 0,
          trace: null,
        },
      ],
      1e6,
    );
    writeSync(1, `submitted ${reportId}\n`);
  }
}

async function finishForEver(): Promise<never> {
  for (;;) {
    for (const { job, claimToken } of await queue.jobs.claim(1, 60_000)) {
      await queue.jobs.finish(claimToken, null, () => ({
        state: "done",
        error: null,
        reading: "{}",
        body: `body of ${job.reportId}`,
        counters: ["done"],
        facts: null,
        isForReview: false,
      }));
      writeSync(1, `finished ${job.reportId}\n`);
    }
    await queue.deliveries.claim("staging", 1, 60_000);
  }
}

for (let caller = 0; caller < 8; caller++) submitForEver();
finishForEver();
