import type { z } from "zod";
import { type LoadtestDocument, loadtestSchemaName } from "../../cli/loadtest/document.ts";
import type { Ledger } from "../../cli/loadtest/ledger.ts";
import { spanOf } from "../../cli/loadtest/spans.ts";
import type { readDeliverySchema } from "../../src/webhook/schema.ts";

interface Changes {
  readonly reports?: Partial<LoadtestDocument["reports"]>;
  /** Times in milliseconds. */
  readonly accepted?: readonly number[];
  readonly whole?: readonly number[];
  readonly more?: Partial<LoadtestDocument>;
}

/** What a load test may find out, with something changed. */
export function loadtestWith({
  reports,
  accepted = [2, 3, 5],
  whole = [900, 1100],
  more,
}: Changes = {}): LoadtestDocument {
  return {
    schema: loadtestSchemaName,
    version: "0.1.0",
    service: {
      url: "http://127.0.0.1:8000",
      version: "0.1.0",
      instance_env: "staging",
      workers: 2,
      own: false,
    },
    started_at: "2026-11-24T03:15:00.000Z",
    ended: "complete",
    way: "delivered",
    notes: [],
    load: { connections: 50, reports: 1000, seconds: null, per_second: null, stages: null, warm_up: 5 },
    pictures: { from: "drawn", count: 8, unique: true },
    seconds: { sending: 2, all: 400 },
    throughput: { accepted_per_second: 450, results_per_minute: 120, latest_ms: 0 },
    reports: {
      sent: 900,
      accepted: 900,
      refused: 0,
      unanswered: 0,
      given_up: 0,
      errors: 0,
      results: 900,
      verified: 890,
      unsure: 10,
      failed: 0,
      wrong: 0,
      duplicate: 0,
      of_others: 0,
      undelivered: 0,
      lost: 0,
      ...reports,
    },
    spans: { accepted: spanOf(accepted), waited: null, read: null, delivered: null, whole: spanOf(whole) },
    answers: [{ answer: "202", count: 900 }],
    errors: [],
    peaks: { waiting: 880, server_bytes: 101e6, workers_bytes: 600e6 },
    samples: [],
    limit: null,
    conditions: [],
    ...more,
  };
}

const picture = { name: "a.png", bytes: new Uint8Array(), label: null };
const pictureUrl = "http://127.0.0.1:9/pictures/1/0";

/** A report that was sent, and the delivery of what is on its picture, which shows no step count. */
export function sentReport(ledger: Ledger, number: number) {
  const entry = ledger.add(number, pictureUrl, picture, 0);
  const delivery: z.infer<typeof readDeliverySchema> = {
    report_id: entry.reportId,
    user_id: "loadtest-run",
    img_url: pictureUrl,
    job_id: "a-job",
    raw_ocr: "",
    app_class: "Other",
    processing_time_ms: 1,
    reasons: [],
    reason_codes: [],
    status: "no_steps",
    extracted_data: {},
  };
  return { entry, delivery };
}
