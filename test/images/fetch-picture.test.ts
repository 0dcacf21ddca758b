import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { Server } from "bun";
import { fixtureBytes } from "../../scripts/common/fixtures.ts";
import { type FaultName, HostileServers } from "../../scripts/rig/hostile-server.ts";
import { version } from "../../src/build-info.ts";
import { fetchPicture, ServerBusyError, type Validators } from "../../src/images/fetch-picture.ts";
import type { Pace } from "../../src/images/least-pace.ts";
import { failureOf } from "../support/failure.ts";

const picture = fixtureBytes("images", "samsung-home-en-light.png");
const limits = { timeoutSeconds: 30, mostMegabytes: 1 };
/** For what is never done. */
const hurried = { ...limits, timeoutSeconds: 1 };
const page = { headers: { "content-type": "text/html; charset=utf-8" } };

let server: Server<undefined>;
/** What the last request asked for. */
let asked: { url: string; headers: Headers } | undefined;

/** As `run` loads what its user names. */
async function download(address: string, within = limits): Promise<Uint8Array> {
  return (await fetchPicture(address, { limits: within, guard: null })).bytes;
}

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

const encoders: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
};

function encoded(encoding: string, body: Uint8Array | ReadableStream): Response {
  return new Response(body, { headers: { "content-encoding": encoding, "content-type": "image/png" } });
}

/** A gzip stream that has no end and unpacks to nothing. */
function emptyMembers(): ReadableStream {
  const member = gzipSync(new Uint8Array());
  const many = new Uint8Array(Buffer.concat(Array.from({ length: 5000 }, () => member)));
  return new ReadableStream({ pull: (controller) => controller.enqueue(many) });
}

beforeAll(() => {
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 30,
    async fetch(request) {
      asked = { url: request.url, headers: new Headers(request.headers) };
      const { pathname } = new URL(request.url);
      const status = /^\/status\/(\d+)$/.exec(pathname)?.[1];
      if (status !== undefined) return new Response("no", { status: Number(status) });
      if (pathname === "/moved") return Response.redirect("/picture.png?moved=1", 302);
      if (pathname === "/circle") return Response.redirect("/circle", 302);
      const hops = /^\/hops\/(\d)$/.exec(pathname)?.[1];
      if (hops === "0") return new Response(picture);
      if (hops !== undefined) return Response.redirect(`/hops/${Number(hops) - 1}`, 307);
      if (pathname === "/elsewhere") return Response.redirect("file:///etc/passwd", 302);
      if (pathname === "/riddle") return encoded("riddle", picture);
      if (pathname === "/torn") return encoded("gzip", gzipSync(picture).subarray(0, -100));
      if (pathname === "/bomb") return encoded("gzip", gzipSync(new Uint8Array(20_000_000)));
      if (pathname === "/stream-of-nothing") return encoded("gzip", emptyMembers());
      const encoding = /^\/encoded\/(\w+)$/.exec(pathname)?.[1];
      if (encoding !== undefined) return encoded(encoding, encoders[encoding]?.(picture) ?? picture);
      if (pathname === "/called-a-page") return new Response(picture, page);
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
    expect(await download(at("/picture.png?signature=a%2Bb&n=1"))).toEqual(picture);
    expect(new URL(asked?.url ?? "").search).toBe("?signature=a%2Bb&n=1");
    expect(asked?.headers.get("accept")).toBe("image/*");
    expect(asked?.headers.get("user-agent")).toBe(`ocr-eco/${version}`);
  });

  test("follows the server to another address", async () => {
    expect(await download(at("/moved"))).toEqual(picture);
  });

  test("follows it three times, and no further", async () => {
    expect(await download(at("/hops/3"))).toEqual(picture);
    expect((await failureOf(() => download(at("/hops/4")))).code).toBe("DOWNLOAD_REDIRECTS");
  });

  test.each(Object.keys(encoders))(
    "unpacks what was sent as %s, though nobody asked for it",
    async (name) => {
      expect(await download(at(`/encoded/${name}`))).toEqual(picture);
      expect(asked?.headers.get("accept-encoding")).toBe("identity");
    },
  );

  test("sends a presigned query byte for byte", async () => {
    const query = "X-Amz-Credential=a%2Fb%2f20261120&X-Amz-Signature=0a+b~c'd%20&&x=%zz&=";
    using raw = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        data: (socket, data) => void socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n${data}`),
      },
    });
    const failure = await failureOf(() => download(`http://127.0.0.1:${raw.port}/a%2fb.png?${query}#top`));
    expect(failure.code).toBe("DOWNLOAD_FAILED");
    using echo = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        data: (socket, data) =>
          void socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${data.length}\r\n\r\n${data}`),
      },
    });
    const sent = await download(`http://127.0.0.1:${echo.port}/a%2fb.png?${query}#top`);
    expect(new TextDecoder().decode(sent)).toStartWith(`GET /a%2fb.png?${query} HTTP/1.1\r\n`);
  });

  test("sends the name and password that the operator wrote into the address", async () => {
    await download(at("/picture.png").replace("://", "://me:p%40ss@"));
    expect(asked?.headers.get("authorization")).toBe(`Basic ${btoa("me:p@ss")}`);
  });

  test("takes as much as the limit allows", async () => {
    const exact = new Uint8Array(1_000_000);
    using large = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response(exact) });
    expect(await download(large.url.href)).toHaveLength(1_000_000);
  });
});

