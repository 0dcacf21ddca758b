import { describe, expect, test } from "bun:test";
import { ocrEco } from "../support/cli.ts";
import { examplesIn } from "../support/examples.ts";
import { executed } from "../support/io.ts";
import { pretender } from "../support/pretender.ts";
import { apiKey, quickService } from "../support/service.ts";
import { statusWith } from "../support/status.ts";
import { temporaryFolder } from "../support/temporary.ts";

const env = { API_KEY: apiKey };
const status = (url: string, ...words: string[]) => executed(["status", "--url", url, ...words], { env });
const answering = (change: Parameters<typeof statusWith>[0]): string =>
  pretender(() => Response.json(statusWith(change)));

describe("ocr-eco status", () => {
  test("says how a running service is, plain where there is no terminal: as a process of its own", async () => {
    const running = await quickService({ INSTANCE_ENV: "a test" }).start();
    await running.submit({ report_id: 1, s3_url: running.pictures.serveSteps("a.png", 5000) });
    await running.settled();
    const { stdout, stderr, exitCode } = await ocrEco(["status", "--url", running.url], {
      cwd: temporaryFolder(),
      env,
    });
    expect([stderr, exitCode < 2]).toEqual(["", true]);
    expect(stdout).toStartWith("ocr-eco ");
    expect(stdout).toContain(` · a test · ${running.url} · up 0:00:`);
    expect(stdout).toMatch(/^queue {6}0 % {2}0 of 1 000$/m);
    expect(stdout).toMatch(/^pictures {3}1\.0 a minute, 1 in the last hour$/m);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}█░▁]/u);
  });

  test("ends with 0 when all is fine, and with 1 and what to do when something is over a limit", async () => {
    const fine = await status(answering({}));
    expect([fine.exitCode, fine.stdout.split("\n")[1]]).toEqual([0, "✓ fine"]);
    const full = await status(answering({ queue: { waiting_in_queue: 860 } }));
    expect(full.exitCode).toBe(1);
    expect(full.stdout).toContain("✗ the queue is 86 % full: 860 jobs wait\n    → more workers");
    const busy = await status(answering({ machine: { cpu_percent: 100 }, queue: { waiting_in_queue: 500 } }));
    expect([busy.exitCode, busy.stdout]).toEqual([
      0,
      expect.stringContaining("the processors are 100 % in use"),
    ]);
    const noted = await status(answering({ deliveries: { failed: 3 } }));
    expect([noted.exitCode, noted.stdout.split("\n")[1]]).toEqual([0, "✓ fine, with 1 note"]);
  });

  test("prints JSON of one shape for programs, with the same exit status", async () => {
    const { stdout, exitCode } = await status(answering({ machine: { memory_percent: 90 } }), "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      url: expect.stringMatching(/^http/),
      level: "over",
      findings: [
        {
          name: "memory",
          level: "over",
          what: "memory is 90 % in use",
          do: expect.any(String),
          value: 90,
          limit: 85,
        },
      ],
      status: statusWith({ machine: { memory_percent: 90 } }),
    });
  });

  test("does what its help shows", async () => {
    const running = await quickService().start();
    const { port } = new URL(running.url);
    const { stdout } = await executed(["status", "--help"]);
    const examples = examplesIn(stdout);
    expect(examples.length).toBeGreaterThan(2);
    for (const words of examples.filter((words) => !words.includes("--watch"))) {
      const here = words.map((word) => word.replace("https://ocr.example.org", running.url));
      const ended = await executed(here, { env: { PORT: port, ...env } });
      expect([words, ended.stderr, ended.exitCode < 2]).toEqual([words, "", true]);
    }
  });
});
