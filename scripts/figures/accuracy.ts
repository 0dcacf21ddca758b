import type { Result } from "../../src/eval/document.ts";
import { evaluate } from "../../src/eval/evaluate.ts";
import type { Perturbation } from "../../src/eval/perturb.ts";
import type { PictureSet } from "../../src/eval/set.ts";
import { measuredPool } from "../common/pool.ts";
import { progressOf } from "../common/progress.ts";

const workers = 2;

/**
 * Reads a set as it came, then with each perturbation, on two cores. `what` is what progress on standard error
 * calls it. What cannot be read is a result like any other: it is not exact.
 */
export async function measureAccuracy(
  what: string,
  { pictures }: PictureSet,
  perturbations: readonly Perturbation[],
): Promise<Result[]> {
  const pool = measuredPool("auto", workers);
  const progress = progressOf(what, pictures.length * (1 + perturbations.length));
  try {
    return await evaluate(pictures, {
      read: async (name, bytes) => (await pool.read(name, bytes)).reading,
      lanes: workers + 1,
      perturbations,
      onResult: progress,
    });
  } finally {
    await pool.close();
  }
}
