import { expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { service } from "../support/service.ts";

test("a report is taken in, read, and delivered once, with its ids exactly as they came", async () => {
  // The picture is of a day long gone.
  const running = await service({ REVIEW_SIGNALS: "none" }).start();
  const { status, body } = await running.submit({
    report_id: "0101",
    user_id: 145,
    environment: "Production",
  });
  expect(status).toBe(202);
  expect(body).toMatchObject({
    message: "Laporan Anda telah diterima dan dimasukkan ke dalam antrean verifikasi.",
    status: "waiting",
  });
  await until("it is delivered", () => running.laravel.booked.length === 1);
  expect(running.laravel.booked[0]?.body).toMatchObject({
    report_id: "0101",
    user_id: 145,
    img_url: running.pictures.url("steps.png"),
    extracted_data: { steps: 8958, distance: "6.02 km" },
    app_class: "Samsung Health",
    status: "verified",
    job_id: body["job_id"],
  });
  const job = await running.get(`/api/v1/ocr-ecosteps/${body["job_id"]}`);
  expect(job).toMatchObject({ state: "done", result: { status: "verified" }, deliveries: [{ attempts: 1 }] });
});
