import { readFileSync } from "node:fs";
import { OcrEcoError } from "../errors.ts";
import {
  type Baseline,
  baselineSchema,
  type Change,
  type Comparison,
  type Counts,
  evaluationSchemaName,
} from "./document.ts";
import { keyOf } from "./summary.ts";

type Compared = Baseline["results"][number];

/** Loads what `eval --json` or `--save` wrote earlier. Throws `FILE_…` and `BASELINE_INVALID`. */
export function loadBaseline(path: string): Baseline {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT")
      throw new OcrEcoError("FILE_NOT_FOUND", `The baseline ${path} does not exist. Check the path.`);
    throw new OcrEcoError("FILE_NOT_READABLE", `The baseline ${path} cannot be read (${code}).`, {
      cause: error,
    });
  }
  const document = parsed(content, path);
  const schema =
    typeof document === "object" && document !== null && "schema" in document ? document.schema : null;
  if (schema !== evaluationSchemaName) {
    const what =
      typeof schema === "string"
        ? `its schema is ${schema}, not ${evaluationSchemaName}`
        : "it names no schema";
    throw invalid(path, `is no baseline for this version: ${what}. Make one with "ocr-eco eval --save".`);
  }
  const result = baselineSchema.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(
    path,
    `is damaged: ${issue?.path.join(".")}: ${issue?.message}. Make it again with "ocr-eco eval --save".`,
  );
}

function parsed(content: string, path: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw invalid(path, `is no JSON (${error instanceof Error ? error.message : error}).`);
  }
}

/** What of `pictures` the baseline knows. Throws `BASELINE_INVALID` when it is none of it: it is about others. */
export function checkBaseline(baseline: Baseline, path: string, pictures: readonly string[]): void {
  const known = new Set(baseline.results.map(({ picture }) => picture));
  if (pictures.some((picture) => known.has(picture))) return;
  throw invalid(
    path,
    "is about other pictures: it has none of those in the folder. Name the baseline of this folder.",
  );
}

/** Says what changed since the baseline, of the readings that both have. `file` is what the baseline is called. */
export function compare(baseline: Baseline, file: string, results: readonly Compared[]): Comparison {
  const earlier = new Map(baseline.results.map((result) => [keyOf(result), result]));
  const pairs = results.flatMap((now) => {
    const before = earlier.get(keyOf(now));
    return before === undefined ? [] : [{ before, now }];
  });
  return {
    baseline: file,
    version: baseline.version,
    engine: baseline.engine,
    shared: pairs.length,
    added: results.length - pairs.length,
    gone: earlier.size - pairs.length,
    before: count(pairs.map(({ before }) => before)),
    now: count(pairs.map(({ now }) => now)),
    changes: pairs.flatMap(({ before, now }) => changeOf(before, now) ?? []),
  };
}

function changeOf(before: Compared, now: Compared): Change | null {
  const difference = rankOf(now) - rankOf(before);
  if (difference === 0 && before.read === now.read) return null;
  return {
    picture: now.picture,
    perturbation: now.perturbation,
    change: difference === 0 ? "other" : difference > 0 ? "better" : "worse",
    expected: now.expected,
    before: { read: before.read, status: before.status, right: before.right },
    now: { read: now.read, status: now.status, right: now.right },
  };
}

/** From worst to best: wrong and accepted, wrong, right but doubtful, right. */
function rankOf({ status, right }: Compared): number {
  const accepted = status === "verified";
  if (right) return accepted ? 3 : 2;
  return accepted ? 0 : 1;
}

function count(results: readonly Compared[]): Counts {
  const labelled = results.filter(({ negative }) => !negative);
  const accepted = results.filter(({ status }) => status === "verified");
  return {
    pictures: labelled.length,
    exact: labelled.filter(({ right }) => right).length,
    accepted: accepted.filter(({ negative }) => !negative).length,
    wrong_accepted: accepted.filter(({ right }) => !right).length,
    negatives_accepted: accepted.filter(({ negative }) => negative).length,
  };
}

function invalid(path: string, what: string): OcrEcoError {
  return new OcrEcoError("BASELINE_INVALID", `${path} ${what}`);
}
