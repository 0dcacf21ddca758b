import { readFileSync } from "node:fs";
import { processorSecondsOf } from "../../cli/plan/processes.ts";
import type { Result } from "../../src/eval/document.ts";
import { evaluate } from "../../src/eval/evaluate.ts";
import type { LabelledPicture, PictureSet } from "../../src/eval/set.ts";
import { quantile, tally } from "../../src/eval/tally.ts";
import type { EngineChoice } from "../../src/reading/engines/choose.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { measuredPool } from "../common/pool.ts";

/** What one engine made of a set. Times in milliseconds for each picture, memory in MB (10⁶ bytes). */
export interface EngineFigures {
  readonly engine: string;
  readonly pictures: number;
  readonly exact: number;
  readonly accepted: number;
  readonly wrong: number;
  readonly appRight: number;
  readonly negatives: number;
  readonly negativesAccepted: number;
  /** Wall-clock time from bytes to reading, once warm. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Processor time of the worker for each picture, all its threads together. */
  readonly cpuMs: number;
  /** Highest resident memory of the worker. */
  readonly peakMb: number;
}

/** Reads the whole set with one worker process, after one picture that is not counted in the times. */
export async function measureEngine(
  set: PictureSet,
  engine: EngineChoice["engine"],
): Promise<{ figures: EngineFigures; results: Result[] }> {
  const pool = measuredPool(engine, 1);
  const read = async (name: string, bytes: Uint8Array): Promise<Reading> =>
    (await pool.read(name, bytes)).reading;
  const measure = (pictures: readonly LabelledPicture[]): Promise<Result[]> =>
    evaluate(pictures, { read, lanes: 1, perturbations: [], onResult() {} });
  const labelled = set.pictures.filter(({ label }) => label !== null);
  try {
    const [first] = labelled;
    if (first === undefined) throw new Error("The set holds no labelled pictures.");
    await pool.read(first.name, await first.source.load());
    const [pid = 0] = pool.processIds;
    const before = processorSecondsOf([pid]);
    const results = await measure(labelled);
    const cpuMs = Math.round((1000 * (processorSecondsOf([pid]) - before)) / labelled.length);
    results.push(...(await measure(set.pictures.filter(({ label }) => label === null))));
    const failed = results.find(({ error }) => error !== undefined)?.error;
    if (failed !== undefined) throw new Error(failed.message);
    const figures = tally(results);
    const times = results.flatMap(({ negative, milliseconds }) => (negative ? [] : (milliseconds ?? [])));
    return {
      results,
      figures: {
        engine,
        pictures: figures.pictures,
        exact: figures.exact,
        accepted: figures.accepted,
        wrong: figures.wrong_accepted - figures.negatives_accepted,
        appRight: figures.app_right,
        negatives: figures.negatives,
        negativesAccepted: figures.negatives_accepted,
        medianMs: quantile(times, 0.5) ?? Number.NaN,
        p95Ms: quantile(times, 0.95) ?? Number.NaN,
        cpuMs,
        peakMb: peakMegabytes(pid),
      },
    };
  } finally {
    await pool.close();
  }
}

function peakMegabytes(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round((Number(kilobytes) * 1024) / 1e6);
}
