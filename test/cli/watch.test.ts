import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { cleanUp } from "../support/clean-up.ts";
import { mainFile, ocrEco } from "../support/cli.ts";
import { pretender } from "../support/pretender.ts";
import { hasProgram } from "../support/requires.ts";
import { apiKey, quickService } from "../support/service.ts";
import { statusWith } from "../support/status.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { TmuxTerminal } from "../support/tmux.ts";

setDefaultTimeout(60_000);

const hasTmux = hasProgram("tmux", "tmux");
const env = { API_KEY: apiKey };

/** A service that says what it is told to, and how often it was asked. */
function told() {
  let change: Parameters<typeof statusWith>[0] = {};
  let isAway = false;
  let asked = 0;
  const url = pretender(() => {
    asked++;
    return isAway ? new Response("gone", { status: 502 }) : Response.json(statusWith(change));
  });
  return {
    url,
    asked: () => asked,
    says: (next: typeof change) => {
      change = next;
    },
    goesAway: (away: boolean) => {
      isAway = away;
    },
  };
}

/** What is left of the screen while nothing goes on: its rows, each with its own beginning. */
const labels = [
  "queue",
  "workers",
  "pictures",
  "failed",
  "jobs",
  "deliveries",
  "waiting",
  "reading",
  "cpu",
  "memory",
  "disk",
];

describe.skipIf(!hasTmux)("ocr-eco status --watch", () => {
  test.each([80, 200])("breaks no line in %i columns, and draws in place", async (columns) => {
    const service = told();
    service.says({ queue: { waiting_in_queue: 860 } });
    const terminal = TmuxTerminal.run(["status", "--watch", "1", "--url", service.url], { columns, env });
    await terminal.shows(/86 % {2}860 of 1 000/);
    const rows = terminal.rows();
    for (const label of labels)
      expect(rows.filter((row) => row.startsWith(`${label} `)).length, label).toBe(1);
    // Whatever begins otherwise would be the rest of a line that was broken.
    for (const row of rows) expect(row).toMatch(/^($|ocr-eco|✗|! | {2}|[a-z]+ )/);
    expect(rows.at(-1)).toBe("every 1 s, q ends");

    service.says({ queue: { waiting_in_queue: 5 } });
    await terminal.shows(/0\.5 % {2}5 of 1 000/);
    expect(terminal.text).not.toContain("860");
    expect(terminal.rows().filter((row) => row.startsWith("ocr-eco")).length).toBe(1);
    expect(terminal.scrolled).toBe(0);
    // The history of the queue: much, then little.
    expect(terminal.text).toMatch(/^queue .*█▁+ {2}/m);

    terminal.type("C-c");
    await terminal.shows(/^before\nended 0$/);
    expect(terminal.isRestored).toBe(true);
  });

  test("takes up another size of the window", async () => {
    const service = told();
    const terminal = TmuxTerminal.run(["status", "--watch", "3600", "--url", service.url], {
      columns: 200,
      env,
    });
    await terminal.shows(/every 3600 s/);
    terminal.resize(80, 12);
    await terminal.shows(/^ocr-eco.*every 3600 s, q ends, \d+ more lines below$/s);
    expect(terminal.rows().length).toBe(12);
    terminal.resize(80, 40);
    await terminal.shows(/database.*every 3600 s, q ends$/s);
    expect(service.asked()).toBe(1);
    terminal.type("q");
    await terminal.shows(/ended 0/);
  });

  test("says when the service is away, with what was last known, and goes on when it is back", async () => {
    const service = told();
    const terminal = TmuxTerminal.run(["status", "--watch", "1", "--url", service.url], { env });
    await terminal.shows(/✓ fine/);
    service.goesAway(true);
    await terminal.shows(/^✗ away for .*answered 502.*before that, at .*✓ fine/s);
    service.goesAway(false);
    await terminal.shows(/^ocr-eco/);
    expect(terminal.text).not.toContain("away");
  });

  test("waits for a service that is not there yet, but not with a key that does not let in", async () => {
    const running = await quickService().start();
    const { port } = new URL(running.url);
    await running.kill();
    const terminal = TmuxTerminal.run(["status", "--watch", "1"], { env: { PORT: port, API_KEY: "wrong" } });
    await terminal.shows(/away for.*ECONNREFUSED/s);
    await running.start({ env: { PORT: port } });
    await terminal.shows(/refuses the key.*ended 2/s);
    expect(terminal.isRestored).toBe(true);
  });
});

describe("without a terminal, --watch", () => {
  test("prints a line of JSON for each look, also while the service is away", async () => {
    let asked = 0;
    const url = pretender(() =>
      ++asked === 2 ? new Response("gone", { status: 502 }) : Response.json(statusWith()),
    );
    const child = Bun.spawn(
      [process.execPath, "--no-env-file", mainFile, "status", "--watch", "1", "--json", "--url", url],
      {
        cwd: temporaryFolder(),
        env: { PATH: process.env["PATH"] ?? "", ...env },
        stdout: "pipe",
        stderr: "ignore",
      },
    );
    cleanUp(() => child.kill());
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      text += decoder.decode(chunk, { stream: true });
      if (text.split("\n").length > 3) break;
    }
    const levels = text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line).level);
    expect(levels.slice(0, 3)).toEqual(["fine", "away", "fine"]);
  });

  test("is wrong usage for people", async () => {
    const { exitCode, stderr } = await ocrEco(["status", "--watch", "--url", told().url], { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--watch needs a terminal")]);
  });
});
