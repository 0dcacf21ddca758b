import { describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { makeCertificate } from "../../scripts/rig/make-certificate.ts";
import { certificateFiles } from "../support/certificate.ts";
import { cleanUp } from "../support/clean-up.ts";
import { type Ended, ocrEco } from "../support/cli.ts";
import { executed } from "../support/io.ts";
import { otherVersion, pretender } from "../support/pretender.ts";
import { apiKey, quickService } from "../support/service.ts";
import { statusWith } from "../support/status.ts";
import { temporaryFolder } from "../support/temporary.ts";

const readerKey = "a-key-that-only-reads-0123456789";
const secret = "this-key-is-never-said-0123456789";

/** The command as a process of its own, in a folder without a .env file, unless one is written there. */
function command(words: readonly string[], env: Readonly<Record<string, string>> = {}, dotEnv?: string) {
  const cwd = temporaryFolder();
  const written = dotEnv === undefined ? Promise.resolve(0) : Bun.write(join(cwd, ".env"), dotEnv);
  return written.then(() => ocrEco(words, { cwd, env }));
}

const status = (url: string, env: Readonly<Record<string, string>> = { API_KEY: secret }): Promise<Ended> =>
  executed(["status", "--url", url], { env });

function expectSentence({ exitCode, stdout, stderr }: Ended, exit: number, what: RegExp): void {
  expect(stderr).toMatch(what);
  expect(stderr).toMatch(/^ocr-eco: [^\n]+\n$/);
  expect(stderr).not.toContain(secret);
  expect([exitCode, stdout]).toEqual([exit, ""]);
}

/** A server below HTTP that says this to whoever connects. */
async function says(text: string): Promise<string> {
  const server = createServer((socket) => socket.on("error", () => {}).end(text)).listen(0, "127.0.0.1");
  cleanUp(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

describe("a command that asks a service says in one sentence, and with its exit status", () => {
  test("that nobody listens, or that there is no such host", async () => {
    const gone = await says("");
    expectSentence(await status("http://127.0.0.1:1"), 3, /cannot be reached \(ECONNREFUSED\)/);
    expectSentence(await status("http://no-such-host.invalid"), 3, /cannot be reached/);
    expectSentence(await status(gone), 3, /cannot be reached \(ECONNRESET\)|no ocr-eco|does not speak http/);
  });

  test("that it is no ocr-eco, whatever else it says", async () => {
    const page = pretender(
      () => new Response("<html>hello</html>", { headers: { "content-type": "text/html" } }),
    );
    expectSentence(await status(page), 3, /is no ocr-eco/);
    expectSentence(await status(pretender(() => new Response("{garbage"))), 3, /is no ocr-eco/);
    expectSentence(await status(pretender(() => Response.json([1, 2]))), 3, /is no ocr-eco/);
    expectSentence(
      await status(pretender(() => new Response("no", { status: 403 }))),
      3,
      /answered 403.*is no ocr-eco/,
    );
    expectSentence(await status(await says("SSH-2.0-OpenSSH_9.2\r\n")), 3, /does not speak http/);
  });

  test("that it is of another version, which lacks the route or a member", async () => {
    const { details, ...common } = statusWith();
    expectSentence(
      await status(otherVersion({})),
      3,
      /answered 404 to \/app-status: it is of another version/,
    );
    expectSentence(await status(otherVersion({ "/app-status": common })), 3, /says nothing of its details/);
    const { last_hour: _, ...less } = details;
    const older = otherVersion({ "/app-status": { ...common, details: less } });
    expectSentence(await status(older), 3, /does not say details\.last_hour.*another version/);
  });

  test("that it broke, or that what stands before it does not reach it", async () => {
    const broken = pretender(() =>
      Response.json({ code: "QUEUE_DAMAGED", detail: "The service cannot use its queue." }, { status: 500 }),
    );
    expectSentence(await status(broken), 3, /answered 500\. The service cannot use its queue\./);
    const proxy = pretender(() => new Response("<h1>502 Bad Gateway</h1>", { status: 502 }));
    expectSentence(await status(proxy), 3, /answered 502.*may not reach it/);
  });

  test("where it leads on to, without sending the key there or saying what else is in the address", async () => {
    const shown: (string | null)[] = [];
    const elsewhere = pretender((request) => {
      shown.push(request.headers.get("x-api-key"));
      return new Response();
    });
    const url = pretender(() => Response.redirect(`${elsewhere}/app-status?token=${secret}`, 308));
    expectSentence(await status(url), 3, new RegExp(`leads on to ${elsewhere} \\(308\\)`));
    expect(shown).toEqual([]);
  });

  test("that an answer does not come in time", async () => {
    const silent = pretender(() => new Promise<Response>(() => {}));
    expectSentence(await status(silent), 3, /did not answer within 10 s/);
  });

  test.each([
    ["ocr.example.org", /is no http or https address/],
    ["localhost:8000", /is no http or https address/],
    ["ftp://a.example", /is no http or https address/],
    ["https://user:geheim@a.example", /must not have a user or password/],
    ["https://a.example/?key=1", /must not have a \? or #/],
  ])("that %s is no address of a service", async (url, what) => {
    const ended = await status(url);
    expectSentence(ended, 2, what);
    expect(ended.stderr).not.toContain("geheim");
  });

  test("that a key cannot be one, without saying it", async () => {
    expectSentence(
      await command(["status", "--key", `${secret}\nx: y`], { PORT: "1" }),
      2,
      /characters that no key has/,
    );
  });
});

describe("the key", () => {
  test("is wanted, wrong, or does not let in, which is wrong usage", async () => {
    const running = await quickService({
      API_KEYS: `ops:an-operators-key-0123456789:admin:unlimited:2026-01-01,reader:${readerKey}:read:unlimited:2026-01-01`,
    }).start();
    expectSentence(await status(running.url, {}), 2, /wants a key, and none is set/);
    expectSentence(await status(running.url), 2, /refuses the key\. .* not known here/);
    expect((await status(running.url, { API_KEY: readerKey })).exitCode).toBeLessThan(2);
  });

  test("comes from --key, else the environment, else .env, each time from a file, too", async () => {
    const keys: (string | null)[] = [];
    const url = pretender((request) => {
      keys.push(request.headers.get("x-api-key"));
      return Response.json(statusWith());
    });
    const file = join(temporaryFolder(), "key");
    await Bun.write(file, "from-a-file\n");
    const asked = ["status", "--url", url];
    const dotEnv = "API_KEY=from-dot-env\n";
    await command([...asked, "--key", "from-the-option"], { API_KEY: "from-the-environment" }, dotEnv);
    await command(asked, { API_KEY: "from-the-environment" }, dotEnv);
    await command(asked, { API_KEY_FILE: file }, dotEnv);
    await command(asked, {}, dotEnv);
    await command(asked, {}, `API_KEY_FILE=${file}\n`);
    await command(asked);
    expect(keys).toEqual([
      "from-the-option",
      "from-the-environment",
      "from-a-file",
      "from-dot-env",
      "from-a-file",
      null,
    ]);
    expectSentence(
      await command(asked, { API_KEY_FILE: "/gone" }),
      2,
      /API_KEY_FILE: the file does not exist/,
    );
  });

  test("goes to no proxy that the environment names", async () => {
    const proxied: string[] = [];
    const proxy = pretender((request) => {
      proxied.push(request.url);
      return new Response();
    });
    const url = pretender(() => Response.json(statusWith()));
    const env = { API_KEY: secret, http_proxy: proxy, HTTP_PROXY: proxy };
    expect((await command(["status", "--url", url], env)).exitCode).toBe(0);
    expect(proxied).toEqual([]);
  });
});

describe("without --url", () => {
  test("the service of the configuration is asked, over https by its own certificate, whatever that is called", async () => {
    const files = certificateFiles(await makeCertificate({ name: "ocr.example.org" }));
    const running = await quickService(files.settings).start();
    const { port } = new URL(running.url);
    const env = { HOST: "0.0.0.0", PORT: port, API_KEY: apiKey };
    const { exitCode, stdout } = await command(["status", "--json"], { ...env, ...files.settings });
    expect([exitCode < 2, JSON.parse(stdout).url]).toEqual([true, `https://127.0.0.1:${port}`]);

    const other = certificateFiles(await makeCertificate({ name: "ocr.example.org" }));
    expectSentence(
      await command(["status"], { ...env, ...other.settings }),
      3,
      /certificate .* cannot be trusted/,
    );
    expectSentence(await status(`https://127.0.0.1:${port}`), 3, /certificate .* cannot be trusted/);
    expectSentence(await status(`http://127.0.0.1:${port}`), 3, /^ocr-eco: /);
  });

  test("http is not taken for https", async () => {
    const url = pretender(() => Response.json({}));
    expectSentence(await status(url.replace("http:", "https:")), 3, /does not speak https/);
  });

  test("a port that only the service knows has to be named", async () => {
    const running = await quickService().start();
    const folder = dirname(running.dataFolder);
    const ended = await ocrEco(["status"], { cwd: folder, env: { PORT: "0", API_KEY: apiKey } });
    expectSentence(ended, 2, /PORT is 0.*--url/);
  });
});
