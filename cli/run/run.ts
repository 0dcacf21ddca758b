import { z } from "zod";
import { version } from "../../src/build-info.ts";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/environment.ts";
import { OcrEcoError, toFailure } from "../../src/errors.ts";
import { findPictures } from "../../src/images/find.ts";
import type { Source } from "../../src/images/source.ts";
import { languageFile } from "../../src/reading/engines/tesseract/languages.ts";
import { parseReceipt, type ReadOptions } from "../../src/reading/options.ts";
import type { WorkerPool } from "../../src/workers/pool.ts";
import type { Io } from "../common/io.ts";
import { createPool, type PoolOptions } from "../common/pool.ts";
import { createProgress } from "../output/progress.ts";
import { tell } from "../output/terminal.ts";
import { cardOutput } from "./card.ts";
import { copyFinder } from "./copies.ts";
import { hocrOutput } from "./hocr.ts";
import { csvOutput, jsonOutput } from "./machine.ts";
import type { Outcome, Output } from "./outcome.ts";
import { type OverlayFiles, overlayFiles } from "./overlay-files.ts";
import { recordSchema } from "./record.ts";
import { tableOutput } from "./table.ts";
import { textOutput, tsvOutput } from "./text.ts";

/** Options of `ocr-eco run`, as commander gives them. */
export interface RunOptions extends PoolOptions {
  readonly json?: true;
  readonly csv?: true;
  readonly text?: true;
  readonly tsv?: true;
  readonly hocr?: true;
  readonly raw?: true;
  readonly schema?: true;
  readonly overlay?: string;
  readonly lang?: string;
  readonly received?: string;
  readonly signals: boolean;
  readonly check?: true;
}

/** Exit statuses of `run`; wrong usage (2) never gets here. */
const exitCodes = { allRead: 0, someFailed: 1, someDoubtful: 3, someWithoutSteps: 4 } as const;

/** Prints the JSON Schema of one line of `run --json`. */
export function printSchema(io: Io): void {
  // Not "output", which forbids unknown members: records of later versions have more of them.
  io.stdout.write(`${JSON.stringify(z.toJSONSchema(recordSchema, { io: "input" }), null, 2)}\n`);
}

/**
 * Reads everything that was named, prints it in the order in which it was named, and returns the exit status.
 * What cannot be read is one sentence on standard error and never stops the rest.
 */
export async function run(what: readonly string[], options: RunOptions, io: Io): Promise<number> {
  const config = loadConfig();
  const languages = (options.lang ?? config.OCR_LANGUAGES).split("+");
  for (const language of languages) languageFile(language, config.TESSDATA_PREFIX ?? null);
  const limits = { timeoutSeconds: config.DOWNLOAD_TIMEOUT_SECONDS, mostMegabytes: config.DOWNLOAD_MAX_MB };
  const sources = what.flatMap((input) => findPictures(input, limits));
  const names = sources.map((source) => source.name);
  const overlays = options.overlay === undefined ? null : overlayFiles(options.overlay, names);
  const asked = readOptions(config, options);
  const pool = await createPool(config, options, languages, sources.length, io.worker);
  try {
    return await readAll(
      sources,
      pool,
      asked,
      overlays,
      outputFor(options, names, io),
      options.check === true,
      io,
    );
  } finally {
    await pool.close();
  }
}

function readOptions(config: Config, options: RunOptions): ReadOptions {
  const received = options.received === undefined ? null : parseReceipt(options.received, config.TIMEZONE);
  if (options.received !== undefined && received === null) {
    throw new OcrEcoError(
      "USAGE",
      `--received ${options.received} is no time. Write now, or a time as in 2026-11-24T10:15.`,
    );
  }
  return {
    received,
    signals: options.signals && config.CHEAT_SIGNALS,
    mostSteps: config.MAX_DAILY_STEPS,
    asDocument: (options.text ?? options.tsv ?? options.hocr) === true,
  };
}

async function readAll(
  sources: readonly Source[],
  pool: WorkerPool,
  options: ReadOptions,
  overlays: OverlayFiles | null,
  output: Output,
  check: boolean,
  io: Io,
): Promise<number> {
  const progress = createProgress(io.stderr, sources.length);
  const finished = new Map<number, Outcome>();
  const codes = new Set<number>();
  const withCopies = copyFinder();
  let [done, printed] = [0, 0];

  const finish = (index: number, outcome: Outcome): void => {
    finished.set(index, outcome);
    done++;
    progress.hide();
    for (let next = finished.get(printed); next !== undefined; next = finished.get(printed)) {
      finished.delete(printed++);
      codes.add(exitCodeOf(next));
      if (!next.ok) tell(io.stderr, `${next.failure.message} [${next.failure.code}]`);
      output.write(
        next.ok && options.signals ? { ...next, reading: withCopies(next.source, next.reading) } : next,
      );
    }
    progress.show(done);
  };

  progress.show(0);
  let upcoming = 0;
  const lane = async (): Promise<void> => {
    for (let index = upcoming++; index < sources.length; index = upcoming++) {
      const source = sources[index];
      if (source !== undefined) finish(index, await readOne(source, index, pool, options, overlays));
    }
  };
  // One more than there are workers, so that the next picture is loaded while all of them read.
  await Promise.all(Array.from({ length: pool.size + 1 }, lane));
  output.end?.();
  if (codes.has(exitCodes.someFailed)) return exitCodes.someFailed;
  if (!check) return exitCodes.allRead;
  return (
    [exitCodes.someDoubtful, exitCodes.someWithoutSteps].find((code) => codes.has(code)) ?? exitCodes.allRead
  );
}

async function readOne(
  source: Source,
  index: number,
  pool: WorkerPool,
  options: ReadOptions,
  overlays: OverlayFiles | null,
): Promise<Outcome> {
  try {
    const bytes = await source.load();
    const { reading, overlay } = await pool.read(source.name, bytes, { overlay: overlays !== null, options });
    const overlayFile = overlay === null || overlays === null ? null : overlays.write(index, overlay);
    return { ok: true, source: source.name, reading, overlayFile };
  } catch (error) {
    return { ok: false, source: source.name, failure: toFailure(error) };
  }
}

function exitCodeOf(outcome: Outcome): number {
  if (!outcome.ok) return exitCodes.someFailed;
  if (outcome.reading.status === "verified") return exitCodes.allRead;
  return outcome.reading.status === "needs_review" ? exitCodes.someDoubtful : exitCodes.someWithoutSteps;
}

function outputFor(options: RunOptions, names: readonly string[], io: Io): Output {
  const write = (text: string): void => void io.stdout.write(text);
  const raw = options.raw === true;
  if (options.json === true) return jsonOutput(write, raw);
  if (options.csv === true) return csvOutput(write);
  if (options.text === true) return textOutput(write);
  if (options.tsv === true) return tsvOutput(write);
  if (options.hocr === true) return hocrOutput(write, version);
  return names.length === 1 || raw ? cardOutput(io.stdout, raw) : tableOutput(io.stdout, names);
}
