import { describe, expect, test } from "bun:test";
import { Connection, Unanswered } from "../../../cli/loadtest/connection.ts";
import { requestsTo } from "../../../cli/loadtest/request.ts";
import { freePort } from "../../../scripts/rig/free-port.ts";
import { makeCertificate } from "../../../scripts/rig/make-certificate.ts";
import { certificate, certificateFiles } from "../../support/certificate.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { pretender } from "../../support/pretender.ts";

/** Writes what `answer` gives for each chunk that comes, in the pieces that it gives it in, and counts connections. */
function rawServer(answer: (received: string, connection: number) => readonly (string | "end")[]) {
  let connections = 0;
  const server = Bun.listen<{ number: number }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.data = { number: ++connections };
      },
      async data(socket, bytes) {
        for (const piece of answer(bytes.toString("latin1"), socket.data.number)) {
          if (piece === "end") socket.end();
          else socket.write(piece);
          socket.flush();
          // A piece of its own on the wire.
          await Bun.sleep(1);
        }
      },
    },
  });
  cleanUp(() => server.stop(true));
  return { url: `http://127.0.0.1:${server.port}`, connections: () => connections };
}

function connectionTo(url: string, patience = 10_000): Connection {
  const connection = new Connection({ url, certFile: null }, patience);
  cleanUp(() => connection.close());
  return connection;
}

const get = (url: string, path = "/a"): string => requestsTo({ url, certFile: null }, "a-key")("GET", path);
const plain = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Unanswered ? error.code : `not what was expected: ${error}`;
}

describe("a connection of the load test", () => {
  test("carries one request after the other, with the key and the body as they are", async () => {
    const seen: unknown[] = [];
    const url = pretender(async (request) => {
      const { pathname } = new URL(request.url);
      seen.push([request.method, pathname, request.headers.get("x-api-key"), await request.text()]);
      return Response.json({ number: seen.length }, { status: 202 });
    });
    const place = { url: `${url}/below`, certFile: null };
    const connection = connectionTo(place.url);
    const request = requestsTo(place, "a-key");
    expect(await connection.request(request("POST", "/x", '{"a":1}'))).toMatchObject({
      status: 202,
      text: '{"number":1}',
    });
    expect(await connection.request(request("GET", "/y"))).toMatchObject({
      status: 202,
      text: '{"number":2}',
    });
    expect(seen).toEqual([
      ["POST", "/below/x", "a-key", '{"a":1}'],
      ["GET", "/below/y", "a-key", ""],
    ]);
  });

  test.each([
    ["in pieces", ["HTTP/1.1 200 OK\r\nContent-", "Length: 5\r\n\r\nhe", "llo"]],
    [
      "in chunks",
      ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n", "2\r\nlo\r\n0\r\n\r\n"],
    ],
    ["without a length, to the end of the connection", ["HTTP/1.1 200 OK\r\n\r\nhel", "lo", "end"]],
  ])("understands an answer %s", async (_how, pieces) => {
    const { url } = rawServer(() => pieces);
    expect(await connectionTo(url).request(get(url))).toMatchObject({ status: 200, text: "hello" });
  });

  test("is made anew when the service closes it, and nothing is lost by that", async () => {
    const server = rawServer(() => [plain.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"), "end"]);
    const connection = connectionTo(server.url);
    for (let count = 0; count < 3; count++)
      expect((await connection.request(get(server.url))).text).toBe("hi");
    expect(server.connections()).toBe(3);
  });

  test("sends a request again that met a connection which was just being closed for its silence", async () => {
    let requests = 0;
    const server = rawServer((_received, number) => {
      requests++;
      return number === 1 && requests === 2 ? ["end"] : [plain];
    });
    const connection = connectionTo(server.url);
    await connection.request(get(server.url));
    expect((await connection.request(get(server.url))).text).toBe("hi");
    expect([server.connections(), requests]).toEqual([2, 3]);
  });

  test("says why there was no answer", async () => {
    const nobody = `http://127.0.0.1:${freePort()}`;
    expect(await codeOf(connectionTo(nobody).request(get(nobody)))).toBe("ECONNREFUSED");
    const silent = rawServer(() => []);
    expect(await codeOf(connectionTo(silent.url, 50).request(get(silent.url)))).toBe("time-out");
    const closing = rawServer(() => ["end"]);
    expect(await codeOf(connectionTo(closing.url).request(get(closing.url)))).toBe("connection closed");
    const half = rawServer(() => ["HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhi", "end"]);
    expect(await codeOf(connectionTo(half.url).request(get(half.url)))).toBe("connection closed");
    const babble = rawServer(() => ["220 smtp.example.org ready\r\n"]);
    expect(await codeOf(connectionTo(babble.url).request(get(babble.url)))).toBe("no HTTP");
  });

  test("goes on after a failure with a new connection", async () => {
    const server = rawServer((_received, number) => (number === 1 ? [] : [plain]));
    const connection = connectionTo(server.url, 50);
    expect(await codeOf(connection.request(get(server.url)))).toBe("time-out");
    expect((await connection.request(get(server.url))).text).toBe("hi");
  });

  test("speaks https with the service whose certificate it knows, and with no other", async () => {
    const { cert, key } = certificate;
    let asked = 0;
    const { certFile } = certificateFiles(certificate);
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      tls: { cert, key },
      fetch: () => {
        asked++;
        return new Response("hi");
      },
    });
    cleanUp(() => server.stop(true));
    const url = `https://127.0.0.1:${server.port}`;
    const known = new Connection({ url, certFile }, 5000);
    cleanUp(() => known.close());
    expect((await known.request(get(url))).text).toBe("hi");
    expect(await codeOf(connectionTo(url).request(get(url)))).toMatch(/CERT|SELF_SIGNED|VERIFY/);
    const other = certificateFiles(await makeCertificate());
    const mistaken = new Connection({ url, certFile: other.certFile }, 5000);
    cleanUp(() => mistaken.close());
    expect(await codeOf(mistaken.request(get(url)))).toMatch(/certificate|CERT|SELF_SIGNED/);
    expect(asked).toBe(1);
  });
});
