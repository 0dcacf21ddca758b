import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reportSchema } from "../../cli/report/document.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { CountedQueue, gone, verified } from "../queue/counted-queue.ts";
import { ocrEco } from "../support/cli.ts";
import { examplesIn } from "../support/examples.ts";
import { executed } from "../support/io.ts";
import { otherVersion, pretender } from "../support/pretender.ts";
import { apiKey, quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** The day in Jakarta so many days ago. */
const day = (ago: number): string =>
  new Date(Date.now() + 7 * 3_600_000 - ago * 86_400_000).toISOString().slice(0, 10);

/** A service that worked in the last two weeks. */
async function withTotals(): Promise<RunningService> {
  const running = quickService({ TIMEZONE: "Asia/Jakarta" });
  const counted = await CountedQueue.open(running.dataFolder);
  await counted.jobs(49, `${day(9)}T10:00`);
  await counted.jobs(1, `${day(9)}T10:00`, gone);
  await counted.jobs(99, `${day(2)}T07:00`, verified, { reads: 2 });
  await counted.jobs(1, `${day(1)}T08:00`, gone, { environment: "production" });
  await counted.close();
  return running.start();
}

const report = (url: string, ...words: string[]) =>
  executed(["report", "--url", url, ...words], { env: { API_KEY: apiKey } });

describe("ocr-eco report", () => {
  test("tells the days, the trend, causes and levels, plain and in 80 columns where there is no terminal", async () => {
    const { url } = await withTotals();
    const { stdout, stderr, exitCode } = await report(url);
    expect([stderr, exitCode]).toEqual(["", 0]);
    expect(stdout).toContain("100 reports processed · 99.0 % accepted · 1.0 % failed · mean 2.0 s · p95 2 s");
    expect(stdout).toMatch(/^busiest .* 07–08, 99 reports$/m);
    expect(stdout).toMatch(/^\w{3} \d+ \w{3} +99 +100 % +0 % +2 s +2 s +07–08 +99$/m);
    expect(stdout.match(/^\w{3} \d+ \w{3} +0( +–){5}$/gm)).toHaveLength(5);
    expect(stdout).toContain("errors: 1.0 %, 1 point less than in the 7 days before, of which 1 had work\n");
    expect(stdout).toMatch(/^ {2}DOWNLOAD_STATUS +1 +100 %$/m);
    expect(stdout).toContain("✓ 95 % read in under 30 s: held;");
    expect(stdout).toContain("✗ errors under 1 %: not held; 1.0 % failed");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}█░]/u);
    expect(Math.max(...stdout.split("\n").map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(80);
  });

  test("prints JSON that keeps to its schema, of the days and the environment that were asked for", async () => {
    const { url } = await withTotals();
    const { stdout } = await report(url, "--json", "--days", "3", "--environment", "Production");
    const found = reportSchema.parse(JSON.parse(stdout));
    expect(JSON.parse(stdout)).toEqual(found);
    expect(found).toMatchObject({
      url,
      errors: { share: 1, share_before: null, points_more: null },
      levels: [{ held: null }, { held: true }, { held: false }],
      totals: { environment: "production", days: [{}, { processed: 1 }, {}] },
    });
  });

  test("writes one page that loads and runs nothing, beside what it prints", async () => {
    const { url } = await withTotals();
    const file = join(temporaryFolder(), "week.html");
    writeFileSync(file, "the week before");
    const { stdout, stderr, exitCode } = await report(url, "--html", file);
    expect([exitCode, stderr]).toEqual([0, `ocr-eco: The page is in ${file}.\n`]);
    expect(stdout).toContain("100 reports processed");
    const page = readFileSync(file, "utf8");
    expect(page).toStartWith("<!doctype html>");
    expect(page.trimEnd()).toEndWith("</html>");
    expect(page).toContain("<h1>100 reports processed</h1>");
    expect(page.match(/<svg [^>]*role="img" aria-label="[^"]+"/g)).toHaveLength(5);
    expect(page.match(/<summary>as a table<\/summary>/g)).toHaveLength(5);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain("prefers-color-scheme: dark");
    expect(page).not.toMatch(/<script|<link|src=|url\(|@import/);
  });

  test("of a service that did nothing yet says so", async () => {
    const { url } = await quickService().start();
    const file = join(temporaryFolder(), "week.html");
    const { stdout, exitCode } = await report(url, "--html", file);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("0 reports processed\n");
    expect(stdout).toContain("errors: none, because nothing was processed\n");
    expect(stdout.match(/not known; nothing is known of it/g)).toHaveLength(3);
    expect(readFileSync(file, "utf8")).toContain("<h1>0 reports processed</h1>");
  });

  test("does what its help shows, as a process in a folder of its own", async () => {
    const running = await withTotals();
    const { port } = new URL(running.url);
    const examples = examplesIn((await executed(["report", "--help"])).stdout);
    expect(examples.length).toBeGreaterThan(3);
    const cwd = temporaryFolder();
    for (const words of examples) {
      const here = words.map((word) => word.replace("https://ocr.example.org", running.url));
      const { exitCode, stdout } = await ocrEco(here, { cwd, env: { PORT: port, API_KEY: apiKey } });
      expect([words, exitCode, stdout === ""]).toEqual([words, 0, false]);
    }
    expect(readdirSync(cwd)).toEqual(["week.html"]);
  });
});

describe("ocr-eco report says in one sentence", () => {
  const gone404 = () => Response.json({ detail: "Not Found" }, { status: 404 });

  test.each([
    ["that nobody answers", () => "http://127.0.0.1:1", 3, /cannot be reached \(ECONNREFUSED\)/],
    ["that it is no ocr-eco", () => pretender(gone404), 3, /is no ocr-eco/],
    [
      "that the service is older than the route",
      () => otherVersion({}),
      3,
      /answered 404 to \/api\/v1\/totals: it is of another version/,
    ],
    [
      "that the service is older than a member",
      () => otherVersion({ "/api/v1/totals": { days: [] } }),
      3,
      /of another version/,
    ],
  ])("%s, and writes no file", async (_what, where, exit, sentence) => {
    const file = join(temporaryFolder(), "week.html");
    const ended = await report(where(), "--html", file);
    expect(ended.stderr).toMatch(sentence);
    expect(ended.stderr).toMatch(/^ocr-eco: [^\n]+\n$/);
    expect([ended.exitCode, ended.stdout, existsSync(file)]).toEqual([exit, "", false]);
  });

  test("that the key is wrong or lacks the scope, or that there is no such environment", async () => {
    const key = "a-key-that-only-submits-0123456789";
    const keys = `phone:${key}:submit:unlimited:2026-01-01`;
    const { url } = await quickService({ API_KEYS: keys }).start();
    const wrong = await report(url, "--key", "nobody-knows-this-0123456789");
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/^ocr-eco: .*refuses the key.*\n$/),
    ]);
    expect(wrong.stderr).not.toContain("nobody-knows");
    const lacking = await report(url, "--key", key);
    expect([lacking.exitCode, lacking.stderr]).toEqual([2, expect.stringContaining("lacks the scope read")]);
    const moon = await report(url, "--environment", "moon");
    expect([moon.exitCode, moon.stderr]).toEqual([
      2,
      "ocr-eco: There is no environment moon. There are production and staging.\n",
    ]);
  });

  test.each(["0", "91", "1.5", "week"])("that %s are no days, without asking anybody", async (days) => {
    const { exitCode, stderr } = await report("http://127.0.0.1:1", "--days", days);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^ocr-eco: .*--days.*whole number from 1 to 90.*\n$/);
  });

  test("that a file cannot be written, before asking anybody", async () => {
    const folder = temporaryFolder();
    for (const file of [folder, join(folder, "none", "week.html")]) {
      const { exitCode, stderr } = await report("http://127.0.0.1:1", "--html", file);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^ocr-eco: The report cannot be written to [^\n]+\n$/);
    }
  });
});
