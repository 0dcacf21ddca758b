import { z } from "zod";
import { OcrEcoError } from "../errors.ts";
import { scopeKinds } from "../reading/scope/scope.ts";
import { parseCsv } from "./csv.ts";

const text = z.string().nullish();
const count = z.int("expected a whole number or null").nonnegative();

/**
 * What a person read on a picture. `null` says that the picture does not show it, a missing member that nobody
 * looked: only the former is compared.
 */
const labelSchema = z.object({
  steps: count.nullable(),
  also_accept: z.array(count).nullish(),
  app: text,
  page: text,
  locale: text,
  theme: text,
  goal: count.nullish(),
  date_text: text,
  date: z
    .string()
    .regex(/^(\d{4}-|--)\d{2}-\d{2}$/, "expected a date as 2025-11-23, or --11-23 where no year is printed")
    .nullish(),
  clock: z
    .string()
    .regex(/^\d{1,2}[.:]\d{2}$/, "expected a time as 09:41")
    .nullish(),
  distance_text: text,
  distance_km: z.number().nonnegative().nullish(),
  calories_text: text,
  active_time_text: text,
  heart_rate_text: text,
  scope: z.enum(scopeKinds, `expected one of ${scopeKinds.join(", ")}`).nullish(),
  group: text,
});
export type Label = z.infer<typeof labelSchema>;

/** The folder of pictures whose number must not be booked; its name stands before theirs. */
export const NEGATIVES = "negatives/";

/** Whether a picture of this name is one whose number must not be booked. */
export function isNegative(name: string): boolean {
  return name.startsWith(NEGATIVES);
}

const numeric = new Set(["steps", "goal", "distance_km"]);

/**
 * The labels of a `labels.json`: file name → label; pictures of `negatives/` are named with it, and show no steps. `name`
 * is the file's own. Throws `LABELS_INVALID`.
 */
export function labelsFromJson(content: string, name: string): Map<string, Label> {
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new OcrEcoError("LABELS_INVALID", `${name} is no JSON (${detail}). Correct it.`, { cause: error });
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new OcrEcoError(
      "LABELS_INVALID",
      `${name} must hold one object with a label for each file name, as in {"a.png": {"steps": 1234}}.`,
    );
  }
  return checked(Object.entries(document), name);
}

/** The labels of a CSV whose header names the same members, `file` first. Empty cells say `null`. Throws `LABELS_INVALID`. */
export function labelsFromCsv(content: string, name: string): Map<string, Label> {
  const [header = [], ...rows] = parseCsv(content, name);
  const members = header.map((title) => title.trim());
  if (members[0] !== "file" || !members.includes("steps")) {
    throw new OcrEcoError(
      "LABELS_INVALID",
      `${name} must start with a header whose first column is file and which has a column steps.`,
    );
  }
  const entries = rows.map((row): [string, unknown] => [
    (row[0] ?? "").trim(),
    Object.fromEntries(members.slice(1).map((member, index) => [member, csvValue(member, row[index + 1])])),
  ]);
  const files = entries.map(([file]) => file);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) {
    throw new OcrEcoError("LABELS_INVALID", `${name} labels ${twice} twice. Remove one of the rows.`);
  }
  return checked(entries, name);
}

function csvValue(member: string, cell = ""): unknown {
  const value = cell.trim();
  if (value === "") return null;
  // What is no number stays text, so that the check names it.
  const asNumber = (word: string): unknown => (Number.isFinite(Number(word)) ? Number(word) : word);
  if (member === "also_accept") return value.split(/[\s;|]+/).map(asNumber);
  return numeric.has(member) ? asNumber(value) : value;
}

function checked(entries: readonly (readonly [string, unknown])[], name: string): Map<string, Label> {
  const labels = new Map<string, Label>();
  const wrong: string[] = [];
  for (const [file, value] of entries) {
    const result = labelSchema.safeParse(value);
    if (result.success && isNegative(file) && result.data.steps !== null)
      wrong.push(`${file}: steps is wrong (expected null, as for all of ${NEGATIVES})`);
    else if (result.success) labels.set(file, result.data);
    else wrong.push(`${file}: ${result.error.issues.map(sentence).join(", ")}`);
  }
  if (wrong.length === 0) return labels;
  const more = wrong.length === 1 ? "" : `, and ${wrong.length - 1} more labels are wrong`;
  throw new OcrEcoError("LABELS_INVALID", `${name} cannot be used: ${wrong[0]}${more}.`);
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  const what = message.replace(/^Invalid input: /, "");
  return path.length === 0 ? what : `${path.join(".")} is wrong (${what})`;
}
