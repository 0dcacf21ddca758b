import { describe, expect, test } from "bun:test";
import { executed } from "../../support/io.ts";
import { pretender } from "../../support/pretender.ts";
import { reviewer } from "../../support/reviewer.ts";
import { apiKey, quickService } from "../../support/service.ts";

const anna = "anna-key-0123456789-0123456789";

function status(url: string, ...words: string[]) {
  return executed(["review", "status", "--url", url, ...words], { env: { API_KEY: anna } });
}

describe("ocr-eco review status", () => {
  test("says how much is open, how old it is, and who has how much before him and has decided how much", async () => {
    const running = await quickService({
      API_KEYS: `anna:${anna}:review:unlimited:2026-11-01`,
      REVIEW_OF: "no_steps",
      REVIEW_DELIVER: "none",
    }).start();
    expect((await status(running.url)).stdout).toBe("Nobody has to decide about anything.\n");
    for (const report_id of [1, 2]) {
      running.pictures.serve(`${report_id}.png`, new TextEncoder().encode(`nothing ${report_id}`));
      await running.submit({ report_id, s3_url: running.pictures.url(`${report_id}.png`) });
    }
    await running.settled();
    const { next, decide } = reviewer(running, anna);
    const [first] = await next(2);
    await decide(first?.job.job_id ?? "", { none: "no_count" });
    const { stdout, stderr, exitCode } = await status(running.url);
    expect([stderr, exitCode]).toEqual(["", 0]);
    expect(stdout).toMatch(
      /^1 doubtful report waits for a decision, the oldest for [\d.]+ s\. Each is offered for 14 days\.\n/,
    );
    expect(stdout).toMatch(/\nwho +has before him +decided in 24 h\nanna +1 +1\n$/);
    expect(JSON.parse((await status(running.url, "--json")).stdout)).toMatchObject({
      open: 1,
      people: [{ name: "anna", holds: 1, decided: 1 }],
    });
  });

  test("says that nobody is asked where nothing is reviewed", async () => {
    const url = pretender(() => Response.json({ open: 0, oldest_at: null, people: [], days: 0 }));
    expect((await status(url)).stdout).toContain("REVIEW_DAYS is 0");
  });

  test("needs a key that may look", async () => {
    const running = await quickService({ API_KEYS: `anna:${anna}:submit:unlimited:2026-11-01` }).start();
    const { exitCode, stderr } = await status(running.url);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("it lacks the scope look")]);
    expect(stderr).not.toContain(apiKey);
  });
});
