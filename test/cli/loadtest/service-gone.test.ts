import { describe, expect, test } from "bun:test";
import { freePort } from "../../../scripts/rig/free-port.ts";
import { until } from "../../../scripts/rig/processes.ts";
import { ocrEco } from "../../support/cli.ts";
import { quickPictures } from "../../support/labelled.ts";
import { documentOf, jobsOf, listening, loadable } from "../../support/loadable.ts";
import { apiKey } from "../../support/service.ts";

const env = { API_KEY: apiKey };

describe("ocr-eco loadtest, when the service goes away", () => {
  test("goes on after the service dies, says what it lost, and holds none of it against the next load test", async () => {
    const port = freePort();
    const running = await loadable(port).start();
    const words = [
      "loadtest",
      "--yes",
      "--listen",
      `127.0.0.1:${port}`,
      "--images",
      quickPictures(4711),
      "--json",
    ];
    const first = ocrEco(
      [...words, "--url", running.url, "--rate", "100/s", "--n", "300", "--patience", "3"],
      { env },
    );
    await until("reports are accepted", async () => (await jobsOf(running.url)) > 50);
    await running.kill();
    const died = await first;
    const { reports, errors, ended } = documentOf(died);
    expect([died.exitCode, ended, reports.lost > 0]).toEqual([1, "timed_out", true]);
    expect(reports.accepted).toBe(reports.results + reports.lost);
    expect(errors.map(({ cause }) => cause)).toContain("ECONNREFUSED");

    await running.start();
    const next = await ocrEco([...words, "--url", running.url, "--n", "300"], { env });
    expect(next.exitCode).toBe(0);
    expect(documentOf(next).reports).toMatchObject({ verified: 300, wrong: 0, lost: 0 });
  });

  test("does not count how fast a service that is gone can be refused", async () => {
    const port = freePort();
    const running = await loadable(port).start();
    const loading = ocrEco(
      [
        ...["loadtest", "--yes", "--url", running.url, "--duration", "8s", "-c", "2", "--accept-only"],
        ...["--warm-up", "0", "--images", quickPictures(1), "--json", ...listening()],
      ],
      { env },
    );
    await until("it is loaded", async () => (await jobsOf(running.url)) > 20);
    await running.kill();
    const { reports } = documentOf(await loading);
    // Two connections, ten times a second; without a rest between them tens of thousands.
    expect(reports.errors).toBeGreaterThan(0);
    expect(reports.errors).toBeLessThan(250);
  });

  test.each([
    ["is gone", "SIGKILL", []],
    ["is gone", "SIGKILL", ["--rate", "50/s"]],
    ["hangs", "SIGSTOP", []],
  ] as const)(
    "sends no more when nothing is answered for long, because the service %s (%s, %p)",
    async (_how, signal, words) => {
      const port = freePort();
      const running = await loadable(port).start();
      const loading = ocrEco(
        [
          ...[
            "loadtest",
            "--yes",
            "--url",
            running.url,
            "--n",
            "1000000",
            "-c",
            "2",
            "--accept-only",
            "--patience",
            "5",
          ],
          ...["--warm-up", "0", "--images", quickPictures(1), "--json", ...words, ...listening()],
        ],
        { env },
      );
      await until("it is loaded", async () => (await jobsOf(running.url)) > 20);
      running.signal(signal);
      const ended = await loading;
      running.signal("SIGCONT");
      expect([ended.exitCode, documentOf(ended).ended]).toEqual([1, "timed_out"]);
      expect(documentOf(ended).reports.unanswered).toBeGreaterThan(0);
    },
  );
});
