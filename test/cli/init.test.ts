import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { Laravel } from "../../scripts/rig/laravel.ts";
import { cleanUp } from "../support/clean-up.ts";
import { ocrEco, ocrEcoCommand } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { TmuxTerminal } from "../support/tmux.ts";

const hasTmux = hasProgram("tmux", "tmux");

/** `ocr-eco init` in an empty folder that has a file with Laravel's key. */
function folder(key = "laravel-key") {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "key"), `${key}\n`);
  const run = (...words: string[]) => ocrEco(words, { cwd });
  return {
    cwd,
    run,
    init: (...words: string[]) => run("init", ...words),
    env: () => parseEnv(readFileSync(join(cwd, ".env"), "utf8")),
  };
}

const complete = ["--laravel-url", "https://app.example.org", "--laravel-key-file", "key"];

describe("init", () => {
  test("writes a .env that doctor finds nothing wrong with, for its owner only", async () => {
    const laravel = new Laravel();
    cleanUp(() => laravel.close());
    const { cwd, init, run, env } = folder();
    const { exitCode, stdout, stderr } = await init(
      "--laravel-url",
      laravel.url,
      "--laravel-key-file",
      "key",
    );
    expect([exitCode, stdout]).toEqual([0, ""]);
    expect(stderr).toContain('Next: "ocr-eco doctor"');
    expect(statSync(join(cwd, ".env")).mode & 0o777).toBe(0o600);
    expect(env()).toMatchObject({
      API_KEY: expect.stringMatching(/^ocreco_[\w-]{43}$/),
      LARAVEL_API_URL: laravel.url,
      LARAVEL_API_KEY: "laravel-key",
      WEBHOOK_SECRET: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      RATE_LIMIT: "600/minute",
    });
    const doctor = await run("doctor");
    expect(doctor.stdout).toContain("✓ configuration        complete, 1 key");
    expect(doctor.stdout).toContain("takes the key (422");
  });

  test.each(["plain", 'a"b$HOME\\n#c', "a;touch$IFS./found;`id`&(c)*!~", "it's"])(
    "writes a key that has %s in it so that a program and a shell read the same",
    async (key) => {
      const { cwd, init, env } = folder(key);
      const { exitCode, stderr } = await init(...complete, "--data", "a folder; exit");
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining("is written")]);
      expect(env()).toMatchObject({ LARAVEL_API_KEY: key, DATA_DIR: "a folder; exit" });
      const said = 'set -a; . ./.env; printf "%s|%s" "$LARAVEL_API_KEY" "$DATA_DIR"';
      const shell = Bun.spawnSync(["sh", "-c", said], { cwd, env: { PATH: process.env["PATH"] } });
      expect(shell.stdout.toString()).toBe(`${key}|a folder; exit`);
      expect(readdirSync(cwd).sort()).toEqual([".env", "key"]);
    },
  );

  test("refuses an address that is none before it asks for the key", async () => {
    const { cwd, init } = folder();
    const { exitCode, stderr } = await init("--laravel-url", "nonsense");
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("LARAVEL_API_URL: must be an http or https address"),
    ]);
    expect(readdirSync(cwd)).toEqual(["key"]);
  });

  test("names next steps that read the file that it wrote", async () => {
    const { init, run } = folder();
    const { stderr } = await init(...complete, "--file", "other.env");
    expect(stderr).toContain('"ocr-eco serve --env-file other.env" starts');
    expect((await run("config", "--env-file", "other.env")).exitCode).toBe(0);
  });

  test("refuses a key that no line of .env can hold, without saying it", async () => {
    const { cwd, init } = folder("se'cr$et");
    const { exitCode, stderr } = await init(...complete);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("set LARAVEL_API_KEY_FILE")]);
    expect(stderr).not.toContain("cr$et");
    expect(readdirSync(cwd)).toEqual(["key"]);
  });

  test("makes other keys each time, and never shows them", async () => {
    const [one, other] = [folder(), folder()];
    const printed = [await one.init(...complete), await other.init(...complete)]
      .map(({ stderr }) => stderr)
      .join();
    expect(one.env()["API_KEY"]).not.toBe(other.env()["API_KEY"] ?? "");
    expect(printed).not.toContain("ocreco_");
    expect(printed).not.toContain("laravel-key");
  });

  test("replaces no file unless that is said", async () => {
    const { init, env } = folder();
    await init(...complete);
    const before = env();
    const { exitCode, stderr } = await init(...complete);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(".env is there already")]);
    expect(env()).toEqual(before);
    expect((await init(...complete, "--force")).exitCode).toBe(0);
    expect(env()["API_KEY"]).not.toBe(before["API_KEY"] ?? "");
  });

  test.each([
    [
      ["--laravel-url", "app.example.org", "--laravel-key-file", "key"],
      "LARAVEL_API_URL: must be an http or https",
    ],
    [["--laravel-url", "https://app.example.org", "--laravel-key-file", "none"], "cannot be read (ENOENT)"],
    [["--laravel-key-file", "key"], "There is no terminal to ask on. Give --laravel-url."],
    [
      ["--laravel-url", "https://app.example.org"],
      "There is no terminal to ask on. Give --laravel-key-file.",
    ],
    [[...complete, "--file", "no/such/.env"], "cannot be written (ENOENT)"],
  ])("writes nothing with %p", async (words, sentence) => {
    const { cwd, init } = folder();
    const { exitCode, stderr } = await init(...words);
    expect(exitCode).toBeGreaterThan(0);
    expect(stderr).toContain(sentence);
    expect(readdirSync(cwd)).toEqual(["key"]);
  });

  test.skipIf(!hasTmux)("asks on a terminal for what it was not told, and shows no key", async () => {
    const { cwd, env } = folder();
    const terminal = TmuxTerminal.run(["init", "--file", join(cwd, ".env")]);
    await terminal.shows(/Laravel's address/);
    terminal.type("https://app.example.orgg");
    terminal.type("BSpace");
    terminal.type("Enter");
    await terminal.shows(/The key that Laravel takes/);
    terminal.type("laravel-key-22");
    terminal.type("BSpace");
    terminal.type("Enter");
    await terminal.shows(/ended 0/);
    expect(terminal.text).toMatch(/^Laravel's address, [^\n]+: https:\/\/app\.example\.org$/m);
    expect(terminal.text).not.toContain("laravel-key");
    expect(env()).toMatchObject({
      LARAVEL_API_URL: "https://app.example.org",
      LARAVEL_API_KEY: "laravel-key-2",
    });
  });

  test.skipIf(!hasTmux)("leaves the terminal as it was when it is ended in the middle", async () => {
    const { cwd } = folder();
    for (const key of ["C-c", "C-d"]) {
      const terminal = TmuxTerminal.run(["init", "--file", join(cwd, ".env")]);
      await terminal.shows(/Laravel's address/);
      terminal.type(key);
      await terminal.shows(/ended (130|2)/);
      // What is typed now is seen again.
      terminal.type("visible");
      await terminal.shows(/visible/);
    }
    expect(readdirSync(cwd)).toEqual(["key"]);
  });

  test("shows no key that is pasted behind the address", async () => {
    const { cwd, env } = folder();
    // A terminal of its own, as a person has one.
    const command = `${ocrEcoCommand.join(" ")} init`;
    const child = Bun.spawn(["script", "-qec", command, "/dev/null"], {
      cwd,
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
    });
    let text = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      // All of it at once, as soon as somebody asks.
      if (text === "") child.stdin.write("https://app.example.org\rlaravel-key-2\r");
      text += chunk;
    }
    expect(await child.exited).toBe(0);
    expect(text).toContain("Laravel's address");
    expect(text).not.toContain("laravel-key-2");
    expect(env()).toMatchObject({
      LARAVEL_API_URL: "https://app.example.org",
      LARAVEL_API_KEY: "laravel-key-2",
    });
  });
});
