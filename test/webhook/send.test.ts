import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { version } from "../../src/build-info.ts";
import type { ConfiguredAddress } from "../../src/config/destinations.ts";
import { parseSecrets } from "../../src/config/signing-secrets.ts";
import { type AttemptResult, resultAddress, send } from "../../src/webhook/send.ts";
import { certificate } from "../support/certificate.ts";
import { cleanUp } from "../support/clean-up.ts";
import { failureOf } from "../support/failure.ts";

const apiKey = "key-c0ffee";
const message = { id: "msg_1", body: '{"report_id":101,"raw_ocr":"“8.376” langkah"}' };

const sendTo = (baseUrl: string, different: Partial<Parameters<typeof send>[0]> = {}) =>
  send(
    { baseUrl: baseUrl as ConfiguredAddress, apiKey, secrets: [], timeoutSeconds: 30, ...different },
    message,
  );

/** Sends to a server that answers as Laravel would, and gives what it got. */
async function sendToLaravel(respond: () => Response, path = "", different = {}) {
  const requests: { url: string; method: string; headers: Headers; body: string }[] = [];
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { url, method } = request;
      requests.push({ url, method, headers: new Headers(request.headers), body: await request.text() });
      return respond();
    },
  });
  const result = await sendTo(`http://127.0.0.1:${server.port}${path}`, different);
  return { result, requests };
}

/** Sends to a server that writes these bytes, one after the other, and then closes the connection or not. */
async function sendToRaw(chunks: readonly string[], end: "close" | "reset" | "wait", different = {}) {
  let requests = 0;
  using server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      async data(socket) {
        if (++requests > 1) return;
        for (const chunk of chunks) {
          socket.write(chunk);
          socket.flush();
          await Bun.sleep(20);
        }
        if (end === "close") socket.end();
        if (end === "reset") socket.terminate();
      },
    },
  });
  const result = await sendTo(`http://127.0.0.1:${server.port}`, different);
  expect(requests).toBe(1);
  return result;
}

const statusOf = (result: AttemptResult): number | null =>
  result.kind === "answered" ? result.status : null;

describe("a delivery", () => {
  test("is posted as the contract says", async () => {
    const { result, requests } = await sendToLaravel(() => Response.json({ message: "ok" }));
    expect(result).toEqual({
      kind: "answered",
      status: 200,
      detail: '{"message":"ok"}',
      retryAfterSeconds: null,
    });
    const [request] = requests;
    expect(requests).toHaveLength(1);
    expect(request?.method).toBe("POST");
    expect(request?.body).toBe(message.body);
    expect(request?.headers.toJSON()).toMatchObject({
      "x-api-key": apiKey,
      accept: "application/json",
      "content-type": "application/json",
      "user-agent": `ocr-eco/${version}`,
      "webhook-id": "msg_1",
    });
    expect(request?.headers.has("webhook-signature")).toBe(false);
  });

  test("is signed as it arrives", async () => {
    const secret = `whsec_${randomBytes(32).toString("base64")}`;
    const { requests } = await sendToLaravel(() => new Response(), "", { secrets: parseSecrets(secret) });
    const headers = requests[0]?.headers.toJSON() ?? {};
    expect(new Webhook(secret).verify(requests[0]?.body ?? "", headers)).toEqual(JSON.parse(message.body));
  });

  test.each([
    ["", "/api/ocr/result"],
    ["/", "/api/ocr/result"],
    ["/laravel", "/laravel/api/ocr/result"],
    ["/laravel/public//", "/laravel/public/api/ocr/result"],
  ])("keeps the path of the base: %p", async (base, path) => {
    const { requests } = await sendToLaravel(() => new Response(), base);
    expect(new URL(requests[0]?.url ?? "").pathname).toBe(path);
  });

  test("goes over https to a server that proves its name, and to no other", async () => {
    using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      tls: certificate,
      fetch: () => new Response("in"),
    });
    const refused = await sendTo(`https://localhost:${server.port}`);
    expect(refused).toEqual({
      kind: "unanswered",
      detail: "the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)",
    });
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    cleanUp(() => void delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]);
    expect(await sendTo(`https://localhost:${server.port}`)).toMatchObject({ status: 200, detail: "in" });
  });
});

