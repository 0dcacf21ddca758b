import { unitOf } from "../reading/extract/vocabulary.ts";
import type { Reading } from "../reading/reading.ts";
import type { FieldResult } from "./document.ts";
import { type FieldKey, fieldKeys } from "./field-keys.ts";
import type { Label } from "./labels.ts";

type Value = string | number | null;

interface Comparison {
  readonly expected: (label: Label) => Value | undefined;
  readonly read: (reading: Reading) => Value | undefined;
  /** Brings a value into the form that is compared. */
  readonly plain?: (value: string | number) => string | number;
}

/** As printed, but for case, spaces and the decimal sign, which engines and phones set as they like. */
function loosely(value: string | number): string {
  return String(value).toLowerCase().replace(/\s/g, "").replaceAll(",", ".");
}

/** Of `27/110KCAL`, which is a value and its goal, the value: `27kcal`. */
function withoutGoal(value: string | number): string {
  return loosely(value).replace(/^(\d[\d.]*)\/\d[\d.]*/, "$1");
}

/** An amount without its goal, in its unit, however that is written: `23 kkal` and `23 kal` are the same energy. */
function amount(value: string | number): string {
  return String(withoutGoal(value)).replace(/[a-z]+$/, (word) => unitOf(word) ?? word);
}

/** `7.09` and `07:09` are the same time. */
function asClock(value: string | number): string {
  return String(value).replace(".", ":").padStart(5, "0");
}

const comparisons: Readonly<Record<FieldKey, Comparison>> = {
  app: { expected: (label) => label.app, read: (reading) => reading.app },
  page: { expected: (label) => label.page, read: (reading) => reading.page },
  locale: { expected: (label) => label.locale, read: (reading) => reading.locale },
  theme: { expected: (label) => label.theme, read: (reading) => reading.theme },
  date: {
    expected: (label) => label.date_text,
    read: (reading) => reading.fields.date?.text,
    plain: loosely,
  },
  date_iso: { expected: (label) => label.date, read: (reading) => reading.values.date },
  distance: {
    expected: (label) => label.distance_text,
    read: (reading) => reading.fields.distance?.text,
    plain: loosely,
  },
  distance_km: { expected: (label) => label.distance_km, read: (reading) => reading.values.distanceKm },
  calories: {
    expected: (label) => label.calories_text,
    read: (reading) => reading.fields.total_calories?.text,
    plain: amount,
  },
  active_time: {
    expected: (label) => label.active_time_text,
    read: (reading) => reading.fields.duration?.text,
    plain: amount,
  },
  heart_rate: {
    expected: (label) => label.heart_rate_text,
    read: (reading) => reading.fields.avg_heart_rate?.text,
    plain: loosely,
  },
  goal: { expected: (label) => label.goal, read: (reading) => reading.values.goal },
  clock: { expected: (label) => label.clock, read: (reading) => reading.values.clock, plain: asClock },
  scope: { expected: (label) => label.scope ?? undefined, read: (reading) => reading.scope?.kind },
};

/** Compares everything that the label speaks of. A picture that could not be read (`null`) lacks all of it. */
export function compareFields(label: Label, reading: Reading | null): Partial<Record<FieldKey, FieldResult>> {
  const results: Partial<Record<FieldKey, FieldResult>> = {};
  for (const key of fieldKeys) {
    const { expected: expect, read: look, plain = (value) => value } = comparisons[key];
    const expected = expect(label);
    if (expected === undefined) continue;
    const read = (reading === null ? null : look(reading)) ?? null;
    if (expected === null && read === null) continue;
    results[key] = { expected, read, outcome: outcomeOf(expected, read, plain) };
  }
  return results;
}

function outcomeOf(
  expected: Value,
  read: Value,
  plain: (value: string | number) => string | number,
): FieldResult["outcome"] {
  if (expected === null) return "extra";
  if (read === null) return "missing";
  return plain(expected) === plain(read) ? "right" : "wrong";
}
