import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ocrEco, ocrEcoCommand } from "../support/cli.ts";
import { apiKey, quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A folder with these lines in its `.env`, or in another file. */
function folderWith(lines: readonly string[], name = ".env"): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, name), lines.join("\n"));
  return cwd;
}

interface Shown {
  readonly ok: boolean;
  readonly wrong: string | null;
  readonly unknown: readonly string[];
  readonly settings: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly source: string | null;
  }[];
}

describe("ocr-eco config", () => {
  test("says what is in force and where it comes from, and shows no secret", async () => {
    const secret = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
    const cwd = folderWith([
      "WORKER_COUNT=3",
      "PORT=8100",
      `WEBHOOK_SECRET_STAGING=${secret}`,
      "LARAVEL_API_URL_ACCEPTANCE=https://app.example.org",
      "LARAVEL_API_KEY_ACCEPTANCE=a-secret-key",
      // The key itself where its file should be named.
      "API_KEY_FILE=a-key-that-is-no-file",
    ]);
    const env = { PORT: "8200" };
    const { stdout } = await ocrEco(["config"], { cwd, env });
    expect(stdout).toMatch(/^WORKER_COUNT +3 {2}← \.env$/m);
    expect(stdout).toMatch(/^PORT +8200 {2}← environment$/m);
    expect(stdout).toMatch(/^OCR_ENGINE +auto {2}← default$/m);
    expect(stdout).toMatch(/^RATE_LIMIT +10\/minute {2}← default$/m);
    expect(stdout).toMatch(/^LOCAL_IMAGE_ROOT +← not set$/m);
    expect(stdout).toMatch(/^WEBHOOK_SECRET_STAGING +\(hidden, 50 characters\) {2}← \.env$/m);
    expect(stdout).toMatch(/^LARAVEL_API_URL_ACCEPTANCE +https:\/\/app\.example\.org {2}← \.env$/m);
    for (const hidden of [secret, "a-secret-key", "a-key-that-is-no-file"])
      expect(stdout).not.toContain(hidden);
    const { settings } = JSON.parse(
      (await ocrEco(["config", "--set", "--json"], { cwd, env })).stdout,
    ) as Shown;
    expect(settings.map(({ name }) => name)).not.toContain("OCR_ENGINE");
    expect(settings).toContainEqual(
      expect.objectContaining({ name: "PORT", value: "8200", source: "environment" }),
    );
  });

  test("names what is set and means nothing, with what may have been meant, and never what stands there", async () => {
    const cwd = folderWith([
      "# a comment",
      "WORKER_CONT=1",
      "LARAVEL_URL=https://app.example.org",
      "export OCR_ENGINE=auto",
      "half of a secret that lost its name",
      'TESSDATA_PREFIX="of two',
      'lines"',
      "QUITE_DIFFERENT=1",
    ]);
    const env = { WEBHOK_SECRET: "whsec_x", SSL_CERT_FILE: "/etc/ssl/cert.pem", HOSTNAME: "box", PWD: cwd };
    const { stderr, exitCode } = await ocrEco(["config"], { cwd, env });
    expect(stderr.split("\n").slice(0, -1)).toEqual([
      "ocr-eco: QUITE_DIFFERENT in .env is no setting.",
      "ocr-eco: WEBHOK_SECRET in the environment is no setting (did you mean WEBHOOK_SECRET?).",
      "ocr-eco: line 5 of .env (35 characters) sets nothing.",
      "ocr-eco: The configuration is wrong. WORKER_CONT in .env is no setting (did you mean WORKER_COUNT?); LARAVEL_URL in .env is no setting (did you mean LARAVEL_API_URL?).",
    ]);
    expect(exitCode).toBe(2);
    const { about } = JSON.parse((await ocrEco(["doctor", "--json"], { cwd })).stdout).findings.find(
      ({ what }: { what: string }) => what.includes("WORKER_CONT in .env"),
    );
    expect(about).toBe("configuration");
  });

  test("ends with 2 where serve would refuse it, and says why", async () => {
    const { exitCode, stderr, stdout } = await ocrEco(["config"], { cwd: folderWith(["PORT=eighty"]) });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("PORT: must be a whole number")]);
    expect(stdout).toMatch(/^PORT +eighty {2}← \.env$/m);
  });
});

