import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { fixture } from "../../scripts/common/fixtures.ts";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { addDays } from "../../src/reading/extract/calendar.ts";
import { receiptAt } from "../../src/reading/options.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { because, sentenceOf } from "../../src/reading/reasons.ts";
import type { Signal } from "../../src/reading/signals/signal.ts";
import { quickService, service } from "../support/service.ts";

/** What Laravel gets of a report, of which it books `extracted_data.steps`. */
interface Delivered {
  readonly status: string;
  readonly extracted_data: { readonly steps?: number };
  readonly candidate_steps?: number;
  readonly reasons: readonly string[];
  readonly reason_codes: readonly string[];
  readonly copies?: readonly object[];
}

/** Sends a report with a picture, and gives back its delivery. */
async function delivered(running: RunningService, report: Record<string, unknown>): Promise<Delivered> {
  const before = running.laravel.booked.length;
  await running.submit(report);
  await until("it is delivered", () => running.laravel.booked.length > before);
  return running.laravel.booked.at(-1)?.body as unknown as Delivered;
}

/** Serves a picture of 8,958 steps whose reading has these members, and gives back its address. */
function picture(running: RunningService, name: string, members: Partial<Reading> = {}): string {
  running.pictures.serve(name, new TextEncoder().encode(`8958 steps ${JSON.stringify(members)} ${name}`));
  return running.pictures.url(name);
}

function dated(date: string): Pick<Reading, "values"> {
  return {
    values: { date, distanceKm: null, durationS: null, caloriesKcal: null, goal: null, clock: null },
  };
}

const today = (): string => receiptAt(new Date(), "Asia/Jakarta").day;

function expectBooked({ status, extracted_data }: Delivered): void {
  expect({ status, steps: extracted_data.steps }).toEqual({ status: "verified", steps: 8958 });
}

/** It goes to a human, as any doubtful reading does, with the signal first among its reasons. */
function expectHeld({ status, extracted_data, candidate_steps, reasons }: Delivered, why: RegExp): void {
  expect({ status, steps: extracted_data.steps, candidate_steps }).toEqual({
    status: "needs_review",
    steps: undefined,
    candidate_steps: 8958,
  });
  expect(reasons[0]).toMatch(why);
}

test("a picture that came for another user goes to a human, and is counted as what it is", async () => {
  const running = await quickService().start();
  const s3_url = picture(running, "a.png");
  expectBooked(await delivered(running, { report_id: 1, user_id: 7, s3_url }));
  const copy = await delivered(running, { report_id: 2, user_id: 8, s3_url });
  expectHeld(
    copy,
    /^the signal 'copy' sends it to a human: the same file came for user 7 on .*\(report 1\)$/,
  );
  // It is not told twice.
  expect(copy.reasons.filter((reason) => reason.includes("the same file"))).toHaveLength(1);
  const { sum } = await running.get("/api/v1/totals?days=1");
  expect(sum).toMatchObject({ processed: 2, verified: 1, needs_review: 1 });
  expect(running.logged("picture read").map(({ status }) => status)).toEqual(["verified", "needs_review"]);
  const [job] = (await running.get("/admin/jobs?report_id=2"))["jobs"] as [{ result: Delivered }];
  expect(job.result.status).toBe("needs_review");
});

test("a picture is booked for one report of a user, and for that one however often it is sent", async () => {
  const running = await quickService().start();
  const s3_url = picture(running, "a.png");
  expectBooked(await delivered(running, { report_id: 1, s3_url }));
  expectBooked(await delivered(running, { report_id: 1, s3_url }));
  expectBooked(await delivered(running, { report_id: "1", s3_url }));
  expectHeld(await delivered(running, { report_id: 2, s3_url }), /signal 'copy'.*user 7/);
});

test("a copy of another environment's picture is none", async () => {
  const running = await quickService().start();
  const s3_url = picture(running, "a.png");
  expectBooked(await delivered(running, { report_id: 1, user_id: 7, s3_url, environment: "staging" }));
  expectBooked(await delivered(running, { report_id: 2, user_id: 8, s3_url, environment: "production" }));
});

test("a copy of a picture that a human was asked about goes to one, too: he may have booked that", async () => {
  const running = await quickService().start();
  const image = (sha256: string): Reading["image"] => ({
    format: "png",
    width: 1080,
    height: 2340,
    dpi: null,
    turned: 0,
    bytes: 1,
    sha256: sha256.repeat(64),
    perceptualHash: "f0f0f0f0f0f0f0f0.00000000000000aa.00000000000000bb",
  });
  const doubtful = { status: "needs_review", steps: null, candidateSteps: 8958, image: image("a") } as const;
  const first = await delivered(running, { report_id: 1, s3_url: picture(running, "a.png", doubtful) });
  expect(first.status).toBe("needs_review");
  const s3_url = picture(running, "b.png", { image: image("b") });
  expectHeld(await delivered(running, { report_id: 2, user_id: 8, s3_url }), /the same screenshot came/);
});

