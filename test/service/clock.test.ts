import { expect, test } from "bun:test";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import { libraryFile } from "../support/requires.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const library = libraryFile("faketime/libfaketime.so.1", "libfaketime");

test.skipIf(library === null)(
  "a clock that is set back an hour holds up neither pictures nor deliveries",
  async () => {
    const clock = join(temporaryFolder(), "clock");
    // Renamed into its place, so that nobody reads half of it.
    const setClock = (offset: string): void => {
      writeFileSync(`${clock}.new`, `${offset}\n`);
      renameSync(`${clock}.new`, clock);
    };
    setClock("+0");
    const running = await quickService({
      LD_PRELOAD: library ?? "",
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: "1",
      // The clock that measures time is not the one that people set.
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      JOB_RETRY_SECONDS: "2,2",
      WEBHOOK_RETRY_SECONDS: "0,2,2",
    }).start();
    const { laravel, pictures } = running;
    let busy = true;
    pictures.answer("busy.png", () =>
      busy ? new Response(null, { status: 503 }) : new Response("8958 steps in a busy picture"),
    );
    laravel.mood = () => (busy ? new Response(null, { status: 500 }) : null);
    await running.submit({ report_id: 1, s3_url: pictures.url("busy.png") });
    await running.submit({ report_id: 2, s3_url: pictures.serveSteps("a.png", 5000) });
    await until("both wait for their next attempt", () =>
      ["attempt failed", "delivery failed"].every((message) => running.logged(message).length > 0),
    );
    const before = await timeOf(running);
    setClock("-3600");
    expect(await timeOf(running)).toBeLessThan(before - 3_000_000);
    busy = false;
    await running.submit({ report_id: 3, s3_url: pictures.serveSteps("b.png", 5001) });
    await running.settled();
    expect(laravel.bookedReports.sort()).toEqual(["1", "2", "3"]);
  },
);

/** The time that the service goes by. */
async function timeOf(running: ReturnType<typeof quickService>): Promise<number> {
  return Date.parse(String((await running.get("/health"))["timestamp"]));
}
