import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../scripts/rig/free-port.ts";
import { totalsSchema } from "../../../src/api/totals.ts";
import { ocrEco } from "../../support/cli.ts";
import { parseCsv } from "../../support/csv.ts";
import { executed } from "../../support/io.ts";
import { quickPictures } from "../../support/labelled.ts";
import { documentOf, jobsOf, listening, loadable } from "../../support/loadable.ts";
import { otherVersion } from "../../support/pretender.ts";
import { apiKey, quickService } from "../../support/service.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { type Unfaithful, unfaithfulReceiver } from "../../support/unfaithful-receiver.ts";

const env = { API_KEY: apiKey };

describe("ocr-eco loadtest, on a running service", () => {
  test("sees the whole way of each report when results are delivered to it", async () => {
    const port = freePort();
    const running = await loadable(port).start();
    const words = [
      "loadtest",
      "--yes",
      "--url",
      running.url,
      "--n",
      "200",
      "-c",
      "20",
      "--listen",
      `127.0.0.1:${port}`,
    ];
    const ended = await ocrEco([...words, "--images", quickPictures(4711, 8958, 12_000), "--json"], { env });
    expect([ended.stderr, ended.exitCode]).toEqual(["", 0]);
    const { way, reports, spans, ended: how, peaks } = documentOf(ended);
    expect([way, how]).toEqual(["delivered", "complete"]);
    expect(reports).toEqual({
      sent: 200,
      accepted: 200,
      refused: 0,
      unanswered: 0,
      given_up: 0,
      errors: 0,
      results: 200,
      verified: 200,
      unsure: 0,
      failed: 0,
      wrong: 0,
      duplicate: 0,
      of_others: 0,
      undelivered: 0,
      lost: 0,
    });
    for (const name of ["accepted", "waited", "read", "delivered", "whole"] as const) {
      const span = spans[name];
      expect(span?.count, name).toBe(200);
      expect(span?.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(200);
    }
    expect(peaks.server_bytes).toBeGreaterThan(1e6);
    // What was sent to find the way, and before what counts, went the same way: nothing of it to people's application.
    expect(running.laravel.calls).toEqual([]);
  });

  test("counts exactly what a receiver loses, doubles and garbles", async () => {
    const port = freePort();
    const deeds: Record<number, ReturnType<Unfaithful>> = { 7: "loses", 21: "doubles", 35: "falsifies" };
    const receiver = unfaithfulReceiver(
      () => `http://127.0.0.1:${port}`,
      (number) => (number % 200 === 135 ? "cuts" : (deeds[number % 100] ?? null)),
    );
    const running = await loadable(port, { LARAVEL_API_URL_LOADTEST: receiver }).start();
    const ended = await ocrEco(
      [
        ...[
          "loadtest",
          "--yes",
          "--url",
          running.url,
          "--n",
          "200",
          "-c",
          "50",
          "--listen",
          `127.0.0.1:${port}`,
        ],
        ...["--images", quickPictures(4711, 8958), "--json"],
      ],
      { env },
    );
    const { reports } = documentOf(ended);
    // Of two hundred, two each; one of those that are garbled is cut off in the middle.
    expect(reports).toMatchObject({ accepted: 200, lost: 2, duplicate: 2, wrong: 2, errors: 0 });
    expect(ended.exitCode).toBe(1);
  });

  test("asks for the jobs when results are not delivered to it, and says what would let it see the whole way", async () => {
    const running = await quickService().start();
    const port = freePort();
    const ended = await ocrEco(
      [
        ...["loadtest", "--yes", "--url", running.url, "--n", "60", "-c", "5", "--warm-up", "0"],
        ...["--listen", `127.0.0.1:${port}`, "--images", quickPictures(4711), "--json"],
      ],
      { env },
    );
    expect(ended.stderr).toContain(`LARAVEL_API_URL_LOADTEST=http://127.0.0.1:${port}`);
    expect(ended.stderr).toContain("ALLOWED_PRIVATE_NETWORKS=127.0.0.1/32");
    const { way, reports, spans, errors } = documentOf(ended);
    expect([way, reports.verified, reports.lost, spans.whole?.count]).toEqual(["polled", 60, 0, 60]);
    // What that service delivers to hears of them, and cannot book any: they have ids that it never takes. So it refuses them.
    expect([ended.exitCode, reports.undelivered, reports.errors]).toEqual([1, 60, 60]);
    expect(errors).toEqual([{ cause: "result refused: answer 422", count: 60 }]);
    expect(running.laravel.calls.length).toBeGreaterThan(0);
    expect(running.laravel.booked).toEqual([]);
  });

  test("says that pictures cannot be loaded from it, and counts what that does", async () => {
    const port = freePort();
    const running = await loadable(port, { ALLOWED_PRIVATE_NETWORKS: "" }).start();
    const ended = await ocrEco(
      ["loadtest", "--yes", "--url", running.url, "--n", "10", "--listen", `127.0.0.1:${port}`, "--json"],
      { env },
    );
    expect(ended.stderr).toContain("It cannot load pictures from here (URL_FORBIDDEN)");
    const { reports, errors } = documentOf(ended);
    expect(reports).toMatchObject({ failed: 10, errors: 10, lost: 0, wrong: 0 });
    expect(errors).toEqual([{ cause: "job failed: URL_FORBIDDEN", count: 10 }]);
  });

  test("says what the service says of an environment in whatever letters", async () => {
    const running = await loadable(freePort()).start();
    const words = [
      "loadtest",
      "--yes",
      "--url",
      running.url,
      "--n",
      "2",
      "--accept-only",
      "--warm-up",
      "0",
      "--json",
      ...listening(),
    ];
    const { reports, errors } = documentOf(await ocrEco([...words, "--environment", "ümgebung"], { env }));
    expect(reports).toMatchObject({ sent: 2, refused: 2 });
    expect(errors).toEqual([{ cause: "answer 422 ENVIRONMENT_UNKNOWN", count: 2 }]);
  });

  test("fails when nothing that counts was accepted", async () => {
    const port = freePort();
    const running = await loadable(port, { RATE_LIMIT: "1/hour" }).start();
    const ended = await ocrEco(
      [
        ...[
          "loadtest",
          "--yes",
          "--url",
          running.url,
          "--n",
          "3",
          "--warm-up",
          "0",
          "--listen",
          `127.0.0.1:${port}`,
        ],
        ...["--images", quickPictures(1), "--json"],
      ],
      { env },
    );
    expect([ended.exitCode, documentOf(ended).reports.accepted]).toEqual([1, 0]);
  });

  test("counts what is refused by its cause", async () => {
    const port = freePort();
    const running = await loadable(port, { RATE_LIMIT: "8/hour" }).start();
    const ended = await ocrEco(
      [
        ...["loadtest", "--yes", "--url", running.url, "--n", "20", "-c", "2", "--warm-up", "0"],
        ...[
          "--listen",
          `127.0.0.1:${port}`,
          "--images",
          quickPictures(1),
          "--json",
          "--fail-if",
          "errors>10%",
        ],
      ],
      { env },
    );
    const { reports, errors, conditions } = documentOf(ended);
    expect(reports).toMatchObject({ sent: 20, accepted: 7, errors: 13, verified: 7 });
    expect(errors).toEqual([{ cause: "answer 429 RATE_LIMITED", count: 13 }]);
    expect(conditions).toEqual([{ condition: "errors>10%", value: 65, met: true }]);
    expect(ended.exitCode).toBe(1);
  });

  test("lets nothing pass on a figure that was not measured", async () => {
    const running = await loadable(freePort()).start();
    const of = ["lost>0", "unsure>1%", "results_per_minute<100", "p95>30s", "errors>1%", "accepted.p95>30s"];
    const ended = await ocrEco(
      [
        ...[
          "loadtest",
          "--yes",
          "--url",
          running.url,
          "--n",
          "5",
          "--accept-only",
          "--warm-up",
          "0",
          "--json",
        ],
        ...of.flatMap((condition) => ["--fail-if", condition]),
        ...listening(),
      ],
      { env },
    );
    const unknown = documentOf(ended).conditions.filter(({ value }) => value === null);
    expect(unknown).toEqual(of.slice(0, 4).map((condition) => ({ condition, value: null, met: false })));
    expect(ended.exitCode).toBe(1);
  });

  test("sends at a fixed rate for as long as it is told to", async () => {
    const port = freePort();
    const running = await loadable(port).start();
    const ended = await ocrEco(
      [
        ...["loadtest", "--yes", "--url", running.url, "--rate", "50/s", "--duration", "2s", "-c", "5"],
        ...["--listen", `127.0.0.1:${port}`, "--images", quickPictures(1), "--json"],
      ],
      { env },
    );
    expect(documentOf(ended).reports).toMatchObject({ sent: 100, verified: 100 });
  });

  test("does not load what delivers real reports before somebody said yes, and stands apart from them", async () => {
    const running = await quickService().start();
    const words = [
      "loadtest",
      "--url",
      running.url,
      "--n",
      "2",
      "--warm-up",
      "0",
      "--images",
      quickPictures(1),
      ...listening(),
    ];
    const refused = await ocrEco(words, { env });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`delivers to ${running.laravel.url} (staging, production)`);
    expect(refused.stderr).toContain("Add --yes if that is meant");
    expect(await jobsOf(running.url)).toBe(0);

    await running.submit({ report_id: 7, s3_url: running.pictures.serveSteps("7.png", 5000) });
    await ocrEco([...words, "--yes"], { env });
    await running.settled();
    const totals = async (query: string) =>
      totalsSchema.parse(await (await running.fetch(`/api/v1/totals?days=1${query}`)).json());
    expect((await totals("")).sum).toMatchObject({ received: 1, processed: 1 });
    expect((await totals("")).load_tests).toBeGreaterThanOrEqual(2);
    expect((await totals("&environment=staging")).sum.deliveries).toEqual({ delivered: 1, failed: 0 });
    expect((await totals("&environment=loadtest")).sum.processed).toBe((await totals("")).load_tests);
    const report = await ocrEco(["report", "--url", running.url], { env });
    expect(report.stdout).toContain("1 report processed");
    expect(report.stdout).toMatch(/Without \d+ reports of load tests: --environment loadtest shows them\./);
  });

  test("sends at rates that change, tells of the answers, and writes a record of each report", async () => {
    const port = freePort();
    const running = await loadable(port, { MAX_QUEUE_SIZE: "5" }).start();
    await running.post("/admin/pause", undefined);
    const folder = temporaryFolder();
    const ended = await ocrEco(
      [
        ...["loadtest", "--yes", "--url", running.url, "--accept-only", "--warm-up", "0"],
        ...["--stages", "1s:10/s,1s:0", "--listen", `127.0.0.1:${port}`, "--images", quickPictures(1)],
        ...["--records", join(folder, "all.csv")],
      ],
      { env },
    );
    expect(ended.stdout).toMatch(/^answers +5 × 202, 5 × 503$/m);
    expect(ended.stdout).toMatch(/^ *[\d.]+ ms – [\d.]+ ms │ [█▏▎▍▌▋▊▉]+ \d+$/m);
    const [head = [], ...rows] = parseCsv(readFileSync(join(folder, "all.csv"), "utf8"));
    expect(head.slice(0, 6)).toEqual(["report_id", "job_id", "picture", "due_s", "answer", "accepted_ms"]);
    const column = (name: string): string[] => rows.map((row) => row[head.indexOf(name)] ?? "");
    expect(column("answer").sort()).toEqual([...Array(5).fill("202"), ...Array(5).fill("503")]);
    const due = column("due_s").map(Number);
    expect(due).toEqual([...due].sort((one, other) => one - other));
    expect(due.at(-1)).toBeWithin(1, 2);
  });

  test("does not load what is in production, unless that is said", async () => {
    const running = await loadable(freePort(), { INSTANCE_ENV: "production" }).start();
    const words = [
      "loadtest",
      "--url",
      running.url,
      "--n",
      "1",
      "--accept-only",
      "--warm-up",
      "0",
      ...listening(),
    ];
    const refused = await ocrEco(words, { env });
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("--yes-production")]);
    expect(await jobsOf(running.url)).toBe(0);
    const allowed = await ocrEco([...words, "--yes-production"], { env });
    expect([allowed.exitCode, allowed.stdout]).toEqual([
      0,
      expect.stringContaining("1 report accepted of 1"),
    ]);
  });
});

