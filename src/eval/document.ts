import { z } from "zod";
import { engineNames } from "../config/values.ts";
import { failureCodes } from "../errors.ts";
import { statuses } from "../reading/verdict.ts";
import { fieldKeys } from "./field-keys.ts";

/** Goes up by one when a member changes its meaning or goes away; new members do not count. */
export const evaluationSchemaName = "ocr-eco.evaluation.v1";

const whole = z.number().int().min(0);
const share = z.number().min(0).max(1);
const value = z.union([z.string(), z.number()]).nullable();

const field = z.object({
  expected: value.describe("What the label says"),
  read: value,
  outcome: z
    .enum(["right", "wrong", "missing", "extra"])
    .describe("missing: labelled and not read; extra: read although the label says that there is none"),
});
export type FieldResult = z.infer<typeof field>;

const result = z.object({
  picture: z.string().describe("Its name in the labels, or negatives/…"),
  perturbation: z.string().nullable().describe("What was done to the picture; null: it is as it came"),
  negative: z.boolean().describe("It shows no day's count of the phone's owner: nothing may be accepted"),
  group: z.string().optional().describe("Under which its label has it counted"),
  expected: whole.nullable().describe("The step count that the picture shows"),
  also_accept: z.array(whole).optional(),
  read: whole.nullable().describe("The step count that was read, accepted or doubtful"),
  status: z.enum([...statuses, "failed"]).describe("verified: accepted; failed: it could not be read"),
  right: z.boolean().describe("The number is right, or none was accepted where there is none"),
  confidence: share,
  reasons: z.array(z.string()),
  error: z.object({ code: z.enum(failureCodes), message: z.string() }).optional(),
  whole: z
    .boolean()
    .optional()
    .describe("Of a crop: whether the number is still on the picture; absent where nobody can tell"),
  milliseconds: whole.nullable().describe("From bytes to reading; null when it could not be read"),
  fields: z.partialRecord(z.enum(fieldKeys), field),
});
/** What became of one picture. */
export type Result = z.infer<typeof result>;

const figures = z.object({
  pictures: whole.describe("Labelled pictures; negatives are counted apart"),
  exact: whole.describe("The number that was read, accepted or doubtful, is right"),
  accepted: whole.describe("Verified"),
  doubtful: whole.describe("Needs review"),
  none: whole.describe("No number, unreadable pictures included"),
  failed: whole.describe("Could not be read"),
  wrong_accepted: whole.describe("Verified with another number, negatives included"),
  app_right: whole,
  negatives: whole,
  negatives_accepted: whole,
  scoped: whole
    .optional()
    .describe("Pictures whose label says what the number is the count of, negatives included"),
  scope_right: whole.optional().describe("Those of them whose scope was read as labelled"),
  coverage: share.nullable().describe("accepted / pictures"),
  precision: share.nullable().describe("1 - wrong_accepted / (accepted + negatives_accepted)"),
  whole: whole.optional().describe("Crops: pictures whose number is still whole"),
  exact_whole: whole.optional().describe("Crops: exact ones among those"),
  median_ms: whole.nullable(),
  p95_ms: whole.nullable(),
});
export type Figures = z.infer<typeof figures>;

const fieldFigures = z.object({
  labelled: whole,
  right: whole,
  wrong: whole,
  missing: whole,
  extra: whole.describe("Read where the label says that there is none"),
});
export type FieldFigures = z.infer<typeof fieldFigures>;

const threshold = z.object({
  confidence: share.describe("What would be accepted: every number with at least this confidence"),
  accepted: whole,
  wrong: whole,
  coverage: share.nullable(),
  precision: share.nullable(),
});
export type Threshold = z.infer<typeof threshold>;

const bin = z.object({
  from: share,
  to: share,
  numbers: whole.describe("Readings with a number whose confidence lies between both"),
  mean_confidence: share.nullable(),
  right: share.nullable().describe("Share of them that is right"),
});
export type CalibrationBin = z.infer<typeof bin>;

const condition = z.object({
  condition: z.string().describe("As --fail-if gave it"),
  value: z.number().nullable().describe("null where it is a share of nothing, which meets no condition"),
  met: z.boolean(),
});
export type ConditionResult = z.infer<typeof condition>;

const glance = result.pick({ read: true, status: true, right: true });
const change = z.object({
  picture: z.string(),
  perturbation: z.string().nullable(),
  change: z.enum(["better", "worse", "other"]).describe("other: another number, neither better nor worse"),
  expected: whole.nullable(),
  before: glance,
  now: glance,
});
export type Change = z.infer<typeof change>;

const counts = z.object({
  pictures: whole,
  exact: whole,
  accepted: whole,
  wrong_accepted: whole,
  negatives_accepted: whole,
});
export type Counts = z.infer<typeof counts>;

const comparison = z.object({
  baseline: z.string().describe("The file"),
  version: z.string(),
  engine: z.enum(engineNames),
  shared: whole.describe("Readings that both have; only these are compared"),
  added: whole.describe("Readings that the baseline does not have"),
  gone: whole.describe("Readings that only the baseline has"),
  before: counts,
  now: counts,
  changes: z.array(change),
});
export type Comparison = z.infer<typeof comparison>;

const groups = z.record(z.string(), figures);

/** The document of `eval --json`. */
export const evaluationSchema = z.object({
  schema: z.literal(evaluationSchemaName),
  version: z.string(),
  folder: z.string(),
  engine: z.enum(engineNames),
  workers: whole,
  seconds: z.number().describe("Wall-clock time of everything that was read"),
  pictures_per_second: z.number(),
  perturbations: z.array(z.string()),
  warnings: z.array(z.string()),
  overall: figures.describe("The pictures as they came"),
  all: figures.optional().describe("The same with all that was done to them, with --perturb"),
  groups: z
    .object({ app: groups, page: groups, locale: groups, theme: groups })
    .describe("The pictures as they came, by their labels"),
  by_perturbation: groups,
  by_scope: groups
    .optional()
    .describe("The pictures as they came, by what their labels say that the number is the count of"),
  by_group: groups.optional().describe("The pictures as they came, by the groups that their labels name"),
  fields: z.partialRecord(z.enum(fieldKeys), fieldFigures).describe("Of the pictures as they came"),
  thresholds: z.array(threshold).describe("Coverage against precision, pictures as they came"),
  calibration: z.array(bin).describe("Over everything that was read"),
  conditions: z.array(condition).optional().describe("With --fail-if"),
  comparison: comparison.optional().describe("With --baseline"),
  results: z.array(result),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/**
 * What a baseline must have. Later versions may measure more fields and fail in more ways, so it is less than
 * the whole document.
 */
export const baselineSchema = evaluationSchema.pick({ schema: true, version: true, engine: true }).extend({
  results: z.array(
    result.pick({
      picture: true,
      perturbation: true,
      negative: true,
      expected: true,
      read: true,
      status: true,
      right: true,
    }),
  ),
});
export type Baseline = z.infer<typeof baselineSchema>;
