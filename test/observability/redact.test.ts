import { describe, expect, test } from "bun:test";
import pino from "pino";
import { OcrEcoError } from "../../src/errors.ts";
import { redact, redactText } from "../../src/observability/redact.ts";

describe("a text keeps what it says and loses", () => {
  test.each([
    [
      "GET https://s3.example/a.png?X-Amz-Signature=c0ffee&X-Amz-Date=1 failed",
      "GET https://s3.example/a.png?[hidden] failed",
    ],
    ['{"url":"http://s3.example/a?c0ffee","n":1}', '{"url":"http://s3.example/a?[hidden]","n":1}'],
    [
      "https://a.example/?c0ffee and https://b.example/b?c0ffee",
      "https://a.example/?[hidden] and https://b.example/b?[hidden]",
    ],
    // What the platform leaves as it is in a query, and what a caller may have written there.
    ["no https://a.example/b?x=^`{|}'c0ffee today", "no https://a.example/b?[hidden] today"],
    ["no https://a.example/o'brien.png today", "no https://a.example/o'brien.png today"],
    [`https://a.example/b?x="c0ffee<c0ffee>\\c0ffee`, "https://a.example/b?[hidden]"],
    ["see 'https://a.example/b?c0ffee', or 'c'", "see 'https://a.example/b?[hidden]', or 'c'"],
    ["amqp://me:c0'ffee@queue.example/0", "amqp://queue.example/0"],
    ["redis://user:c0ffee@queue.example:6379/0", "redis://queue.example:6379/0"],
    ["https://me:c0ffee@a.example/b#c0ffee", "https://a.example/b"],
    ["HTTPS://A.EXAMPLE/b?c0ffee", "HTTPS://A.EXAMPLE/b?[hidden]"],
    ["signed by whsec_c0ffeeC0FFEE+/== today", "signed by [hidden] today"],
    ["authorization: Bearer c0ffee.c0-ffee_==", "authorization: Bearer [hidden]"],
    ["somebody sent ocreco_c0ffee-C0FFEE_0, no more", "somebody sent [hidden], no more"],
    ["the key key-c0ffee was refused", "the key [hidden] was refused"],
  ])("%s", (text, shown) => {
    expect(redactText(text, ["key-c0ffee", ""])).toBe(shown);
  });

  test.each([
    "12,345 steps at 10:30, is that right? https://docs.example/steps says so.",
    "report 101 of user 145 took 412 ms",
    "",
  ])("nothing else: %s", (text) => {
    expect(redactText(text, [""])).toBe(text);
  });
});

describe("an object loses", () => {
  test.each([
    "x-api-key",
    "X-API-Key",
    "apiKey",
    "API_KEYS",
    "LARAVEL_API_KEY_STAGING",
    "METRICS_KEY",
    "authorization",
    "Cookie",
    "set-cookie",
    "password",
    "secret",
    "secrets",
    "WEBHOOK_SECRET_PRODUCTION",
    "clientSecret",
    "accessToken",
    "webhook-signature",
  ])("what is called like a key: %s", (name) => {
    expect(redact({ deep: [{ [name]: "c0ffee" }] })).toEqual({ deep: [{ [name]: "[hidden]" }] });
    expect(redact({ [name]: ["c0ffee"] })).toEqual({ [name]: "[hidden]" });
    expect(redact({ [name]: null })).toEqual({ [name]: null });
  });

  test("nothing that only reads like one", () => {
    const line = {
      key: "job.done",
      keys: 2,
      readerKey: "paddle 1",
      tokens: 3,
      author: "me",
      at: new Date(0),
      n: 1n,
    };
    expect(redact(line)).toEqual(line);
  });

  test("addresses' queries, wherever they are and whatever holds them", () => {
    const secret = "https://s3.example/a.png?c0ffee";
    const error = new OcrEcoError("DOWNLOAD_FAILED", `no ${secret}`, { cause: new Error(secret) });
    const line = {
      url: new URL(secret),
      list: [secret, { [secret]: secret }],
      headers: new Headers({ location: secret, "x-api-key": "c0ffee" }),
      map: new Map([[secret, secret]]),
      set: new Set([secret]),
      error,
    };
    const shown = redact(line);
    expect(JSON.stringify(shown)).not.toContain("c0ffee");
    expect(JSON.parse(JSON.stringify(shown))).toMatchObject({
      url: "https://s3.example/a.png?[hidden]",
      headers: { location: "https://s3.example/a.png?[hidden]", "x-api-key": "[hidden]" },
      set: ["https://s3.example/a.png?[hidden]"],
      error: {
        name: "OcrEcoError",
        code: "DOWNLOAD_FAILED",
        message: "no https://s3.example/a.png?[hidden]",
      },
    });
    expect(line.list[0]).toBe(secret);
    expect(error.message).toContain("c0ffee");
  });

  test("addresses' queries also in JSON as PHP writes it, however often it was put into JSON again", () => {
    const php = String.raw`{"url":"https:\/\/s3.example\/a.png?id=\/1\u0026key=c0ffee","steps":5}`;
    expect(redact(php)).toBe(String.raw`{"url":"https:\/\/s3.example\/a.png?[hidden]","steps":5}`);
    expect(redactText(JSON.stringify({ php }))).not.toContain("c0ffee");
    expect(redactText(JSON.stringify(JSON.stringify({ php })))).not.toContain("c0ffee");
  });

  test("bytes, and what has no end", () => {
    const circle: Record<string, unknown> = { picture: new Uint8Array(5) };
    circle["self"] = circle;
    const shown = JSON.stringify(redact(circle));
    expect(shown).toStartWith('{"picture":"[5 bytes]","self":{');
    expect(shown).toContain('"[deep]"');
  });
});

test("a line of the log holds none of it", () => {
  const lines: string[] = [];
  const log = pino(
    { formatters: { log: (line) => redact(line, ["key-1234"]) as Record<string, unknown> } },
    { write: (line: string) => void lines.push(redactText(line, ["key-1234"])) },
  );
  log.info({ job: { url: "https://s3.example/a?c0ffee" }, said: "key-1234", "x-api-key": "c0ffee" }, "sent");
  log.error(new OcrEcoError("DOWNLOAD_FAILED", "no https://s3.example/a?c0ffee"));
  log.warn("key-1234 for https://s3.example/a?c0ffee");
  expect(lines.join("")).not.toMatch(/c0ffee|1234/);
  const [info, error, warning] = lines.map((line) => JSON.parse(line));
  expect(info).toMatchObject({
    job: { url: "https://s3.example/a?[hidden]" },
    said: "[hidden]",
    msg: "sent",
  });
  expect(error.err).toMatchObject({ type: "OcrEcoError", code: "DOWNLOAD_FAILED" });
  expect(warning.msg).toBe("[hidden] for https://s3.example/a?[hidden]");
});
