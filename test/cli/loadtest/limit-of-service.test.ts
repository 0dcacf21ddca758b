import { expect, test } from "bun:test";
import { freePort } from "../../../scripts/rig/free-port.ts";
import { ocrEco } from "../../support/cli.ts";
import { quickPictures } from "../../support/labelled.ts";
import { documentOf, loadable } from "../../support/loadable.ts";
import { apiKey } from "../../support/service.ts";

const env = { API_KEY: apiKey };

test("finds the rate that a service can keep up with, and no higher one", async () => {
  const port = freePort();
  // Pictures for the fake worker stay the same: the cache would answer.
  const running = await loadable(port, { WORKER_COUNT: "1", CACHE_HOURS: "0" }).start();
  const ended = await ocrEco(
    [
      ...["loadtest", "--yes", "--url", running.url, "--find-limit", "--duration", "3s", "--warm-up", "0"],
      ...["--listen", `127.0.0.1:${port}`, "--images", quickPictures(1), "--json"],
      // Its worker takes 150 ms for a picture with such an address: six or seven a second.
      ...["--announce", `http://127.0.0.1:${port}/slow`],
    ],
    { env },
  );
  const { limit, reports } = documentOf(ended);
  const { per_second: best, steps = [] } = limit ?? {};
  expect([reports.lost, reports.wrong]).toEqual([0, 0]);
  expect(best).toBeLessThan(9);
  // What held is below what did not.
  const failed = steps.filter(({ holds }) => !holds).map(({ per_second: rate }) => rate);
  expect(failed.length).toBeGreaterThan(0);
  for (const rate of failed) expect(rate).toBeGreaterThan(best ?? Number.POSITIVE_INFINITY);
  // A busy machine may find it hard to send as well.
  const reasons = steps.filter(({ holds }) => !holds).map(({ why }) => why);
  expect(reasons).toContainEqual(expect.stringContaining("the queue grew"));
});
