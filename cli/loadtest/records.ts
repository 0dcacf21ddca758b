import { csvCell } from "../output/csv.ts";
import type { Entry, Ledger } from "./ledger.ts";

/** Members of a record, in their order. Times are milliseconds, but for `due_s`: seconds from the first report that was due. */
const names = [
  "report_id",
  "job_id",
  "picture",
  "due_s",
  "answer",
  "accepted_ms",
  "waited_ms",
  "read_ms",
  "delivered_ms",
  "whole_ms",
  "verdict",
  "failure",
  "deliveries",
  "lost",
  "undelivered",
] as const;
type LoadRecord = Readonly<Record<(typeof names)[number], string | number | boolean | null>>;

/** One record for each report that was sent: as JSON lines, or, in a file whose name ends in `.csv`, as CSV. */
export function recordsText({ all }: Pick<Ledger, "all">, file: string): string {
  const first = Math.min(...all.map(({ dueAt }) => dueAt));
  const records = all.map((entry) => recordOf(entry, first));
  if (!file.toLowerCase().endsWith(".csv"))
    return records.map((record) => `${JSON.stringify(record)}\n`).join("");
  const rows = records.map((record) => names.map((name) => csvCell(String(record[name] ?? ""))));
  return [names, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function recordOf(entry: Entry, first: number): LoadRecord {
  const { acceptedAt, deliveredAt, dueAt, spans } = entry;
  const after = (at: number | null): number | null => (at === null ? null : rounded(at - dueAt));
  return {
    report_id: entry.reportId,
    job_id: entry.jobId,
    picture: entry.picture.name,
    due_s: rounded((dueAt - first) / 1000),
    answer: entry.answer,
    accepted_ms: after(acceptedAt),
    waited_ms: spans?.waited ?? null,
    read_ms: spans?.read ?? null,
    delivered_ms: spans?.delivered ?? null,
    whole_ms: after(deliveredAt),
    verdict: entry.verdict,
    failure: entry.failure,
    deliveries: entry.deliveries,
    lost: entry.isLost,
    undelivered: entry.isUndelivered,
  };
}

function rounded(value: number): number {
  return Math.round(1000 * value) / 1000;
}
