import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseInstant } from "../../cli/common/instant.ts";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { briefId } from "../../src/queue/brief-id.ts";
import { type Ended, ocrEco } from "../support/cli.ts";
import { examplesIn } from "../support/examples.ts";
import { executed } from "../support/io.ts";
import { hasProgram } from "../support/requires.ts";
import { apiKey, quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { TmuxTerminal } from "../support/tmux.ts";

const hasTmux = hasProgram("tmux", "tmux");
/** An id that no delivery has. */
const unknown = "msg_019abcde-0123-7000-8000-000000000000";

const env = { API_KEY: apiKey };

function webhooks(running: RunningService, ...words: string[]): Promise<Ended> {
  return executed(["webhooks", ...words, "--url", running.url], { env });
}

/** A service whose results were all refused, and the ids of their deliveries, newest first. */
async function refused(...reports: (number | string)[]): Promise<{ running: RunningService; ids: string[] }> {
  const running = quickService();
  const { laravel } = running;
  await running.start();
  laravel.mood = () => new Response("The report_id\n is  unknown.", { status: 422 });
  for (const report_id of reports) {
    await running.submit({ report_id, s3_url: running.pictures.serveSteps(`${report_id}.png`, 5000) });
    await running.settled();
  }
  laravel.mood = () => null;
  return { running, ids: (await running.deliveries("failed")).map(({ webhook_id: id }) => id) };
}

describe("ocr-eco webhooks", () => {
  test("lists what failed with what was answered, and shows one", async () => {
    const { running, ids } = await refused(1, 2);
    const { stdout, exitCode } = await webhooks(running, "list");
    expect(exitCode).toBe(0);
    const rows = stdout.trimEnd().split("\n").slice(1);
    expect(rows.map((row) => row.split(/ {2,}/)[0])).toEqual(ids);
    expect(rows[0]).toMatch(/ {2}failed {2,}2 {2,}staging .* 422 {2,}The report_id is unknown\.$/);
    expect((await webhooks(running, "list", "--state", "delivered")).stdout).toBe(
      "There are no such deliveries (delivered).\n",
    );
    const card = (await webhooks(running, "show", String(ids[0]))).stdout;
    expect(card).toMatch(/^state +failed, 1 attempt$/m);
    expect(card).toMatch(/^answer +422\nsaid +The report_id is unknown\.$/m);
    expect(JSON.parse((await webhooks(running, "show", String(ids[0]), "--json")).stdout)).toMatchObject({
      webhook_id: ids[0],
      last_status: 422,
    });
    const gone = await webhooks(running, "show", unknown);
    expect([gone.exitCode, gone.stderr]).toEqual([1, "ocr-eco: There is no delivery with this id.\n"]);
  });

  test.skipIf(!hasTmux)(
    "fits a narrow terminal with what matters: which report, and what was said",
    async () => {
      const { running, ids } = await refused(1, "a report of a very long name which goes on and on");
      const words = ["webhooks", "list", "--url", running.url];
      const terminal = TmuxTerminal.run(words, { columns: 80, env });
      await terminal.shows(/ended 0/);
      const [brief, ...rest] = ids.map(briefId);
      const [, , long = "", short = ""] = terminal.rows();
      expect(long).toMatch(new RegExp(`^${brief} {2}failed {2}a report of …s on and on +422 +The report`));
      expect(short).toMatch(new RegExp(`^${rest[0]} {2}failed {2}1 +422 +The report`));
      const shown = await webhooks(running, "show", String(brief));
      expect(shown.stdout).toContain(String(ids[0]));
      const again = await webhooks(running, "dismiss", String(brief), ids[0]?.slice(0, 8) ?? "");
      expect([again.exitCode, again.stdout]).toEqual([1, `Delivery ${brief} is dismissed.\n`]);
      expect(again.stderr).toContain("Several deliveries have an id that begins with msg_");
    },
  );

  test("sends those again that are named, with the same ids, and says which it could not: as a process of its own", async () => {
    const { running, ids } = await refused(1, 2);
    const [first = ""] = ids;
    const words = ["webhooks", "redeliver", unknown, first, "--url", running.url];
    const ended = await ocrEco(words, { cwd: temporaryFolder(), env });
    expect([ended.exitCode, ended.stdout]).toEqual([1, `Delivery ${first} is sent again.\n`]);
    expect(ended.stderr).toBe(`ocr-eco: delivery ${unknown}: There is no failed delivery with this id.\n`);
    await running.settled();
    expect(running.laravel.booked.map(({ webhookId }) => webhookId)).toEqual([first]);
  });

  test("sends all again that failed, or those of a time and an environment", async () => {
    const { running } = await refused(1, 2, 3);
    const all = (...words: string[]): Promise<Ended> =>
      webhooks(running, "redeliver", "--all-failed", ...words);
    expect((await all("--until", "2020-01-01")).stdout).toBe("0 deliveries are sent again.\n");
    expect((await all("--environment", "production")).stdout).toBe("0 deliveries are sent again.\n");
    const { stdout } = await all("--from", "2020-01-01T00:00", "--environment", "staging", "--json");
    expect(JSON.parse(stdout)).toEqual({ redelivered: 3 });
    await running.settled();
    expect(running.laravel.bookedReports.sort()).toEqual(["1", "2", "3"]);
  });

  test("dismisses those that nobody needs, so that status no longer tells of them, and notes who did", async () => {
    const { running, ids } = await refused(1, 2, 3);
    const status = () => executed(["status", "--url", running.url], { env });
    expect((await status()).stdout).toContain("3 deliveries failed for good");
    const [first = ""] = ids;
    const named = await webhooks(running, "dismiss", first, unknown);
    expect([named.exitCode, named.stdout]).toEqual([1, `Delivery ${first} is dismissed.\n`]);
    expect((await webhooks(running, "dismiss", "--all-failed")).stdout).toBe("2 deliveries are dismissed.\n");
    expect((await status()).stdout).not.toContain("failed for good");
    expect((await webhooks(running, "list", "--state", "dismissed", "--json")).stdout).toContain(first);
    const noted = readFileSync(join(running.dataFolder, "audit.jsonl"), "utf8");
    expect(noted).toMatch(/"action":"webhooks\/dismiss".*"by":"default"/);
    // It was a mistake: by its name it is sent all the same.
    expect((await webhooks(running, "redeliver", first)).stdout).toBe(`Delivery ${first} is sent again.\n`);
    await running.settled();
    expect(running.laravel.bookedReports).toHaveLength(1);
  });

  test("lets those go on that are held because the key was refused, of one environment or of all", async () => {
    const running = quickService();
    await running.start();
    let isRefused = true;
    running.laravel.mood = () => (isRefused ? new Response("no", { status: 401 }) : null);
    const held = async (): Promise<string[]> =>
      (await running.details()).deliveries.held.map(({ environment }) => environment).sort();
    for (const [report_id, environment] of [
      [1, "staging"],
      [2, "production"],
    ])
      await running.submit({ report_id, environment });
    await until("both are held", async () => (await held()).length === 2);
    const before = await executed(["status", "--url", running.url], { env });
    expect(before.stdout).toContain("mend it there, then ocr-eco webhooks resume");

    isRefused = false;
    const one = await webhooks(running, "resume", "--environment", "Staging", "--json");
    expect(JSON.parse(one.stdout)).toEqual({ resumed: ["staging"] });
    await until("its result is delivered", () => running.laravel.bookedReports.length === 1);
    expect(await held()).toEqual(["production"]);
    const all = await webhooks(running, "resume");
    expect([all.exitCode, all.stdout]).toEqual([
      0,
      "Deliveries to production go on; where the key is still refused, they are held again.\n",
    ]);
    await running.settled();
    expect(running.laravel.bookedReports.sort()).toEqual(["1", "2"]);
    expect((await webhooks(running, "resume")).stdout).toBe("No deliveries are held.\n");
    const unknownOne = await webhooks(running, "resume", "--environment", "stagin");
    expect([unknownOne.exitCode, unknownOne.stderr]).toEqual([
      2,
      "ocr-eco: There is no environment stagin. There are production and staging.\n",
    ]);
  });

  test.each([
    ["redeliver", /Name the deliveries to send again, or write --all-failed/],
    ["redeliver msg_1 --all-failed", /but not both/],
    ["redeliver msg_1 --from 2026-11-24", /narrow --all-failed/],
    ["redeliver --all-failed --from gestern", /--from gestern is no time/],
    ["redeliver --all-failed --from 2026-11-25 --until 2026-11-24", /is not after --from/],
    ["redeliver --all-failed --environment stag!ng", /must be the name of an environment/],
    ["redeliver msg_1", /is no id of a delivery/],
    ["list --before 019abcde-0123-7000-8000-000000000000", /must be an id as the list shows them/],
    ["show ../../jobs", /is no id of a delivery/],
  ])("'%s' is wrong usage", async (line, what) => {
    const ended = await executed(["webhooks", ...line.split(" "), "--url", "http://127.0.0.1:1"], { env });
    expect([ended.exitCode, ended.stdout]).toEqual([2, ""]);
    expect(ended.stderr).toMatch(what);
  });

  test("does what its help shows", async () => {
    const { running, ids } = await refused(1);
    const { port } = new URL(running.url);
    const { stdout } = await executed(["webhooks", "--help"]);
    const examples = examplesIn(stdout);
    expect(examples.length).toBeGreaterThan(5);
    // What is sent again is refused again, so that there is something to do for each.
    running.laravel.mood = () => new Response("no", { status: 422 });
    for (const words of examples) {
      await running.settled();
      if ((await running.deliveries("failed")).length === 0)
        await running.post(`/admin/webhooks/${ids[0]}/redeliver`, undefined);
      await running.settled();
      const here = words.map((word) =>
        word.replace("https://ocr.example.org", running.url).replace(/^msg_019abcde.*/, String(ids[0])),
      );
      const ended = await executed(here, { env: { PORT: port, ...env } });
      expect([words, ended.stderr, ended.exitCode]).toEqual([words, "", 0]);
    }
  });
});

describe("a time on the command line", () => {
  const iso = (text: string, zone: string): string => parseInstant("--from", text, zone).toISOString();

  test("is one of the configured time zone, unless it says which", () => {
    expect(iso("2026-11-24T10:15", "Asia/Jakarta")).toBe("2026-11-24T03:15:00.000Z");
    expect(iso("2026-11-24 10:15", "Asia/Jakarta")).toBe("2026-11-24T03:15:00.000Z");
    expect(iso("2026-11-24", "Asia/Jakarta")).toBe("2026-11-23T17:00:00.000Z");
    expect(iso("2026-11-24T10:15:30+01:00", "Asia/Jakarta")).toBe("2026-11-24T09:15:30.000Z");
    expect(iso("2026-11-24T10:15:00Z", "Asia/Jakarta")).toBe("2026-11-24T10:15:00.000Z");
  });

  test("is right on the days on which clocks are changed, and refused where clocks never show it", () => {
    expect(iso("2026-03-29T01:30", "Europe/Berlin")).toBe("2026-03-29T00:30:00.000Z");
    expect(iso("2026-03-29T03:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
    for (const wrong of ["2026-03-29T02:30", "2026-02-30", "2026-11-24T25:00", "10:15", "now"])
      expect(() => iso(wrong, "Europe/Berlin"), wrong).toThrow("is no time");
  });

  test("is the first of two at which clocks show the same, wherever that is", () => {
    expect(iso("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
    expect(iso("2026-11-01T01:30", "America/New_York")).toBe("2026-11-01T05:30:00.000Z");
    expect(iso("2026-11-01", "America/Havana")).toBe("2026-11-01T04:00:00.000Z");
    expect(iso("2026-04-05T01:45", "Australia/Lord_Howe")).toBe("2026-04-04T14:45:00.000Z");
  });

  test("is when a day begins, also where clocks are set forward at midnight, but for a day that there never was", () => {
    expect(iso("2026-09-06", "America/Santiago")).toBe("2026-09-06T04:00:00.000Z");
    expect(iso("2026-04-24", "Africa/Cairo")).toBe("2026-04-23T22:00:00.000Z");
    expect(() => iso("2026-09-06T00:30", "America/Santiago")).toThrow("is no time");
    expect(() => iso("2011-12-30", "Pacific/Apia")).toThrow("is no time");
  });

  test("is one that there is, whatever its zone, and not of an age in which there were no computers", () => {
    for (const wrong of ["2026-02-30T10:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T10:00:00+99:00"])
      expect(() => iso(wrong, "UTC"), wrong).toThrow("is no time");
    for (const wrong of ["0000-01-01", "0001-01-01T00:00", "1969-12-31T23:59:59Z"])
      expect(() => iso(wrong, "Asia/Jakarta"), wrong).toThrow("is no time");
  });
});
