import { expect, test } from "bun:test";
import { Ledger } from "../../../cli/loadtest/ledger.ts";
import { type Load, sendReports } from "../../../cli/loadtest/sender.ts";
import { Remote } from "../../../cli/remote/remote.ts";
import { pretender } from "../../support/pretender.ts";
import { openStandIn } from "../../support/stand-in.ts";

/** How many reports of a load are sent when, from the first one that arrives, this process does nothing else for so long. */
async function sentBeside(busyMs: number, load: Load): Promise<number> {
  const standIn = openStandIn();
  let asked = 0;
  const url = pretender(() => {
    if (asked++ === 0) Bun.sleepSync(busyMs);
    return Response.json({ message: "", job_id: `job-${asked}`, status: "waiting" }, { status: 202 });
  });
  const ledger = new Ledger("run");
  const { place, key } = Remote.at(url, "a-key");
  const sending = { place, key, environment: null, standIn, run: "run", ledger, patience: 60 };
  const { count } = await sendReports(load, sending, new AbortController().signal);
  expect(ledger.entries).toHaveLength(count);
  return count;
}

test("at a fixed rate all are sent that were due, even where the sender was busy beyond the end", async () => {
  const load = { connections: 2, reports: null, seconds: 0.5, perSecond: 50 };
  expect(await sentBeside(700, load)).toBe(25);
  expect(await sentBeside(0, { ...load, reports: 10 })).toBe(10);
});

test("in stages as well", async () => {
  const stages = [
    { seconds: 0.3, perSecond: 40 },
    { seconds: 0.3, perSecond: 0 },
  ];
  expect(
    await sentBeside(700, { connections: 2, reports: null, seconds: 0.6, perSecond: null, stages }),
  ).toBe(12);
});
