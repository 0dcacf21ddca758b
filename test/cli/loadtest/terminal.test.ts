import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadtestPage } from "../../../cli/loadtest/page.ts";
import { loadtestText } from "../../../cli/loadtest/text.ts";
import { freePort } from "../../../scripts/rig/free-port.ts";
import { ocrEco } from "../../support/cli.ts";
import { quickPictures } from "../../support/labelled.ts";
import { loadtestWith } from "../../support/loadtest.ts";
import { hasProgram } from "../../support/requires.ts";
import { apiKey, quickService } from "../../support/service.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { TmuxTerminal } from "../../support/tmux.ts";

const env = { API_KEY: apiKey };

/** A load test in a terminal, of a service that reads nothing until `begin` lets it. */
async function underWay(words: readonly string[], { columns = 80 } = {}) {
  const port = freePort();
  const running = await quickService({
    LARAVEL_API_URL_LOADTEST: `http://127.0.0.1:${port}`,
    MAX_QUEUE_SIZE: "100000",
  }).start();
  const admin = (path: string): Promise<Response> =>
    fetch(`${running.url}/admin/${path}`, { method: "POST", headers: { "x-api-key": apiKey } });
  const terminal = TmuxTerminal.run(
    [
      ...[
        "loadtest",
        "--yes",
        "--url",
        running.url,
        "--listen",
        `127.0.0.1:${port}`,
        "--images",
        quickPictures(4711, 12),
      ],
      ...["-c", "10", ...words],
    ],
    { columns, env },
  );
  return { terminal, pause: () => admin("pause"), resume: () => admin("resume") };
}

describe.skipIf(!hasProgram("tmux", "tmux"))("a load test in a terminal", () => {
  test.each([80, 200])("is drawn in place in %i columns, and ends with what it found", async (columns) => {
    const { terminal, pause, resume } = await underWay(["--n", "300", "--rate", "100/s"], { columns });
    await terminal.shows(/results .* of 300/);
    await pause();
    await terminal.shows(/accepted +█+ +300 of 300/);
    await terminal.shows(/waiting for results/);
    const rows = terminal.rows();
    for (const label of ["accepted", "results", "queue", "memory"])
      expect(
        rows.filter((row) => new RegExp(`^${label} .*(of 300|in hand|workers)`).test(row)).length,
        label,
      ).toBe(1);
    // Whatever begins otherwise would be the rest of a line that was broken.
    for (const row of rows)
      expect(row).toMatch(
        /^($|ocr-eco loadtest|waiting for|accepted|waited|read|delivered|whole|results|queue|memory|q ends| +p50)/,
      );
    for (const row of rows) expect(Bun.stringWidth(row)).toBeLessThanOrEqual(columns);
    expect(terminal.scrolled).toBe(0);
    await resume();
    await terminal.shows(/^before\nocr-eco 0.*✓ 300 reports accepted, 300 results: none lost.*ended 0$/s);
    expect(terminal.isRestored).toBe(true);
  });

  test("ends early with the figures so far", async () => {
    const { terminal } = await underWay(["--n", "300", "--rate", "50/s"]);
    await terminal.shows(/accepted .*[1-9]\d of 300/);
    terminal.type("q");
    await terminal.shows(/✗ It was ended early.*p50.*ended 1$/s);
    expect(terminal.isRestored).toBe(true);
  });

  test("says that it was ended when that was between two steps of the search for the limit", async () => {
    const { terminal } = await underWay(["--find-limit", "--duration", "2s"]);
    await terminal.shows(/looking for the limit, step 2/);
    terminal.type("q");
    await terminal.shows(/✗ It was ended early.* so far.*ended 1$/s);
  });

  test("says that nothing was measured when it is ended before it has begun", async () => {
    const { terminal } = await underWay(["--n", "300", "--warm-up", "100000"]);
    await terminal.shows(/warming up, sending/);
    terminal.type("C-c");
    await terminal.shows(/^before\nocr-eco: It was ended before anything was measured\.\nended 1$/);
    expect(terminal.isRestored).toBe(true);
  });
});

describe("what a load test found", () => {
  const found = loadtestWith({
    reports: { lost: 1, duplicate: 2, wrong: 3, errors: 4 },
    more: {
      notes: [
        "A note that goes over more than one line of a narrow terminal, as those that name settings do.",
      ],
      errors: [{ cause: "answer 503 <script>alert(1)</script>\u001b[31m", count: 1234 }],
      samples: [0, 1, 2].map((seconds) => ({
        ...{ seconds, waiting: 10 * seconds, active: 2 },
        ...{ server_bytes: 1e8, workers_bytes: 6e8, cpu_percent: 90 },
      })),
      limit: {
        per_second: 3.2,
        steps: [
          { per_second: 3.2, holds: true, why: null, sent: 96, whole_p95: 1200 },
          { per_second: 4, holds: false, why: "the queue grew", sent: 120, whole_p95: 9000 },
        ],
      },
      conditions: [
        { condition: "p95>1s", value: 1.1, met: true },
        { condition: "read.p95>1s", value: null, met: false },
      ],
    },
  });

  test.each([80, 120])("fits into %i columns, and obeys nothing that the service says", (columns) => {
    let text = "";
    const stream = { isTTY: true, columns, write: (part: string) => (text += part) };
    text += loadtestText(stream, found);
    const lines = Bun.stripANSI(text).split("\n");
    for (const line of lines.filter((each) => !each.includes("answer 503")))
      expect(Bun.stringWidth(line), line).toBeLessThanOrEqual(columns);
    expect(text).not.toContain("\u001b[31m1");
    expect(Bun.stripANSI(text)).toContain("1 lost, 2 twice, 3 wrong, 4 errors");
    expect(Bun.stripANSI(text)).toContain("✗ p95>1s: 1.1 s\n✗ read.p95>1s: not measured");
    expect(Bun.stripANSI(text)).toContain("192 a minute");
  });

  test("is a page on its own that runs nothing", () => {
    const page = loadtestPage(found);
    for (const part of [
      "1 lost, 2 twice, 3 wrong",
      "p99.9",
      "the queue grew",
      "1 234",
      "p95&gt;1s",
      "nobody knows",
      "<svg",
    ])
      expect(page).toContain(part);
    expect(page).not.toMatch(/<script|src=|href=|\p{Cc}(?<!\n)/u);
  });

  test("is written to a page, or the command says before it begins that it cannot", async () => {
    const file = join(temporaryFolder(), "load.html");
    const port = freePort();
    const running = await quickService({ LARAVEL_API_URL_LOADTEST: `http://127.0.0.1:${port}` }).start();
    const words = [
      "loadtest",
      "--yes",
      "--url",
      running.url,
      "--listen",
      `127.0.0.1:${port}`,
      "--images",
      quickPictures(7),
    ];
    const { exitCode } = await ocrEco([...words, "--n", "5", "--html", file], { env });
    expect([exitCode, readFileSync(file, "utf8")]).toEqual([
      0,
      expect.stringContaining("5 reports accepted, 5 results"),
    ]);
    const refused = await ocrEco([...words, "--html", join(file, "below.html")], { env });
    expect([refused.exitCode, refused.stdout, refused.stderr]).toEqual([
      1,
      "",
      expect.stringContaining("cannot be written"),
    ]);
  });
});
