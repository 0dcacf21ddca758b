import { join } from "node:path";
import { z } from "zod";
import { version } from "../../src/build-info.ts";
import { loadConfig } from "../../src/config/environment.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { checkBaseline, compare, loadBaseline } from "../../src/eval/compare.ts";
import { checkCondition, parseCondition } from "../../src/eval/conditions.ts";
import { type Evaluation, evaluationSchema } from "../../src/eval/document.ts";
import { evaluate } from "../../src/eval/evaluate.ts";
import { type Perturbation, perturbations } from "../../src/eval/perturb.ts";
import { loadSet, type PictureSet, scopesOf } from "../../src/eval/set.ts";
import { summarise } from "../../src/eval/summary.ts";
import { languageFile } from "../../src/reading/engines/tesseract/languages.ts";
import type { ReadOptions } from "../../src/reading/options.ts";
import type { WorkerPool } from "../../src/workers/pool.ts";
import type { Io } from "../common/io.ts";
import { outputFile } from "../common/output-file.ts";
import { createPool, type PoolOptions } from "../common/pool.ts";
import { createProgress } from "../output/progress.ts";
import { tell } from "../output/terminal.ts";
import { makeReport } from "./make-report.ts";
import { printEvaluation } from "./terminal.ts";

/** Options of `ocr-eco eval`, as commander gives them. */
export interface EvalOptions extends PoolOptions {
  readonly json?: true;
  readonly save?: string;
  readonly report?: string;
  readonly baseline?: string;
  readonly failIf?: readonly string[];
  readonly perturb?: true | string;
  readonly schema?: true;
}

/** Exit statuses of `eval`; wrong usage (2) never gets here. */
const exitCodes = { allRead: 0, someFailed: 1, conditionMet: 3 } as const;

/** Prints the JSON Schema of the document that `eval --json` prints. */
export function printSchema(io: Io): void {
  // Not "output", which forbids unknown members: documents of later versions have more of them.
  io.stdout.write(`${JSON.stringify(z.toJSONSchema(evaluationSchema, { io: "input" }), null, 2)}\n`);
}

/**
 * Reads a folder of labelled pictures, prints how well, and returns the exit status. Everything that can be
 * wrong with what was asked for is said before the first picture is read.
 */
export async function evaluateFolder(folder: string, options: EvalOptions, io: Io): Promise<number> {
  const config = loadConfig();
  const languages = config.OCR_LANGUAGES.split("+");
  for (const language of languages) languageFile(language, config.TESSDATA_PREFIX ?? null);
  const chosen = choosePerturbations(options.perturb);
  const names = chosen.map(({ name }) => name);
  const set = loadSet(folder);
  const scopes = scopesOf(set);
  const conditions = (options.failIf ?? []).map((text) => parseCondition(text, names, scopes));
  const inputs = [
    ...["labels.json", "labels.csv"].map((file) => join(folder, file)),
    ...set.pictures.map(({ source }) => source.name),
  ];
  const baseline = options.baseline === undefined ? null : loadBaseline(options.baseline);
  if (baseline !== null) {
    checkBaseline(
      baseline,
      options.baseline ?? "",
      set.pictures.map(({ name }) => name),
    );
  }
  const save = options.save === undefined ? null : outputFile(options.save, "The evaluation", inputs);
  const report = options.report === undefined ? null : outputFile(options.report, "The report", inputs);
  if (report !== null && options.save === options.report) {
    throw new OcrEcoError("USAGE", "--save and --report name the same file. Give each its own.");
  }
  for (const warning of set.warnings) tell(io.stderr, warning);

  const pool = await createPool(config, options, languages, set.pictures.length, io.worker);
  try {
    const started = performance.now();
    // As run reads them when nothing is known of when they came in.
    const asked = { received: null, signals: config.CHEAT_SIGNALS, mostSteps: config.MAX_DAILY_STEPS };
    const results = await readAll(set, chosen, pool, asked, io);
    const measured = summarise(results, (performance.now() - started) / 1000, {
      version,
      folder,
      engine: options.engine ?? config.OCR_ENGINE,
      workers: pool.size,
      perturbations: names,
      warnings: [...set.warnings],
    });
    const evaluation: Evaluation = {
      ...measured,
      ...(conditions.length === 0
        ? {}
        : { conditions: conditions.map((condition) => checkCondition(condition, measured)) }),
      ...(baseline === null ? {} : { comparison: compare(baseline, options.baseline ?? "", results) }),
    };
    save?.write(asJson(evaluation));
    report?.write(await makeReport(evaluation, set, pool, asked, io));
    if (options.json === true) io.stdout.write(asJson(evaluation));
    else printEvaluation(io.stdout, evaluation);
    return exitCodeOf(evaluation);
  } finally {
    await pool.close();
  }
}

/** `true` is all of them. Throws `USAGE` for a name that there is not. */
function choosePerturbations(wanted: EvalOptions["perturb"]): readonly Perturbation[] {
  if (wanted === undefined) return [];
  if (wanted === true) return perturbations;
  const names = wanted.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !perturbations.some((each) => each.name === name));
  if (unknown !== undefined) {
    throw new OcrEcoError(
      "USAGE",
      `There is no perturbation '${unknown}': name some of ${perturbations.map(({ name }) => name).join(", ")}.`,
    );
  }
  return perturbations.filter(({ name }) => names.includes(name));
}

async function readAll(
  set: PictureSet,
  chosen: readonly Perturbation[],
  pool: WorkerPool,
  asked: ReadOptions,
  io: Io,
): Promise<Evaluation["results"]> {
  const progress = createProgress(io.stderr, set.pictures.length * (1 + chosen.length));
  let done = 0;
  progress.show(0);
  const results = await evaluate(set.pictures, {
    read: async (name, bytes) => (await pool.read(name, bytes, { options: asked })).reading,
    // One more than there are workers, so that the next picture is made ready while all of them read.
    lanes: pool.size + 1,
    perturbations: chosen,
    onResult: ({ error }) => {
      progress.hide();
      if (error !== undefined) tell(io.stderr, `${error.message} [${error.code}]`);
      progress.show(++done);
    },
  });
  progress.hide();
  return results;
}

function asJson(evaluation: Evaluation): string {
  return `${JSON.stringify(evaluation, null, 1)}\n`;
}

/** A condition that is met tells more than a picture that could not be read, which is counted in the figures. */
function exitCodeOf({ conditions = [], results }: Evaluation): number {
  if (conditions.some(({ met }) => met)) return exitCodes.conditionMet;
  return results.some(({ status }) => status === "failed") ? exitCodes.someFailed : exitCodes.allRead;
}