describe("an answer", () => {
  test("of 422 keeps what Laravel refuses", async () => {
    const refusal = { message: "The report id is unknown.", errors: { report_id: ["unknown"] } };
    const { result } = await sendToLaravel(() => Response.json(refusal, { status: 422 }));
    expect(result).toMatchObject({ status: 422, detail: JSON.stringify(refusal) });
  });

  test.each([301, 302, 307, 308])("of %d is not followed", async (status) => {
    const { result, requests } = await sendToLaravel(
      () => new Response(null, { status, headers: { location: "/elsewhere" } }),
    );
    expect(statusOf(result)).toBe(status);
    expect(requests).toHaveLength(1);
  });

  test("may ask for a pause, in seconds or until a date", async () => {
    const pause = async (value: string) => {
      const { result } = await sendToLaravel(
        () => new Response("", { status: 503, headers: { "retry-after": value } }),
      );
      return result.kind === "answered" ? result.retryAfterSeconds : undefined;
    };
    expect(await pause("120")).toBe(120);
    expect(await pause("soon")).toBeNull();
    expect(await pause("Fri, 20 Nov 2020 08:00:00 GMT")).toBe(0);
    expect(await pause(new Date(Date.now() + 3_600_000).toUTCString())).toBeGreaterThan(3000);
  });

  test("repeats no key, and nothing that a terminal would obey", async () => {
    const { result } = await sendToLaravel(
      () => new Response(`the key ${apiKey}\u001b[2J\r\nis wrong`, { status: 401 }),
    );
    expect(result.detail).toBe("the key [key] [2J is wrong");
  });

  test("without end is read only at its beginning", async () => {
    let sent = 0;
    const body = () =>
      new ReadableStream({
        pull(controller) {
          sent++;
          controller.enqueue(new TextEncoder().encode("x".repeat(1000)));
        },
      });
    const { result } = await sendToLaravel(() => new Response(body(), { status: 500 }));
    expect(result).toMatchObject({ kind: "answered", status: 500, detail: "x".repeat(4096) });
    expect(sent).toBeLessThan(10_000);
  });
});

describe("the status line is the answer", () => {
  const ok = "HTTP/1.1 200 OK\r\n";
  const short = { timeoutSeconds: 0.3 };

  test.each(["close", "reset"] as const)(
    "when the connection ends in the middle of the body: %s",
    async (end) => {
      const result = await sendToRaw([`${ok}content-length: 1000\r\n\r\n`, '{"mess'], end);
      expect(result).toEqual({ kind: "answered", status: 200, detail: '{"mess', retryAfterSeconds: null });
    },
  );

  test.each(["close", "reset"] as const)("when it ends in the middle of the head: %s", async (end) => {
    expect(statusOf(await sendToRaw([`${ok}content-ty`], end))).toBe(200);
    expect(statusOf(await sendToRaw(["HTTP/1.", "1 20", "1 Created\r\n"], end))).toBe(201);
    expect(statusOf(await sendToRaw(["HTTP/1.1 500 Oh no\r\nx: "], end))).toBe(500);
  });

  test("when the rest of the head or of the body never comes", async () => {
    expect(statusOf(await sendToRaw([`${ok}content-ty`], "wait", short))).toBe(200);
    expect(statusOf(await sendToRaw([`${ok}content-length: 9\r\n\r\n12`], "wait", short))).toBe(200);
  });

  test("also over https", async () => {
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    cleanUp(() => void delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]);
    using server = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      tls: certificate,
      socket: { data: (socket) => void socket.end(`${ok}content-ty`) },
    });
    expect(statusOf(await sendTo(`https://localhost:${server.port}`))).toBe(200);
  });
});

describe("there is no answer", () => {
  test("when nobody listens", async () => {
    expect(await sendTo("http://127.0.0.1:1")).toEqual({
      kind: "unanswered",
      detail: "the connection failed (ECONNREFUSED)",
    });
  });

  test("when the connection ends before it", async () => {
    for (const chunks of [[], ["HTTP/1.1 2"]]) {
      const result = await sendToRaw(chunks, "close");
      expect(result).toEqual({ kind: "unanswered", detail: "the connection failed (ECONNRESET)" });
    }
  });

  test("when it takes too long", async () => {
    const result = await sendToRaw([], "wait", { timeoutSeconds: 0.2 });
    expect(result).toEqual({ kind: "unanswered", detail: "no answer within 0.2 s" });
  });

  test("when what comes is no HTTP", async () => {
    const result = await sendToRaw(["SSH-2.0-OpenSSH_9.2\r\n"], "close");
    expect(result).toMatchObject({
      kind: "unanswered",
      detail: expect.stringMatching(/^the answer is no HTTP \(HPE_/),
    });
  });

  test("when the key cannot stand in a header; it is not repeated", async () => {
    const { result } = await sendToLaravel(() => new Response(), "", { apiKey: "c0ffee\n" });
    expect(result.kind).toBe("unanswered");
    expect(result.detail).not.toContain("c0ffee");
  });
});

test.each(["", "laravel.example.org", "ftp://laravel.example.org", "http://"])(
  "a base that is no address is refused: %p",
  async (base) => {
    expect((await failureOf(() => resultAddress(base))).code).toBe("CONFIG_INVALID");
    expect(await sendTo(base)).toMatchObject({ kind: "unanswered" });
  },
);
