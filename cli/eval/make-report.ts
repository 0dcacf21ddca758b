import type { Evaluation, Result } from "../../src/eval/document.ts";
import { bytesOf, inLanes, nameOf } from "../../src/eval/evaluate.ts";
import { perturbations } from "../../src/eval/perturb.ts";
import type { PictureSet } from "../../src/eval/set.ts";
import { doubtfulOf, keyOf, missesOf } from "../../src/eval/summary.ts";
import { thumbnail } from "../../src/eval/thumbnail.ts";
import type { ReadOptions } from "../../src/reading/options.ts";
import type { WorkerPool } from "../../src/workers/pool.ts";
import type { Io } from "../common/io.ts";
import { createProgress } from "../output/progress.ts";
import { reportPage, type Shots } from "./page.ts";

/** Pictures on a page; browsers get slow beyond that. Those that matter most come first. */
const mostShots = 400;

/**
 * Makes the page about an evaluation. What it shows is read a second time, with an overlay, so that drawing
 * takes nothing from the times that were measured.
 */
export async function makeReport(
  evaluation: Evaluation,
  set: PictureSet,
  pool: WorkerPool,
  asked: ReadOptions,
  io: Io,
): Promise<string> {
  const { accepted, others } = missesOf(evaluation.results);
  const shown = [...accepted, ...others, ...doubtfulOf(evaluation.results)].slice(0, mostShots);
  const progress = createProgress(io.stderr, shown.length);
  let done = 0;
  progress.show(0);
  const entries = await inLanes(shown, pool.size + 1, async (result) => {
    const shots = await shotsOf(result, set, pool, asked);
    progress.show(++done);
    return [keyOf(result), shots] as const;
  });
  progress.hide();
  return reportPage(evaluation, new Map(entries));
}

async function shotsOf(
  result: Result,
  set: PictureSet,
  pool: WorkerPool,
  asked: ReadOptions,
): Promise<Shots> {
  const picture = set.pictures.find(({ name }) => name === result.picture);
  const perturbation = perturbations.find(({ name }) => name === result.perturbation) ?? null;
  if (picture === undefined) return { picture: null, overlay: null };
  const name = nameOf(picture, perturbation);
  try {
    const bytes = await bytesOf(picture, perturbation);
    const small = await thumbnail(bytes, name);
    // What could not be read once may hang again.
    if (result.status === "failed") return { picture: small, overlay: null };
    const { overlay } = await pool.read(name, bytes, { overlay: true, options: asked });
    return { picture: small, overlay: overlay === null ? null : await thumbnail(overlay, name) };
  } catch {
    // Why it cannot be shown is why it could not be read, which the page says.
    return { picture: null, overlay: null };
  }
}
