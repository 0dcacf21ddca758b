import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Server } from "bun";
import { download } from "../../src/images/download.ts";
import { failureOf } from "../support/failure.ts";
import { fixtureBytes } from "../support/fixtures.ts";

const picture = fixtureBytes("images", "samsung-home-en-light.png");
const limits = { timeoutSeconds: 1, mostMegabytes: 1 };
const page = { headers: { "content-type": "text/html; charset=utf-8" } };

let server: Server<undefined>;
/** What the last request asked for. */
let asked: { url: string; accept: string | null } | undefined;

/** A body that goes on for as long as somebody reads. */
function endless(chunkBytes: number, pauseMs: number): ReadableStream {
  return new ReadableStream({
    async pull(controller) {
      await Bun.sleep(pauseMs);
      controller.enqueue(new Uint8Array(chunkBytes));
    },
  });
}

/** Answers a raw request over TCP: the only way to lie about the length. */
function liar(head: string, body: Uint8Array) {
  return Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket) {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n${head}\r\n\r\n`);
        socket.write(body);
        socket.flush();
      },
    },
  });
}

beforeAll(() => {
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 30,
    async fetch(request) {
      asked = { url: request.url, accept: request.headers.get("accept") };
      const { pathname } = new URL(request.url);
      const status = /^\/status\/(\d+)$/.exec(pathname)?.[1];
      if (status !== undefined) return new Response("no", { status: Number(status) });
      if (pathname === "/moved") return Response.redirect("/picture.png?moved=1", 302);
      if (pathname === "/circle") return Response.redirect("/circle", 302);
      if (pathname === "/page") return new Response("<!doctype html><p>Sign in</p>", page);
      if (pathname === "/lost") return new Response(endless(1000, 5), { ...page, status: 404 });
      if (pathname === "/endless") return new Response(endless(100_000, 0));
      if (pathname === "/slow") return new Response(endless(1, 50));
      if (pathname === "/silent") await Bun.sleep(20_000);
      return new Response(picture);
    },
  });
});

afterAll(() => server.stop(true));

const at = (path: string): string => new URL(path, server.url).href;

describe("a download", () => {
  test("brings the bytes, and sends the address with its query", async () => {
    expect(await download(at("/picture.png?signature=a%2Bb&n=1"), limits)).toEqual(picture);
    expect(new URL(asked?.url ?? "").search).toBe("?signature=a%2Bb&n=1");
    expect(asked?.accept).toBe("image/*");
  });

  test("follows the server to another address", async () => {
    expect(await download(at("/moved"), limits)).toEqual(picture);
  });

  test("takes as much as the limit allows", async () => {
    const exact = new Uint8Array(1_000_000);
    using large = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response(exact) });
    expect(await download(large.url.href, limits)).toHaveLength(1_000_000);
  });
});

describe("a download fails with one sentence that names the address", () => {
  test.each([
    [404, "does not exist (404). Check the address."],
    [410, "does not exist (410). Check the address."],
    [403, "may not be read (403). A signed address may have expired."],
    [401, "may not be read (401). A signed address may have expired."],
    [500, "is in trouble (500). Try again later."],
    [503, "is in trouble (503). Try again later."],
    [418, "was answered with 418. Check the address."],
  ])("when the answer is %d", async (status, words) => {
    const failure = await failureOf(() => download(at(`/status/${status}`), limits));
    expect(failure.code).toBe("DOWNLOAD_STATUS");
    expect(failure.message).toContain(at(`/status/${status}`));
    expect(failure.message).toEndWith(words);
  });

  test.each([
    ["/page", "DOWNLOAD_NOT_AN_IMAGE", "is a web page"],
    ["/lost", "DOWNLOAD_STATUS", "does not exist (404)"],
    ["/endless", "DOWNLOAD_TOO_LARGE", "has more than 1 MB"],
    ["/silent", "DOWNLOAD_TIMEOUT", "did not arrive within 1 s"],
    ["/slow", "DOWNLOAD_TIMEOUT", "did not arrive within 1 s"],
    ["/circle", "DOWNLOAD_FAILED", "cannot be loaded"],
  ] as const)("for %s: %s", async (path, code, words) => {
    const failure = await failureOf(() => download(at(path), limits));
    expect(failure.code).toBe(code);
    expect(failure.message).toStartWith(`${at(path)} ${words}`);
    expect(failure.message).toMatch(/\. [A-Z][^\n]+\.$/);
  });

  test("when a gigabyte is announced, before it is sent", async () => {
    using server = liar("content-length: 1000000000", picture);
    const failure = await failureOf(() => download(`http://127.0.0.1:${server.port}/`, limits));
    expect(failure.code).toBe("DOWNLOAD_TOO_LARGE");
    expect(failure.message).toContain("set DOWNLOAD_MAX_MB higher");
  });

  test("when more comes than any length was announced for", async () => {
    using server = liar("connection: close", new Uint8Array(2_000_000));
    const failure = await failureOf(() => download(`http://127.0.0.1:${server.port}/`, limits));
    expect(failure.code).toBe("DOWNLOAD_TOO_LARGE");
  });

  test("when less comes than was announced and the rest never does", async () => {
    using server = liar("content-length: 500000", picture);
    const failure = await failureOf(() => download(`http://127.0.0.1:${server.port}/`, limits));
    expect(failure.code).toBe("DOWNLOAD_TIMEOUT");
  });

  test("when nobody listens there", async () => {
    const gone = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
    const address = gone.url.href;
    await gone.stop(true);
    const failure = await failureOf(() => download(address, limits));
    expect(failure.code).toBe("DOWNLOAD_FAILED");
    expect(failure.message).toStartWith(`${address} cannot be loaded (`);
  });

  test.each(["http://", "https://:80/a.png", "http://[::1/a.png"])("when it is none: %s", async (address) => {
    const failure = await failureOf(() => download(address, limits));
    expect(failure.code).toBe("URL_INVALID");
    expect(failure.message).toContain("Write it as in https://example.org/picture.png");
  });
});

test("a download leaves a server that would never stop sending alone once it knows enough", async () => {
  let cancelled = false;
  const body = new ReadableStream({
    async pull(controller) {
      await Bun.sleep(5);
      controller.enqueue(new Uint8Array(1000));
    },
    cancel() {
      cancelled = true;
    },
  });
  using chatty = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => new Response(body, { status: 404 }),
  });
  await failureOf(() => download(chatty.url.href, { ...limits, timeoutSeconds: 60 }));
  for (let wait = 0; wait < 300 && !cancelled; wait++) await Bun.sleep(10);
  expect(cancelled).toBe(true);
});
