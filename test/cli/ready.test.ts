import { expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { certificate, certificateFiles } from "../support/certificate.ts";
import { ocrEco } from "../support/cli.ts";
import { executed } from "../support/io.ts";
import { pretender } from "../support/pretender.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const asked = (url: string, ...words: string[]) => executed(["status", "--ready", "--url", url, ...words]);

test("status --ready is 0 while the service takes reports in, and 1 when it ends and when it is gone", async () => {
  const running = await quickService({ DRAIN_SECONDS: "600" }).start();
  expect(await asked(running.url)).toEqual({ exitCode: 0, stdout: "ready\n", stderr: "" });
  // A picture that is being read keeps it from ending at once.
  await running.submit({ report_id: 1, s3_url: running.pictures.serveSteps("never.png", 8958) });
  await running.reading();
  running.signal("SIGTERM");
  await until("it says that it ends", async () => (await running.fetch("/ready")).status === 503);
  const ending = await asked(running.url);
  expect([ending.exitCode, ending.stdout]).toEqual([1, ""]);
  expect(ending.stderr).toMatch(/^ocr-eco: not ready: .+\n$/);
  await running.kill();
  expect(await asked(running.url, "--json")).toEqual({
    exitCode: 1,
    stdout: expect.stringMatching(
      /^\{"url":"http:[^"]+","ready":false,"reason":"[^"]*ECONNREFUSED[^"]*"\}\n$/,
    ),
    stderr: "",
  });
});

test("status --ready asks the service of the configuration by its own certificate, without a key", async () => {
  const { settings: tls } = certificateFiles(certificate);
  const running = await quickService({ ...tls, REQUIRE_HTTPS: "on" }).start();
  const env = { ...tls, PORT: new URL(running.url).port, API_KEY_FILE: "/nowhere" };
  const { exitCode, stdout } = await ocrEco(["status", "--ready", "--json"], { cwd: temporaryFolder(), env });
  expect([exitCode, JSON.parse(stdout)]).toEqual([
    0,
    { url: expect.stringContaining("https:"), ready: true },
  ]);
});

test("status --ready waits no longer than a health check, and takes nothing else for a service", async () => {
  const silent = pretender(() => new Promise<Response>(() => {}));
  expect(await asked(silent)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("within 3 s") });
  expect((await asked(pretender(() => new Response("ready")))).exitCode).toBe(1);
  expect((await asked(pretender(() => Response.json({ status: "running" })))).exitCode).toBe(1);
});

test("status --ready is 2 where no restart would help", async () => {
  expect((await asked("nonsense")).exitCode).toBe(2);
  expect((await asked("http://127.0.0.1:1", "--watch")).exitCode).toBe(2);
});
