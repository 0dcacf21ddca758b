import { describe, expect, test } from "bun:test";
import { deflateSync } from "node:zlib";
import type { z } from "zod";
import { png } from "../../scripts/rig/bombs.ts";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import type { deliverySchema } from "../../src/webhook/schema.ts";
import { rawReceiver } from "../support/raw-receiver.ts";
import { quickService, service } from "../support/service.ts";

const soon = { JOB_RETRY_SECONDS: "1,1", DOWNLOAD_TIMEOUT_SECONDS: "1" };

/** What the receiver is told of a picture at this address. */
async function told(running: RunningService, s3_url: string): Promise<Record<string, unknown>> {
  await running.submit({ report_id: 1, s3_url });
  await until("the result is delivered", () => running.laravel.booked.length === 1);
  return running.laravel.booked[0]?.body ?? {};
}

/** A report that failed, as its receiver hears of it. */
const failedWith = (code: string) => ({
  report_id: 1,
  status: "failed",
  extracted_data: {},
  error: { code },
});

describe("a picture's server", () => {
  test("that stalls is asked again, and the report hears of it when it goes on stalling", async () => {
    const running = await quickService(soon).start();
    running.pictures.answer("stalls.png", () => new Promise<Response>(() => {}));
    expect(await told(running, running.pictures.url("stalls.png"))).toMatchObject(
      failedWith("DOWNLOAD_TIMEOUT"),
    );
    expect(running.pictures.asked).toHaveLength(3);
  });

  test("that ends before the length that it announced is asked again", async () => {
    const running = await quickService(soon).start();
    const server = rawReceiver("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n8958 steps");
    expect(await told(running, `${server.url}/short.png`)).toMatchObject(failedWith("DOWNLOAD_FAILED"));
    expect(server.requests).toHaveLength(3);
  });

  test("that announces, or sends, more than may be loaded is not listened to for long", async () => {
    const running = await quickService({ ...soon, DOWNLOAD_MAX_MB: "1" }).start();
    const server = rawReceiver("HTTP/1.1 200 OK\r\ncontent-length: 5000000000\r\n\r\n8958 steps");
    expect(await told(running, `${server.url}/long.png`)).toMatchObject(failedWith("DOWNLOAD_TOO_LARGE"));
    running.pictures.answer("endless.png", () => new Response(endless()));
    await running.submit({ report_id: 2, s3_url: running.pictures.url("endless.png") });
    await until("the second one is delivered", () => running.laravel.booked.length === 2);
    expect(running.laravel.booked[1]?.body).toMatchObject({ error: { code: "DOWNLOAD_TOO_LARGE" } });
  });

  test("that does not have it is not asked again", async () => {
    const running = await quickService(soon).start();
    expect(await told(running, running.pictures.url("gone.png"))).toMatchObject(
      failedWith("DOWNLOAD_STATUS"),
    );
    expect(running.pictures.asked).toEqual(["gone.png"]);
  });

  test("that is busy is asked again, and the picture is read", async () => {
    const running = await quickService(soon).start();
    let asked = 0;
    running.pictures.answer("busy.png", () =>
      ++asked < 3 ? new Response(null, { status: 503 }) : new Response("8958 steps"),
    );
    expect(await told(running, running.pictures.url("busy.png"))).toMatchObject({
      status: "verified",
      extracted_data: { steps: 8958 },
    });
  });

  test("of a private network is not asked at all, unless that is allowed", async () => {
    const running = await quickService({ ...soon, ALLOWED_PRIVATE_NETWORKS: "" }).start();
    const url = running.pictures.serveSteps("a.png", 8958);
    expect(await told(running, url)).toMatchObject(failedWith("URL_FORBIDDEN"));
    expect(running.pictures.asked).toEqual([]);
  });
});

describe("what is no screenshot", () => {
  test("fails with what is wrong with it, and the next picture is read all the same", async () => {
    // Real workers: it is they who look.
    const running = await service({ ...soon, REVIEW_SIGNALS: "none" }).start();
    const { pictures, laravel } = running;
    pictures.serve("bomb.png", png(30_000, 30_000, deflateSync(new Uint8Array(1e6))));
    pictures.serve("text.png", new TextEncoder().encode("This is no picture."));
    pictures.serve("empty.png", new Uint8Array());
    pictures.answer(
      "page.png",
      () => new Response("<h1>Log in</h1>", { headers: { "content-type": "text/html" } }),
    );
    const names = ["bomb.png", "text.png", "empty.png", "page.png", "steps.png"];
    for (const [report_id, name] of names.entries())
      await running.submit({ report_id, s3_url: pictures.url(name) });
    await until("all are delivered", () => laravel.booked.length === names.length);
    const outcomes = names.map((_, report_id) => {
      const call = laravel.booked.find(({ body }) => body["report_id"] === report_id);
      const { error, extracted_data } = (call?.body ?? {}) as Partial<z.infer<typeof deliverySchema>>;
      return error?.code ?? extracted_data?.steps;
    });
    expect(outcomes).toEqual([
      "IMAGE_TOO_LARGE",
      "IMAGE_NOT_AN_IMAGE",
      "IMAGE_EMPTY",
      "IMAGE_NOT_AN_IMAGE",
      8958,
    ]);
    expect(running.logged("attempt failed")).toEqual([]);
  });
});

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await Bun.sleep(1);
      controller.enqueue(new Uint8Array(100_000));
    },
  });
}