describe("a server that drips", () => {
  const leastPace = { bytes: 1000, milliseconds: 100 };
  const patient = { timeoutSeconds: 60, mostMegabytes: 1 };

  /** Loads a body that comes in pieces of so many bytes, each a moment after the one before. */
  async function loadInPieces(
    body: Uint8Array,
    bytes: number,
    least: Pace,
    headers = {},
  ): Promise<Uint8Array> {
    let sent = 0;
    const pieces = new ReadableStream({
      async pull(controller) {
        if (sent >= body.length) return controller.close();
        await Bun.sleep(20);
        controller.enqueue(body.slice(sent, sent + bytes));
        sent += bytes;
      },
    });
    using slow = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () => new Response(pieces, { headers }),
    });
    return (await fetchPicture(slow.url.href, { limits: patient, guard: null, leastPace: least })).bytes;
  }

  test.each([
    ["as it is", picture, {}],
    ["in an encoding", gzipSync(picture), { "content-encoding": "gzip" }],
  ])("is given up long before the time for all is over, %s", async (_how, body, headers) => {
    const failure = await failureOf(() => loadInPieces(body, 1, leastPace, headers));
    expect(failure.code).toBe("DOWNLOAD_TIMEOUT");
    expect(failure.message).toEndWith(
      "comes too slowly (less than 1 kB in 0.1 s). Try again, or look at its server.",
    );
  });

  test("is given up when it stops sending after much has come", async () => {
    using server = liar("content-length: 500000", new Uint8Array(400_000));
    const options = { limits: patient, guard: null, leastPace };
    const failure = await failureOf(() => fetchPicture(`http://127.0.0.1:${server.port}/`, options));
    expect(failure.message).toContain("comes too slowly");
  });

  test("is waited for while enough comes", async () => {
    const enough = { bytes: 1, milliseconds: 1000 };
    const loaded = await loadInPieces(picture, Math.ceil(picture.length / 60), enough);
    expect(loaded).toEqual(picture);
  });
});

describe("a body that nothing marks the end of", () => {
  let hostile: HostileServers;
  beforeAll(async () => {
    hostile = await HostileServers.start(picture);
  });
  afterAll(() => hostile.close());
  const load = (name: FaultName, leastPace?: Pace) =>
    fetchPicture(hostile.url(name), {
      limits: name.endsWith("silence") ? hurried : limits,
      guard: null,
      ...(leastPace === undefined ? {} : { leastPace }),
    });

  test("is taken, but nothing is known of it that would let it be kept", async () => {
    expect(await load("no length, whole")).toEqual({ bytes: picture, etag: null, lastModified: null });
  });

  test.each([
    ["is a failure where the connection breaks", "no length, then a reset", undefined, "DOWNLOAD_FAILED"],
    ["is a failure where the time ends", "no length, then silence", undefined, "DOWNLOAD_TIMEOUT"],
    [
      "is a failure where too little comes",
      "no length, then silence",
      { bytes: 1e6, milliseconds: 100 },
      "DOWNLOAD_TIMEOUT",
    ],
  ] as const)("%s", async (_what, name, leastPace, code) => {
    expect((await failureOf(() => load(name, leastPace))).code).toBe(code);
  });
});

describe("a server that is busy", () => {
  test.each([
    [500, "is in trouble (500)", null, null],
    [503, "is in trouble (503)", "120", 120],
    [429, "is busy (429)", "7", 7],
    [408, "is busy (408)", "soon", null],
  ])("may be asked again later: %d", async (status, words, header, seconds) => {
    using busy = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () => new Response("no", { status, headers: header === null ? {} : { "retry-after": header } }),
    });
    const failure = await download(busy.url.href).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServerBusyError);
    expect(failure).toMatchObject({
      code: "DOWNLOAD_SERVER_BUSY",
      message: `The server of ${busy.url.href} ${words}. Try again later.`,
      retryAfterSeconds: seconds,
    });
  });
});

describe("what is known of a picture", () => {
  const known = { etag: '"1"', lastModified: "Fri, 20 Nov 2026 08:00:00 GMT" };
  const validators = { etag: '"2"', "last-modified": "Sat, 21 Nov 2026 08:00:00 GMT" };

  /** What the server was asked for, and what came of it. */
  async function askWith(known: Validators, answer: () => Response) {
    let headers: Headers | undefined;
    using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch(request) {
        headers = new Headers(request.headers);
        return answer();
      },
    });
    const fetched = await fetchPicture(server.url.href, { limits, guard: null }, known);
    return { fetched, match: headers?.get("if-none-match"), since: headers?.get("if-modified-since") };
  }

  test("is sent along, and nothing comes when it still holds", async () => {
    const asked = await askWith(known, () => new Response(null, { status: 304 }));
    expect(asked).toEqual({ fetched: null, match: '"1"', since: null });
  });

  test("may be a date alone", async () => {
    const { since } = await askWith({ ...known, etag: null }, () => new Response(null, { status: 304 }));
    expect(since).toBe(known.lastModified);
  });

  test("gives way to a new picture, and to what is known of that", async () => {
    const { fetched } = await askWith(known, () => new Response(picture, { headers: validators }));
    expect(fetched).toEqual({ bytes: picture, etag: '"2"', lastModified: validators["last-modified"] });
  });
});

