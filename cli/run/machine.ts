import { fieldNames } from "../../src/reading/extract/fields.ts";
import { csvCell } from "../output/csv.ts";
import type { Outcome, Output } from "./outcome.ts";
import { toRecord } from "./record.ts";

type Write = (text: string) => void;

/** One JSON object per line. */
export function jsonOutput(write: Write, raw: boolean): Output {
  return { write: (outcome) => write(`${JSON.stringify(toRecord(outcome, raw))}\n`) };
}

/** Fields that are also given in units, in a column of its own behind the printed one. */
const inUnits = {
  date: "date_iso",
  distance: "distance_km",
  duration: "duration_s",
  total_calories: "calories_kcal",
} as const;

const columns = [
  "source",
  "status",
  "steps",
  "candidate_steps",
  "confidence",
  "scope",
  "app",
  "page",
  "locale",
  "theme",
  "goal",
  ...fieldNames.flatMap((name) => (isInUnits(name) ? ([name, inUnits[name]] as const) : ([name] as const))),
  "clock",
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
  const { extracted_data: data, values } = record;
  return {
    source: record.source,
    status: record.status,
    steps: String(record.steps ?? ""),
    candidate_steps: String(record.candidate_steps ?? ""),
    confidence: String(record.confidence),
    scope: record.scope?.kind ?? "",
    app: record.app ?? "",
    page: record.page ?? "",
    locale: record.locale ?? "",
    theme: record.theme,
    goal: String(record.goal ?? ""),
    ...Object.fromEntries(fieldNames.map((name) => [name, data[name] ?? ""])),
    date_iso: values.date ?? "",
    distance_km: String(values.distance_km ?? ""),
    duration_s: String(values.duration_s ?? ""),
    calories_kcal: String(values.calories_kcal ?? ""),
    clock: values.clock ?? "",
    reasons: record.reasons.join("; "),
    signals: record.signals.map(({ reason }) => reason).join("; "),
  };
}

function isInUnits(name: string): name is keyof typeof inUnits {
  return name in inUnits;
}