test("serve does not start with a file whose names are nearly those of settings", async () => {
  const { exitCode, stderr } = await ocrEco(["serve"], { cwd: folderWith(["API_KEI=x"]) });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("API_KEI in .env is no setting (did you mean API_KEY?).");
});

test("serve names settings that do not exist when it starts", async () => {
  const running = await quickService({ WORKER_CONT: "1" }).start();
  expect(
    running.logged("WORKER_CONT in the environment is no setting (did you mean WORKER_COUNT?)"),
  ).toHaveLength(1);
});

describe("--env-file", () => {
  test("names the file that every command reads its settings from", async () => {
    const running = await quickService().start();
    const { port } = new URL(running.url);
    const cwd = folderWith([`PORT=${port}`, "HOST=127.0.0.1", `API_KEY=${apiKey}`], "other.env");
    writeFileSync(join(cwd, ".env"), "PORT=1");
    expect((await ocrEco(["status", "--env-file", "other.env"], { cwd })).exitCode).toBe(0);
    expect((await ocrEco(["queue", "list", "--env-file", "other.env"], { cwd })).exitCode).toBe(0);
    expect((await ocrEco(["status"], { cwd })).exitCode).toBe(3);
  });

  test("may be a pipe, which is read once", async () => {
    const shell = Bun.spawn(
      [
        "bash",
        "-c",
        `${ocrEcoCommand.join(" ")} config --set --env-file <(echo WORKER_COUNT=7; echo WORKER_CONT=1)`,
      ],
      { cwd: temporaryFolder(), env: { PATH: process.env["PATH"] ?? "" }, stdout: "pipe", stderr: "pipe" },
    );
    const [stdout, stderr] = [
      await new Response(shell.stdout).text(),
      await new Response(shell.stderr).text(),
    ];
    expect([await shell.exited, stdout]).toEqual([
      2,
      expect.stringMatching(/^WORKER_COUNT +7 {2}← \/dev\/fd\/\d+$/m),
    ]);
    expect(stderr).toContain("did you mean WORKER_COUNT?");
  });

  test("has to be there", async () => {
    const { exitCode, stderr } = await ocrEco(["config", "--env-file", "none.env"], {
      cwd: temporaryFolder(),
    });
    expect([exitCode, stderr]).toEqual([
      2,
      "ocr-eco: The file none.env cannot be read (ENOENT). Name another one with --env-file.\n",
    ]);
  });
});

describe("ocr-eco reload", () => {
  const other = "another-key-that-tests-use-0123456789";

  test("has the service take up a changed key, and waits until it has", async () => {
    const cwd = folderWith(["x"], "unused");
    const keyFile = join(cwd, "key");
    writeFileSync(keyFile, apiKey);
    const running = await quickService({ API_KEY: "", API_KEY_FILE: keyFile }).start();
    writeFileSync(keyFile, other);
    const env = { DATA_DIR: running.dataFolder };
    const ended = await ocrEco(["reload"], { cwd, env });
    expect([ended.exitCode, ended.stderr]).toEqual([
      0,
      `ocr-eco: The service (process ${running.pid}) took up what has changed.\n`,
    ]);
    const status = (key: string) => running.fetch("/admin/jobs", { headers: { "x-api-key": key } });
    expect([(await status(other)).status, (await status(apiKey)).status]).toEqual([200, 403]);

    writeFileSync(keyFile, "change-me");
    const refused = await ocrEco(["reload"], { cwd, env });
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining("goes on with what it had (CONFIG_INVALID)"),
    ]);
    expect((await status(other)).status).toBe(200);
  });

  test("says that there is no service, and what to do", async () => {
    const { exitCode, stderr } = await ocrEco(["reload"], { cwd: temporaryFolder() });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("No service was found that runs here")]);
  });
});

test("wrong usage leads to the help of the command that was used", async () => {
  const { stderr } = await ocrEco(["queue", "list", "--nope"]);
  expect(stderr).toContain('"ocr-eco queue list --help" lists what there is.');
});