test("what its server calls it decides nothing", async () => {
  expect(Buffer.from(await download(at("/called-a-page"))).equals(Buffer.from(picture))).toBe(true);
});

test("no sentence holds the query, the name or the password of an address", async () => {
  const secret = "X-Amz-Signature=c0ffee";
  const addresses = ["/status/404", "/status/500", "/riddle", "/circle", "/elsewhere", "/bomb", "/torn"].map(
    at,
  );
  for (const address of [...addresses, "http://127.0.0.1:1/a.png", "http://[::1/", "https://:80/"]) {
    const failure = await failureOf(() => download(`${address.replace("://", "://me:c0ffee@")}?${secret}`));
    expect(failure.message).not.toMatch(/c0ffee|\?/);
  }
});

describe("a download fails with one sentence that names the address", () => {
  test.each([
    [404, "does not exist (404). Check the address."],
    [410, "does not exist (410). Check the address."],
    [403, "may not be read (403). A signed address may have expired."],
    [401, "may not be read (401). A signed address may have expired."],
    [304, "was answered with 304. Check the address."],
    [206, "was answered with a part of it (206). Look at its server."],
    [418, "was answered with 418. Check the address."],
  ])("when the answer is %d", async (status, words) => {
    const failure = await failureOf(() => download(at(`/status/${status}`)));
    expect(failure.code).toBe("DOWNLOAD_STATUS");
    expect(failure.message).toContain(at(`/status/${status}`));
    expect(failure.message).toEndWith(words);
  });

  test.each([
    ["/lost", "DOWNLOAD_STATUS", "does not exist (404)"],
    ["/endless", "DOWNLOAD_TOO_LARGE", "has more than 1 MB"],
    ["/silent", "DOWNLOAD_TIMEOUT", "did not arrive within 1 s"],
    ["/slow", "DOWNLOAD_TIMEOUT", "did not arrive within 1 s"],
    ["/circle", "DOWNLOAD_REDIRECTS", "leads on more than 3 times"],
    ["/elsewhere", "URL_FORBIDDEN", "leads to something that is no http or https address"],
    ["/riddle", "DOWNLOAD_NOT_AN_IMAGE", "is encoded in a way that is not known (riddle)"],
    ["/torn", "DOWNLOAD_FAILED", "cannot be loaded (Z_"],
    ["/bomb", "DOWNLOAD_TOO_LARGE", "has more than 1 MB"],
    ["/stream-of-nothing", "DOWNLOAD_TOO_LARGE", "has more than 1 MB"],
  ] as const)("for %s: %s", async (path, code, words) => {
    const within = words.endsWith("within 1 s") ? hurried : limits;
    const failure = await failureOf(() => download(at(path), within));
    expect(failure.code).toBe(code);
    expect(failure.message).toStartWith(`${at(path)} ${words}`);
    expect(failure.message).toMatch(/\. [A-Z][^\n]+\.$/);
  });

  test("when a gigabyte is announced, before it is sent", async () => {
    using server = liar("content-length: 1000000000", picture);
    const failure = await failureOf(() => download(`http://127.0.0.1:${server.port}/`));
    expect(failure.code).toBe("DOWNLOAD_TOO_LARGE");
    expect(failure.message).toContain("set DOWNLOAD_MAX_MB higher");
  });

  test("when more comes than any length was announced for", async () => {
    using server = liar("connection: close", new Uint8Array(2_000_000));
    const failure = await failureOf(() => download(`http://127.0.0.1:${server.port}/`));
    expect(failure.code).toBe("DOWNLOAD_TOO_LARGE");
  });

  test("when less comes than was announced and the rest never does", async () => {
    using server = liar("content-length: 500000", picture);
    const failure = await failureOf(() => download(`http://127.0.0.1:${server.port}/`, hurried));
    expect(failure.code).toBe("DOWNLOAD_TIMEOUT");
  });

  test("when the connection ends before what was announced has come", async () => {
    using server = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        data: (socket) => void socket.end("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\nhalf of it"),
      },
    });
    const failure = await failureOf(() => download(`http://127.0.0.1:${server.port}/`));
    expect(failure.code).toBe("DOWNLOAD_FAILED");
  });

  test("when nobody listens there", async () => {
    const gone = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
    const address = gone.url.href;
    await gone.stop(true);
    const failure = await failureOf(() => download(address));
    expect(failure.code).toBe("DOWNLOAD_FAILED");
    expect(failure.message).toStartWith(`${address} cannot be loaded (`);
  });

  test.each(["http://", "https://:80/a.png", "http://[::1/a.png"])("when it is none: %s", async (address) => {
    const failure = await failureOf(() => download(address));
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