test("a screen of another day goes to a human, that of today or yesterday is booked", async () => {
  const running = await quickService().start();
  const of = (days: number) => picture(running, `${days}.png`, dated(addDays(today(), days)));
  expectBooked(await delivered(running, { report_id: 1, s3_url: of(0) }));
  expectBooked(await delivered(running, { report_id: 2, s3_url: of(-1) }));
  const old = await delivered(running, { report_id: 3, s3_url: of(-90) });
  expectHeld(old, /^the signal 'date' sends it to a human: the screen is of \d{4}-\d\d-\d\d, the picture/);
  expect(old.reasons.filter((reason) => reason.includes("the screen is of"))).toHaveLength(1);
  expectHeld(await delivered(running, { report_id: 4, s3_url: of(2) }), /signal 'date'/);
});

test("how many days a date may lie before its report is a setting", async () => {
  const running = await quickService({ REVIEW_DATE_DAYS: "3" }).start();
  const of = (days: number) => picture(running, `${days}.png`, dated(addDays(today(), days)));
  expectBooked(await delivered(running, { report_id: 1, s3_url: of(-3) }));
  expectHeld(await delivered(running, { report_id: 2, s3_url: of(-5) }), /signal 'date'/);
});

const signals: readonly (readonly [string, Signal])[] = [
  ["clock", because("clock_ahead", { clock: "21.40", received: "10:15" })],
  ["digits", because("uneven_digits", { number: "8,958", digits: ["8"] })],
  ["bars", because("status_bar", { clocks: ["25.10"] })],
  ["date", because("impossible_date", { text: "Fri, 23 Nov", day: "2025-11-23", weekday: "Sunday" })],
];

test("each signal holds what it speaks against where the setting names it", async () => {
  const running = await quickService({ REVIEW_SIGNALS: "clock,digits,bars,date" }).start();
  for (const [index, [name, signal]] of signals.entries()) {
    const s3_url = picture(running, `${name}.png`, { signals: [signal] });
    const { reasons, reason_codes, status } = await delivered(running, { report_id: index, s3_url });
    expect({ status, reasons, reason_codes }).toEqual({
      status: "needs_review",
      reasons: [`the signal '${name}' sends it to a human: ${sentenceOf(signal)}`],
      reason_codes: [`held_${name}`],
    });
  }
  const s3_url = picture(running, "a.png");
  expectBooked(await delivered(running, { report_id: 10, user_id: 7, s3_url }));
  expectBooked(await delivered(running, { report_id: 11, user_id: 8, s3_url }));
});

test("none holds anything where the setting says none, and all are told all the same", async () => {
  const running = await quickService({ REVIEW_SIGNALS: "none" }).start();
  const s3_url = picture(running, "a.png", {
    ...dated("2020-02-14"),
    signals: signals.map(([, signal]) => signal),
  });
  expectBooked(await delivered(running, { report_id: 1, user_id: 7, s3_url }));
  const copy = await delivered(running, { report_id: 2, user_id: 8, s3_url });
  expectBooked(copy);
  expect(copy.reasons.at(-1)).toContain("the same file came for user 7");
  expect(copy.reason_codes.at(-1)).toBe("copy_of_report");
  const received_on = today();
  expect(copy.copies).toEqual([{ same: "file", user_id: 7, report_id: 1, received_on }]);
});

test("a picture that was read before is judged by when it came now", async () => {
  const running = await quickService({ REVIEW_SIGNALS: "clock" }).start();
  const values = { ...dated(today()).values, clock: "00:00" };
  const s3_url = picture(running, "a.png", {
    values,
    signals: [because("clock_ahead", { clock: "23:59", received: "10:15" })],
  });
  expectHeld(await delivered(running, { report_id: 1, s3_url }), /signal 'clock'.*shows 23:59/);
  expectBooked(await delivered(running, { report_id: 2, s3_url }));
  expect(running.pictures.asked).toHaveLength(2);
});

test("the pictures of load tests are nobody's copies, and of no day", async () => {
  const running = await quickService().start();
  running.laravel.mood = () => Response.json({ success: true });
  const s3_url = picture(running, "a.png", dated("2020-02-14"));
  expectBooked(await delivered(running, { report_id: "loadtest-1", s3_url }));
  expectBooked(await delivered(running, { report_id: "loadtest-2", s3_url }));
});

test("real pictures are held: one of last year, and one that was recompressed for another user", async () => {
  const running = await service().start();
  const { pictures } = running;
  const bytes = (name: string) => readFileSync(fixture(`images/${name}.png`));
  pictures.serve("old.png", bytes("apple-steps-detail-week-en-light"));
  const old = await delivered(running, { report_id: 1, s3_url: pictures.url("old.png") });
  expect(old).toMatchObject({ status: "needs_review", candidate_steps: 9230 });
  expect(old.reasons[0]).toContain("the screen is of 2025-08-28");

  const original = bytes("huawei-home-rings-en-dark");
  pictures.serve("own.png", original);
  pictures.serve("copy.jpg", await sharp(original).resize(720).jpeg({ quality: 80 }).toBuffer());
  const own = await delivered(running, { report_id: 2, user_id: 7, s3_url: pictures.url("own.png") });
  expect(own).toMatchObject({ status: "verified", extracted_data: { steps: 9789 } });
  const copy = await delivered(running, { report_id: 3, user_id: 8, s3_url: pictures.url("copy.jpg") });
  expect(copy).toMatchObject({ status: "needs_review", candidate_steps: 9789 });
  expect(copy.reasons[0]).toContain("the same screenshot came for user 7");
});
