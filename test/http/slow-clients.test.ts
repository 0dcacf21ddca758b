import { expect, test } from "bun:test";
import { connect } from "node:net";
import { until } from "../../scripts/rig/processes.ts";
import { SlowClients } from "../../scripts/rig/slow-clients.ts";
import { Listener } from "../../src/http/listener.ts";
import { cleanUp } from "../support/clean-up.ts";
import { apiKey, quickService } from "../support/service.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

test("five hundred slow clients keep nobody from being answered, and are cut off", async () => {
  const running = await quickService().start();
  const slow = new SlowClients(running.url, apiKey, 500);
  cleanUp(() => slow.close());
  const each = Math.floor(500 / 3);
  let reports = 0;
  await until(
    "those with slow headers and bodies are cut off",
    async () => {
      expect((await running.submit({ report_id: ++reports })).status).toBe(202);
      return slow.cut("headers") >= each && slow.cut("body") >= each;
    },
    60_000,
  );
  expect(reports).toBeGreaterThan(10);
});

test("a body that is late is told so, and its connection ended", async () => {
  const running = await quickService().start();
  const socket = connect(Number(new URL(running.url).port), "127.0.0.1");
  cleanUp(() => void socket.destroy());
  const ended = Promise.withResolvers<string>();
  let received = "";
  socket.on("data", (bytes) => {
    received += bytes;
  });
  socket.on("close", () => ended.resolve(received));
  socket.write(
    `POST /api/v1/ocr-ecosteps HTTP/1.1\r\nHost: service.test\r\nx-api-key: ${apiKey}\r\nContent-Length: 9\r\n\r\n{"`,
  );
  const answer = await ended.promise;
  expect(answer).toStartWith("HTTP/1.1 408 ");
  expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
});

test("who does not read its answer is cut off", async () => {
  const given = Promise.withResolvers<void>();
  const handler = () =>
    Promise.resolve(
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
          cancel: () => given.resolve(),
        }),
      ),
    );
  const listener = Listener.open({ hostname: "127.0.0.1", port: 0, handler, log: silent, idleSeconds: 1 });
  cleanUp(() => listener.hangUp());
  const socket = connect(Number(new URL(listener.address).port), "127.0.0.1");
  cleanUp(() => void socket.destroy());
  socket.pause();
  socket.write("GET / HTTP/1.1\r\nHost: service.test\r\n\r\n");
  await given.promise;
});