describe("ocr-eco loadtest says in one sentence", () => {
  const oneSentence = /^ocr-eco: [^\n]+\.\n$/;

  test.each([
    ["a service that is not there", ["--url", `http://127.0.0.1:${freePort()}`], 3, "ECONNREFUSED"],
    ["an impossible rate", ["--rate", "0/s"], 2, "more than 0"],
    ["a rate that nobody can send", ["--rate", "1000000/s"], 2, "at most 100000/s"],
    ["a duration that is none", ["--duration", "soon"], 2, "as in 30s"],
    ["a condition that is none", ["--fail-if", "p95>30"], 2, "needs a time"],
    ["a condition about nothing", ["--fail-if", "luck<1"], 2, "names no figure"],
    ["two services", ["--self", "--url", "http://127.0.0.1:1"], 2, "leave out --url"],
    ["two ways to say how much", ["--find-limit", "--n", "5"], 2, "leave out --n"],
    ["pictures that are not there", ["--self", "--images", "/nowhere"], 1, "/nowhere does not exist"],
  ])("%s", async (_what, words, status, said) => {
    const { exitCode, stdout, stderr } = await executed(["loadtest", ...words]);
    expect([exitCode, stdout, stderr]).toEqual([status, "", expect.stringContaining(said)]);
    expect(stderr).toMatch(oneSentence);
  });

  test("a key that does not let in, an older service, an address that is taken", async () => {
    const running = await quickService().start();
    const wrong = await ocrEco(["loadtest", "--yes", "--url", running.url], { env: { API_KEY: "wrong" } });
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining("refuses the key")]);
    const older = await ocrEco(["loadtest", "--yes", "--url", otherVersion({})], { env });
    expect([older.exitCode, older.stderr]).toEqual([3, expect.stringContaining("of another version")]);
    const { port } = new URL(running.url);
    const taken = await ocrEco(["loadtest", "--yes", "--url", running.url, "--listen", `127.0.0.1:${port}`], {
      env,
    });
    expect([taken.exitCode, taken.stderr]).toEqual([1, expect.stringContaining("EADDRINUSE")]);
    for (const { stderr } of [wrong, older, taken]) expect(stderr).toMatch(oneSentence);
  });
});
