import { describe, expect, test } from "bun:test";
import { executed } from "../support/io.ts";
import { pretender } from "../support/pretender.ts";

/** Runs a command that must find what is wrong before it does anything, and expects wrong usage in a sentence. */
async function expectUsage(words: readonly string[], what: RegExp): Promise<void> {
  const { exitCode, stdout, stderr } = await executed(words);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(what);
  expect(stderr).toMatch(/^ocr-eco: [^\n]+\n$/);
}

describe("wrong usage is a value that cannot be right:", () => {
  test.each([
    ["report --days 1e1", /whole number from 1 to 90/],
    ["report --environment a-b", /must be the name of an environment/],
    [`forget --report ${"9".repeat(256)} --yes`, /must be a text of 1 to 255 printable characters/],
    ["forget --user 1 --environment a/b --yes", /must be the name of an environment/],
    ["plan --users-per-day 0x10", /whole number from 1 to/],
    ["plan --users-per-day 10 --peak-share 1e1", /number from 1 to 100/],
    ["plan --users-per-day 10 --peak-hours -1", /number from 0.1 to 24/],
    ["status --watch 1.5", /whole number from 1 to 3600/],
    ["keys new a --days 1e3", /whole number from 1 to 10000/],
    ["run --workers 0x2 a.png", /whole number from 1 to 256/],
    ["eval --timeout 30s folder", /whole number from 1 to 3600/],
  ])("%s", (line, what) => expectUsage(line.split(" "), what));

  // What a script passes on whose variable was not set.
  test.each([
    [["report", "--environment", ""]],
    [["report", "--html", ""]],
    [["queue", "list", "--report", ""]],
    [["queue", "show", ""]],
    [["webhooks", "redeliver", "--all-failed", "--from", ""]],
    [["forget", "--user", "", "--yes"]],
    [["plan", "--users-per-day", "10", "--images", ""]],
    [["init", "--file", ""]],
    [["keys", "revoke", ""]],
    [["status", "--key", ""]],
    [["backup", ""]],
    [["restore", ""]],
    [["run", "--overlay", "", "a.png"]],
    [["eval", "--save", "", "folder"]],
    [["eval", "--fail-if", "", "folder"]],
  ])("an empty one: %j", (words) => expectUsage(words, /empty|argument '' is invalid/));

  test("one that only the service finds wrong", async () => {
    const problem = { code: "REQUEST_INVALID", detail: "query -> limit: too much" };
    const url = pretender(() => Response.json(problem, { status: 422 }));
    await expectUsage(["queue", "list", "--url", url, "--key", "a-key"], /limit: too much/);
  });
});
