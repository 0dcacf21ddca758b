import { z } from "zod";
import { failureCodes } from "../../src/errors.ts";
import { appClasses } from "../../src/reading/apps/profile.ts";
import { printedFields, rawText } from "../../src/reading/as-printed.ts";
import { fieldNames, screenFieldNames } from "../../src/reading/extract/fields.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { reasonCodes, sentenceOf, sentencesOf, signalCodes } from "../../src/reading/reasons.ts";
import { scopeKinds } from "../../src/reading/scope/scope.ts";
import { statuses } from "../../src/reading/verdict.ts";
import type { Outcome } from "./outcome.ts";

/** Goes up by one when a member changes its meaning or goes away; new members do not count. */
const schemaName = "ocr-eco.reading.v1";

const box = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .describe("Pixels of the upright picture; x, y is the top left corner");
const confidence = z.number().min(0).max(1);
const text = z.object({ text: z.string(), box });

const reading = z.object({
  schema: z.literal(schemaName),
  source: z.string().describe("The path or address as it was given"),
  ok: z.literal(true),
  status: z.enum(statuses).describe("verified: can be booked; needs_review: a human must look"),
  steps: z.number().int().nullable().describe("The step count, only when it is verified"),
  candidate_steps: z.number().int().nullable().describe("The step count when it is doubtful"),
  confidence: confidence.describe("How likely the number is the day's step count"),
  reasons: z.array(z.string()).describe("For people. What speaks against the number comes first"),
  reason_codes: z.array(z.enum(reasonCodes)).describe("The same as stable names, in the same order"),
  signals: z
    .array(z.object({ code: z.enum(signalCodes), reason: z.string() }))
    .describe("What may show that the picture was edited or is an old one; never changes the status"),
  scope: z
    .object({ kind: z.enum(scopeKinds), text: z.string().nullable() })
    .nullable()
    .describe("What the number is the count of, and the text that says so; only a day is ever verified"),
  app: z.string().nullable(),
  app_class: z.enum(appClasses),
  page: z.string().nullable(),
  locale: z.enum(["en", "id"]).nullable(),
  theme: z.enum(["light", "dark"]),
  goal: z.number().int().nullable(),
  extracted_data: z
    .object({ steps: z.number().int().optional(), ...optionalTexts() })
    .describe("As the Laravel application gets it: steps only when verified, the rest as printed"),
  evidence: z
    .object({ text: z.string(), box, ties: z.array(text) })
    .nullable()
    .describe("The chosen number and the lines that make it the step count"),
  fields: z
    .partialRecord(z.enum(screenFieldNames), text.extend({ confidence }))
    .describe("The same fields and the status bar's clock, with their places"),
  values: z
    .object({
      date: z
        .string()
        .nullable()
        .describe("ISO 8601; --11-23 where the year is neither printed nor known from --received"),
      distance_km: z.number().nullable(),
      duration_s: z.number().int().nullable(),
      calories_kcal: z.number().int().nullable(),
      goal: z.number().int().nullable().describe("Steps"),
      clock: z.string().nullable().describe("The status bar's clock, HH:MM as printed"),
    })
    .describe("The same fields in units"),
  raw_ocr: z.string().describe("All lines in reading order, joined by spaces"),
  lines: z.array(text.extend({ confidence })).optional().describe("All lines, with --raw"),
  image: z.object({
    format: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    dpi: z.number().int().nullable().describe("Dots an inch, where the file says so"),
    turned: z
      .union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)])
      .describe("Degrees clockwise that the picture was turned to stand upright"),
    bytes: z.number().int(),
    sha256: z.string(),
    perceptual_hash: z
      .string()
      .describe("64-bit hashes of the count and of other numbers, the same for scaled and cut copies"),
  }),
  engines: z.array(z.string()),
  warnings: z.array(z.string()),
  overlay: z.string().optional().describe("The file that --overlay wrote"),
  processing_time_ms: z.number().int(),
});

const failure = z.object({
  schema: z.literal(schemaName),
  source: z.string(),
  ok: z.literal(false),
  error: z.object({ code: z.enum(failureCodes), message: z.string() }),
});

/** One line of `run --json`: a reading, or why there is none. */
export const recordSchema = z.discriminatedUnion("ok", [reading, failure]);
export type ReadingRecord = z.infer<typeof recordSchema>;
type Reported = z.infer<typeof reading>;

function optionalTexts(): { [name in (typeof fieldNames)[number]]: z.ZodOptional<z.ZodString> } {
  return Object.fromEntries(fieldNames.map((name) => [name, z.string().optional()])) as ReturnType<
    typeof optionalTexts
  >;
}

/** Brings an outcome into the published form. `raw` adds all lines. */
export function toRecord(outcome: Outcome, raw: boolean): ReadingRecord {
  if (!outcome.ok) return { schema: schemaName, source: outcome.source, ok: false, error: outcome.failure };
  const { reading: read, source, overlayFile } = outcome;
  return {
    schema: schemaName,
    source,
    ok: true,
    status: read.status,
    steps: read.steps,
    candidate_steps: read.candidateSteps,
    confidence: read.confidence,
    reasons: sentencesOf(read.reasons),
    reason_codes: read.reasons.map(({ code }) => code),
    signals: read.signals.map((signal) => ({ code: signal.code, reason: sentenceOf(signal) })),
    scope: read.scope,
    app: read.app,
    app_class: read.appClass,
    page: read.page,
    locale: read.locale,
    theme: read.theme,
    goal: read.values.goal,
    extracted_data: { ...(read.steps === null ? {} : { steps: read.steps }), ...printedFields(read) },
    evidence: read.evidence === null ? null : evidenceOf(read.evidence),
    fields: { ...read.fields },
    values: {
      date: read.values.date,
      distance_km: read.values.distanceKm,
      duration_s: read.values.durationS,
      calories_kcal: read.values.caloriesKcal,
      goal: read.values.goal,
      clock: read.values.clock,
    },
    raw_ocr: rawText(read),
    ...(raw
      ? {
          lines: read.lines.map(({ text: words, box: place, confidence: sure }) => ({
            text: words,
            box: place,
            confidence: sure,
          })),
        }
      : {}),
    image: imageFacts(read.image),
    engines: [...read.engines],
    warnings: [...read.warnings],
    ...(overlayFile === null ? {} : { overlay: overlayFile }),
    processing_time_ms: read.milliseconds,
  };
}

function imageFacts({ perceptualHash, ...facts }: Reading["image"]): Reported["image"] {
  return { ...facts, perceptual_hash: perceptualHash };
}

function evidenceOf({ text, box, ties }: NonNullable<Reading["evidence"]>): Reported["evidence"] {
  return { text, box, ties: [...ties] };
}
