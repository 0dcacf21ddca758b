import { describe, expect, test } from "bun:test";
import { talk } from "../support/raw-client.ts";
import { apiKey, quickService } from "../support/service.ts";

const host = "Host: service.test\r\n";
const withKey = `x-api-key: ${apiKey}\r\n`;
const reports = "/api/v1/ocr-ecosteps";
const report = JSON.stringify({ report_id: 1, user_id: 7, s3_url: "http://10.0.0.1/a.png" });

/** A service that knows a key, and what it says to bytes over a connection of their own. */
async function listening(): Promise<(...parts: readonly (string | Uint8Array)[]) => ReturnType<typeof talk>> {
  const running = await quickService().start();
  return (...parts) => talk(running.url, ...parts);
}

const codeOf = ({ body }: { body: string }): unknown => (JSON.parse(body) as { code: string }).code;

test("what could be understood in two ways is refused, and the connection with it", async () => {
  const say = await listening();
  const post = `POST ${reports} HTTP/1.1\r\n${host}${withKey}`;
  const length = `Content-Length: ${report.length}\r\n`;
  for (const [what, request] of [
    ["two lengths", `${post}${length}Content-Length: 5\r\n\r\n${report}`],
    ["a length and chunks", `${post}${length}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["chunks that are hidden", `${post}${length}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ["chunks in another coding", `${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ["a coding that nobody knows", `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ["a size that is no number", `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`],
    ["a length with a sign", `${post}Content-Length: +${report.length}\r\n\r\n${report}`],
    ["a folded line", `GET /health HTTP/1.1\r\n${host}x-a: b\r\n c\r\n\r\n`],
    ["a header with NUL", `GET /health HTTP/1.1\r\n${host}x-a: b\0c\r\n\r\n`],
    ["no host", "GET /health HTTP/1.1\r\n\r\n"],
    ["a path without a slash", `GET health HTTP/1.1\r\n${host}\r\n`],
    ["an address that is a star", `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
  ] as const) {
    const { status, isClosed } = await say(request);
    expect([what, status, isClosed]).toEqual([what, 400, true]);
  }
  for (const request of [`GET /hea\0lth HTTP/1.1\r\n${host}\r\n`, `GET /health HTTP/1.1\n${host}\n`])
    expect((await say(request)).status).toBe(505);
});

test("a host that is none, or two, is refused with a sentence", async () => {
  const say = await listening();
  for (const lines of [
    "Host: \r\n",
    "Host: a b\r\n",
    "Host: u@evil.test\r\n",
    "Host: a/health?\r\n",
    `${host}Host: b\r\n`,
  ]) {
    const answer = await say(`GET /health HTTP/1.1\r\n${lines}\r\n`);
    expect([lines, answer.status, codeOf(answer)]).toEqual([lines, 400, "REQUEST_MALFORMED"]);
  }
});

describe("no spelling of a path", () => {
  test("leads to a route without its key", async () => {
    const say = await listening();
    for (const target of [
      "/admin/jobs",
      "/admin/jobs/",
      "//admin/jobs",
      "/health/../admin/jobs",
      "/health/%2e%2e/admin/jobs",
      "/health/..%2fadmin/jobs",
      "/health\\..\\admin\\jobs",
      "/docs/../admin/jobs",
      "/%61dmin/jobs",
      "/admin%2fjobs",
      "/ADMIN/jobs",
      "/health#/../admin/jobs",
      "/health;/admin/jobs",
      "/admin/jobs?/health",
      "/admin/jobs#/health",
      "http://evil.test/admin/jobs",
      "http://evil.test//health/../admin/jobs",
      "/./admin/jobs",
      "/adm\xefn/jobs",
      "/admin/jobs\xff",
    ]) {
      const answer = await say(Buffer.from(`GET ${target} HTTP/1.1\r\n${host}\r\n`, "latin1"));
      expect([target, answer.status, codeOf(answer)]).toEqual([target, 401, "KEY_MISSING"]);
    }
    // What would be a path by itself where the host is none.
    for (const target of ["//service.test/admin/jobs", "/admin/jobs"]) {
      const answer = await say(`GET ${target} HTTP/1.1\r\nHost: a/b\r\n\r\n`);
      expect([target, answer.status]).toEqual([target, 400]);
    }
  });

  test("that means an open route needs a key", async () => {
    const say = await listening();
    for (const target of [
      "/health",
      "/health/",
      "/admin/../health",
      "/health?a=/admin/jobs",
      "http://evil.test/health",
    ]) {
      const { status, body } = await say(`GET ${target} HTTP/1.1\r\n${host}\r\n`);
      expect([target, status]).toEqual([target, 200]);
      expect(JSON.parse(body)).toMatchObject({ status: "healthy" });
    }
  });
});

test("a key counts once: two of them are none", async () => {
  const say = await listening();
  const asked = (lines: string) => say(`GET /admin/jobs HTTP/1.1\r\n${host}${lines}\r\n`);
  expect((await asked(withKey)).status).toBe(200);
  expect((await asked(`X-API-KEY:   ${apiKey}  \r\n`)).status).toBe(200);
  expect((await asked(withKey + withKey)).status).toBe(403);
  expect((await asked("x-api-key:\r\n")).status).toBe(401);
  expect((await asked(`x-api-key: ${apiKey}\xff\r\n`)).status).toBe(403);
});

test("methods have their meaning, and others none", async () => {
  const say = await listening();
  const asked = (method: string, target: string) => say(`${method} ${target} HTTP/1.1\r\n${host}\r\n`);
  const head = await asked("HEAD", "/health");
  expect([head.status, head.body]).toEqual([200, ""]);
  expect(head.head).toContain("x-content-type-options: nosniff");
  for (const method of ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
    expect([method, codeOf(await asked(method, "/health"))]).toEqual([method, "METHOD_NOT_ALLOWED"]);
  expect(codeOf(await asked("CONNECT", "elsewhere.test:443"))).toBe("REQUEST_MALFORMED");
  for (const method of ["get", "FOO"]) expect((await asked(method, "/health")).status).toBe(0);
});

describe("a body", () => {
  test("of a request that takes none is passed over, and the next request understood", async () => {
    const say = await listening();
    const first = `GET /status HTTP/1.1\r\n${host}Content-Length: 3\r\n\r\nabc`;
    const answer = await say(`${first}GET /health HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.slice(0, answer.body.indexOf("}") + 1))).toMatchObject({
      status: "running",
    });
  });

  test("comes after 100 Continue, where its sender waits for that", async () => {
    const say = await listening();
    const head = `POST ${reports} HTTP/1.1\r\n${host}${withKey}Expect: 100-continue\r\nContent-Length: ${report.length}\r\n\r\n`;
    expect((await say(head, report)).status).toBe(202);
  });

  test("may come in chunks, and is counted while it does", async () => {
    const say = await listening();
    const head = `POST ${reports} HTTP/1.1\r\n${host}${withKey}Transfer-Encoding: chunked\r\n\r\n`;
    const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
    expect((await say(`${head}${chunk(report.slice(0, 9))}${chunk(report.slice(9))}0\r\n\r\n`)).status).toBe(
      202,
    );
    // It has no end, and is answered all the same.
    const answer = await say(head, ...Array.from({ length: 11 }, () => chunk(" ".repeat(100_000))));
    expect([answer.status, codeOf(answer)]).toEqual([413, "REQUEST_TOO_LARGE"]);
  });

  test.each([
    [reports, 1_000_001],
    ["/api/v1/ocr", 15_100_001],
  ])("to %s that says it is too long is refused before it comes", async (path, length) => {
    const say = await listening();
    const answer = await say(`POST ${path} HTTP/1.1\r\n${host}${withKey}Content-Length: ${length}\r\n\r\n`);
    expect([answer.status, codeOf(answer)]).toEqual([413, "REQUEST_TOO_LARGE"]);
    expect(answer.head).toContain("content-type: application/problem+json");
  });

  test("that ends before its time is nobody's failure", async () => {
    const running = await quickService().start();
    const half = `POST ${reports} HTTP/1.1\r\n${host}${withKey}Content-Length: 100\r\nConnection: close\r\n\r\n{"repo`;
    for (let times = 0; times < 5; times++) {
      const socket = await Bun.connect({
        hostname: "127.0.0.1",
        port: Number(new URL(running.url).port),
        socket: { data() {} },
      });
      socket.write(half);
      await Bun.sleep(20);
      socket.terminate();
    }
    expect((await running.submit({ report_id: 1 })).status).toBe(202);
    expect(running.lines().filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("what is behind a body", () => {
  const chunks = `${report.length.toString(16)}\r\n${report}\r\n0\r\n`;
  const inChunks = `POST ${reports} HTTP/1.1\r\n${host}${withKey}Transfer-Encoding: chunked\r\n\r\n${chunks}`;
  const sized = `POST ${reports} HTTP/1.1\r\n${host}${withKey}Content-Length: ${report.length}\r\n\r\n${report}`;
  const next = `GET /health HTTP/1.1\r\n${host}\r\n`;

  test.each([
    ["a trailer", `${inChunks}x-sum: 1\r\n\r\n`, 400],
    ["more than was announced", `${sized}{"and": "more"}`, 400],
    ["another request that did not wait for the answer", `${sized}${next}`, 0],
    ["another request behind chunks", `${inChunks}\r\n${next}`, 0],
  ])("has nothing taken in where the answer is no 202: %s", async (_what, request, status) => {
    const running = await quickService().start();
    const answer = await talk(running.url, request);
    expect([answer.status, answer.isClosed]).toEqual([status, true]);
    const { jobs } = await running.details();
    expect(Object.values(jobs).every((count) => count === 0)).toBe(true);
  });

  test("comes too late once its report is taken in, and changes nothing", async () => {
    const running = await quickService().start();
    expect((await talk(running.url, ...`${inChunks}\r\n`)).status).toBe(202);
    const { promise, resolve } = Promise.withResolvers<string>();
    let received = "";
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(running.url).port),
      socket: {
        data(_socket, bytes) {
          received += bytes.toString("latin1");
          if (received.includes("HTTP/1.1 202")) socket.write("x-sum: 1\r\n\r\n");
        },
        close: () => resolve(received),
      },
    });
    // The last line end is part of the trailers: without it the body is whole, and its request not.
    socket.write(inChunks);
    expect([...(await promise).matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
      "202",
      "400",
    ]);
  });
});

test("more headers than anybody needs, and longer ones, are refused", async () => {
  const say = await listening();
  const many = Array.from({ length: 250 }, (_, number) => `x-${number}: a\r\n`).join("");
  expect((await say(`GET /health HTTP/1.1\r\n${host}${many}\r\n`)).status).toBe(431);
  expect((await say(`GET /health HTTP/1.1\r\n${host}x-a: ${"b".repeat(20_000)}\r\n\r\n`)).status).toBe(431);
  expect(codeOf(await say(`GET /${"a".repeat(9000)} HTTP/1.1\r\n${host}\r\n`))).toBe("URL_TOO_LONG");
});
