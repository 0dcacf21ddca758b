import { describe, expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { apiKey, quickService } from "../support/service.ts";

describe("a report that is sent again", () => {
  test("while its picture is read is told of the newest picture only, and once", async () => {
    const running = await quickService().start();
    const { pictures, laravel } = running;
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    pictures.answer("old.png", async () => {
      await held;
      return new Response("1111 steps in the old picture");
    });
    const first = await running.submit({ report_id: 1, s3_url: pictures.url("old.png") });
    await until("the old one is loaded", () => pictures.asked.length === 1);
    // So that the report waits while the old picture is still read.
    await running.post("/admin/pause", {});
    const second = await running.submit({
      report_id: "1",
      user_id: 8,
      s3_url: pictures.serveSteps("new.png", 2222),
    });
    expect(second.body).toMatchObject({
      job_id: first.body["job_id"],
      message: "Laporan Anda telah diterima dan sedang dalam antrean verifikasi.",
    });
    letGo();
    await until("the old one is done with", () => {
      const words = "picture read, but its report has another one by now";
      return running.logged(words).length === 1;
    });
    await running.post("/admin/resume", {});
    await running.settled();
    expect(laravel.calls.map(({ body }) => body)).toMatchObject([
      { report_id: "1", user_id: 8, extracted_data: { steps: 2222 }, img_url: pictures.url("new.png") },
    ]);
  });

  test("after its result is a new job with a result of its own", async () => {
    const running = await quickService().start();
    const s3_url = running.pictures.serveSteps("a.png", 5000);
    const first = await running.submit({ report_id: 1, s3_url });
    await running.settled();
    const second = await running.submit({ report_id: 1, s3_url });
    await running.settled();
    expect(second.body["message"]).toBe(
      "Laporan Anda telah diterima dan dimasukkan ke dalam antrean verifikasi.",
    );
    const jobIds = running.laravel.booked.map(({ body }) => body["job_id"]);
    expect(jobIds).toEqual([first.body["job_id"], second.body["job_id"]]);
    expect(new Set(running.laravel.calls.map(({ webhookId }) => webhookId)).size).toBe(2);
  });
});

test("reports of production are begun before those of staging that came first", async () => {
  const running = await quickService().start();
  const { pictures } = running;
  await running.post("/admin/pause", {});
  for (let report_id = 1; report_id <= 12; report_id++)
    await running.submit({
      report_id,
      environment: report_id <= 6 ? "staging" : "production",
      s3_url: pictures.serveSteps(`slow-${report_id}.png`, 5000),
    });
  await running.post("/admin/resume", {});
  await running.settled();
  const begun = async (environment: string): Promise<string[]> => {
    const { jobs } = await running.get(`/admin/jobs?environment=${environment}`);
    return (jobs as { started_at: string }[]).map((job) => job.started_at).sort();
  };
  const [production, staging] = [await begun("production"), await begun("staging")];
  expect([production.length, staging.length]).toEqual([6, 6]);
  expect(String(production.at(-1)) <= String(staging[0])).toBe(true);
});

describe("the log", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr";
  const signature = "X-Amz-Signature=5d41402abc4b2a76b9719d911017c592";

  test("names the job and the report in every line about one, and no key and no presigned query anywhere", async () => {
    const running = quickService({
      LOG_LEVEL: "trace",
      JOB_RETRY_SECONDS: "0",
      WEBHOOK_RETRY_SECONDS: "0,0",
      WEBHOOK_SECRET: secret,
    });
    const { laravel, pictures } = running;
    // Says what it was sent as PHP writes it, with all headers.
    laravel.mood = ({ body, key }) => {
      if (Number(body["report_id"]) === 1) return null;
      const php = JSON.stringify({ given: body, key }).replaceAll("/", "\\/");
      return new Response(php, { status: Number(body["report_id"]) % 2 === 0 ? 422 : 500 });
    };
    await running.start();
    pictures.answer("busy.png", () => new Response(null, { status: 503 }));
    const names = ["a.png", "gone.png", "busy.png", "kill.png", "never.png", "b.png"];
    for (const name of ["a.png", "b.png", "kill.png"]) pictures.serveSteps(name, 5000);
    for (const [index, name] of names.entries())
      await running.submit({ report_id: index + 1, s3_url: `${pictures.url(name)}?${signature}` });
    await running.submit({ report_id: 9, s3_url: `http://10.0.0.1/a.png?${signature}` });
    await running.settled();
    const shown = JSON.stringify(await running.deliveries("failed"));
    expect(shown).toContain("gone.png");
    expect(shown).not.toContain("X-Amz-Signature");
    await running.post("/api/v1/ocr-ecosteps/dev", { img_url: `${pictures.url("gone.png")}?${signature}` });
    await running.post("/api/v1/ocr-ecosteps", `{"s3_url": "${signature}`);
    running.signal("SIGTERM");
    await running.ended();

    const said = running.log + running.errors;
    for (const hidden of [apiKey, laravel.key, secret, secret.slice(6), "X-Amz-Signature", "5d41402abc"])
      expect(said).not.toContain(hidden);
    const about = [
      "picture read",
      "attempt failed",
      "job failed",
      "delivered",
      "delivery failed",
      "delivery failed for good",
    ];
    for (const message of about) {
      const lines = running.logged(message);
      expect(lines.length, message).toBeGreaterThan(0);
      for (const line of lines)
        expect(line).toMatchObject({ job_id: expect.any(String), report_id: expect.any(Number) });
    }
    for (const line of running.lines())
      if ("webhook_id" in line || /\b(job|picture read|deliver(y|ed))\b/.test(String(line["msg"])))
        expect(line).toMatchObject({ job_id: expect.any(String), report_id: expect.any(Number) });
  });
});
