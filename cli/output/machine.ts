import { fieldNames } from "../../src/reading/extract/fields.ts";
import type { Outcome, Output } from "./outcome.ts";
import { toRecord } from "./record.ts";

type Write = (text: string) => void;

/** One JSON object per line. */
export function jsonOutput(write: Write, raw: boolean): Output {
  return { write: (outcome) => write(`${JSON.stringify(toRecord(outcome, raw))}\n`) };
}

const columns = [
  "source",
  "status",
  "steps",
  "candidate_steps",
  "confidence",
  "app",
  "page",
  "locale",
  "theme",
  "goal",
  ...fieldNames,
  "reasons",
  "signals",
  "error_code",
  "error",
] as const;

/** RFC 4180, with a header row. Cells that a spreadsheet would run as a formula get a leading apostrophe. */
export function csvOutput(write: Write): Output {
  write(`${columns.join(",")}\r\n`);
  return {
    write(outcome) {
      const values = cells(outcome);
      write(`${columns.map((column) => csvCell(values[column] ?? "")).join(",")}\r\n`);
    },
  };
}

function cells(outcome: Outcome): Partial<Record<(typeof columns)[number], string>> {
  const record = toRecord(outcome, false);
  if (!record.ok) {
    return {
      source: record.source,
      status: "failed",
      error_code: record.error.code,
      error: record.error.message,
    };
  }
  const { extracted_data: data } = record;
  return {
    source: record.source,
    status: record.status,
    steps: String(record.steps ?? ""),
    candidate_steps: String(record.candidate_steps ?? ""),
    confidence: String(record.confidence),
    app: record.app ?? "",
    page: record.page ?? "",
    locale: record.locale ?? "",
    theme: record.theme,
    goal: String(record.goal ?? ""),
    ...Object.fromEntries(fieldNames.map((name) => [name, data[name] ?? ""])),
    reasons: record.reasons.join("; "),
    signals: record.signals.map(({ reason }) => reason).join("; "),
  };
}

/** A value as a cell of CSV (RFC 4180), which no spreadsheet takes for a formula. */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
