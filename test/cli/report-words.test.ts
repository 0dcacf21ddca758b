import { describe, expect, test } from "bun:test";
import { reportDocument, reportSchema } from "../../cli/report/document.ts";
import { levelsOf } from "../../cli/report/levels.ts";
import { reportPage } from "../../cli/report/page.ts";
import { reportScreen } from "../../cli/report/screen.ts";
import { periodText, secondsText, shareText, trendText } from "../../cli/report/words.ts";
import type { Totals } from "../../src/api/totals.ts";
import { CountedQueue, gone, verified } from "../queue/counted-queue.ts";

const at = "2026-03-03T10:00";

describe("how errors went is told in words", () => {
  test.each([
    [1, 1, "errors: 10.0 %, as much as in the 2 days before"],
    [1, 3, "errors: 10.0 %, 20 points less than in the 2 days before"],
    [2, 1, "errors: 20.0 %, 10 points more than in the 2 days before"],
    [0, 1, "errors: 0 %, 10 points less than in the 2 days before"],
  ])("with %i of 10 failed, and %i before", async (now, before, words) => {
    const counted = await CountedQueue.open();
    await counted.jobs(1, "2026-02-28T10:00");
    await counted.jobs(9 - before, "2026-03-01T10:00");
    await counted.jobs(before, "2026-03-01T10:00", gone);
    await counted.jobs(10 - now, at);
    await counted.jobs(now, at, gone);
    expect(trendText(await counted.totals(2, "2026-03-03T12:00"))).toBe(words);
  });

  test("against one day, of what is not known, and of nothing", async () => {
    const counted = await CountedQueue.open();
    await counted.jobs(1, at);
    expect(trendText(await counted.totals(1, "2026-03-03T12:00"))).toBe(
      "errors: 0 %; nothing is known of the day before",
    );
    expect(trendText(await counted.totals(1, "2026-03-05T12:00"))).toBe(
      "errors: none, because nothing was processed",
    );
    await counted.jobs(1, "2026-03-04T10:00", gone);
    expect(trendText(await counted.totals(1, "2026-03-04T12:00"))).toBe(
      "errors: 100 %, 100 points more than the day before",
    );
    await counted.jobs(1, "2026-03-05T10:00", gone);
    expect(trendText(await counted.totals(1, "2026-03-05T12:00"))).toBe(
      "errors: 100 %, as much as the day before",
    );
  });
});

describe("days whose totals were deleted", () => {
  const screen = { url: "https://ocr.example.org", width: 80, paint: (_: unknown, text: string) => text };

  test("are named as such, and shown as nothing else", async () => {
    const counted = await CountedQueue.open();
    await counted.jobs(1, "2026-03-10T10:00");
    await counted.prune(3, "2026-03-10T12:00");
    const totals = await counted.totals(10, "2026-03-10T12:00");
    const text = reportScreen(totals, { ...screen, isDrawn: false }).join("\n");
    expect(text).toContain("7 Mar – 10 Mar 2026, Asia/Jakarta");
    expect(text).toContain("1 Mar – 6 Mar 2026 are left out: totals are deleted after HISTORY_DAYS.");
    expect(text).toContain("errors: 0 %; nothing is known of the time before");
    expect(text.match(/^\w{3} \d+ Mar .*$/gm)).toHaveLength(4);
    const page = reportPage(totals, screen.url);
    expect(page).toContain("1 Mar – 6 Mar 2026 are left out");
    expect(page).not.toContain("Fri 6 Mar");
    const { deleted } = reportSchema.parse(reportDocument(screen.url, totals)).totals;
    expect(deleted).toEqual({ from: "2026-03-01", until: "2026-03-06" });
  });

  test("are not among those that errors are held against", async () => {
    const counted = await CountedQueue.open();
    for (const day of ["06", "07"]) await counted.jobs(1, `2026-03-${day}T10:00`);
    await counted.jobs(1, "2026-03-10T10:00");
    await counted.prune(4, "2026-03-10T12:00");
    expect(trendText(await counted.totals(3, "2026-03-10T12:00"))).toBe(
      "errors: 0 %, as much as in the 2 days before",
    );
  });
});

describe("a service level", () => {
  const held = ({ sum }: Totals) => levelsOf(sum).map((level) => level.held);

  test("is held up to its limit, and not beyond", async () => {
    const counted = await CountedQueue.open();
    await counted.jobs(95, at, verified, { waits: 300, reads: 30 });
    await counted.jobs(5, at, verified, { reads: 31 });
    expect(held(await counted.totals(1, "2026-03-03T12:00"))).toEqual([true, true, true]);
    await counted.jobs(1, at, verified, { waits: 301, reads: 31 });
    expect(held(await counted.totals(1, "2026-03-03T12:00"))).toEqual([false, false, true]);
    await counted.jobs(2, at, gone);
    expect(held(await counted.totals(1, "2026-03-03T12:00"))).toEqual([false, false, false]);
  });

  test("of which nothing is known is neither held nor broken", async () => {
    const counted = await CountedQueue.open();
    expect(held(await counted.totals(1, "2026-03-03T12:00"))).toEqual([null, null, null]);
  });
});

describe("words of a report", () => {
  test("never call nearly all all, or nearly none none", () => {
    expect([0, 0.0004, 0.95, 0.9996, 1, null].map(shareText)).toEqual([
      "0 %",
      "< 0.1 %",
      "95.0 %",
      "99.9 %",
      "100 %",
      "–",
    ]);
  });

  test("have times in one unit", () => {
    expect([0.41, 12, 90, 7200, undefined].map(secondsText)).toEqual([
      "0.41 s",
      "12 s",
      "1.5 min",
      "2.0 h",
      "–",
    ]);
  });

  test("name a time by its days, over the end of a year, too", () => {
    expect(periodText({ from: "2026-11-18", until: "2026-11-24" })).toBe("18 Nov – 24 Nov 2026");
    expect(periodText({ from: "2026-12-30", until: "2027-01-02" })).toBe("30 Dec 2026 – 2 Jan 2027");
    expect(periodText({ from: "2026-09-02", until: "2026-09-02" })).toBe("2 Sep 2026");
  });
});

test("a report on a terminal of 80 columns stays within them, whatever the figures are", async () => {
  const counted = await CountedQueue.open();
  await counted.jobs(20, at, verified, { waits: 5000, reads: 400 });
  const found = await counted.totals(7, "2026-03-03T12:00");
  const day = { ...found.days[6], processed: 123_456, busiest_hour: { hour: 10, received: 65_432 } };
  const totals = { ...found, days: [...found.days.slice(0, 6), day] } as Totals;
  const screen = { url: "https://ocr.example.org", width: 80, paint: (_: unknown, text: string) => text };
  const lines = reportScreen(totals, { ...screen, isDrawn: true });
  expect(lines.filter((line) => Bun.stringWidth(line) > 80)).toEqual([]);
  expect(lines.join("\n")).toMatch(/^Tue 3 Mar +123 456 +100 % +0 % +1\.5 h +1\.5 h +10–11 65 432 {2}█{6}$/m);
});

test("what a service says is escaped on the page", async () => {
  const counted = await CountedQueue.open();
  await counted.jobs(1, at, { ...gone, counters: ["ended", "failed", "failed:<script>alert(1)</script>"] });
  const totals = { ...(await counted.totals(1, "2026-03-03T12:00")), environment: "<b>", time_zone: "<i>" };
  const page = reportPage(totals, "https://a.example/<u>");
  expect(page).not.toMatch(/<script|<b>&|<i>,|<u>/);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
});
