import { type Random, random } from "../../scripts/common/random.ts";

/**
 * Runs `property` with many streams of random numbers. The seed is new in every run, and a failure names it:
 * `TEST_SEED=<seed> bun test …` repeats exactly that run.
 */
export async function forManyRandoms(
  property: (random: Random) => void | Promise<void>,
  repeats = 500,
): Promise<void> {
  const seed = process.env["TEST_SEED"] ?? crypto.randomUUID().slice(0, 8);
  for (let repeat = 0; repeat < repeats; repeat++) {
    try {
      await property(random(`${seed}/${repeat}`));
    } catch (error) {
      throw new Error(`Failed with TEST_SEED=${seed}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
  }
}
