import { expect, test } from "bun:test";
import { freePort } from "../../scripts/rig/free-port.ts";
import { quickService } from "../support/service.ts";

const key = "metrics-key-0123456789";

test("the figures are on a port of their own for whoever reaches it, and on the service's no more", async () => {
  const port = freePort();
  const running = await quickService({ METRICS_PORT: String(port) }).start();
  const address = `http://127.0.0.1:${port}`;
  const figures = await fetch(`${address}/metrics`);
  expect(figures.status).toBe(200);
  expect(await figures.text()).toContain("ocr_eco_ready 1");
  expect((await running.fetch("/metrics")).status).toBe(404);
  expect((await fetch(`${address}/app-status`)).status).toBe(404);
  expect((await fetch(`${address}/metrics`, { method: "POST" })).status).toBe(405);
});

test("with a key for the figures they are for whoever shows it", async () => {
  const port = freePort();
  await quickService({ METRICS_PORT: String(port), METRICS_KEY: key }).start();
  const ask = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).status;
  expect(await ask({})).toBe(401);
  expect(await ask({ authorization: "Bearer another" })).toBe(403);
  expect(await ask({ authorization: `Bearer ${key}` })).toBe(200);
});

test("a port for the figures that is taken is named", async () => {
  const other = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  try {
    const service = quickService({ METRICS_PORT: String(other.port) });
    await expect(service.start()).rejects.toThrow("METRICS_PORT");
  } finally {
    await other.stop(true);
  }
});
