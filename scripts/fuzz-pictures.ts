/**
 * Has damaged pictures of every format read by real workers. Each must get a reading or a code, never a wrong number
 * that is called sure, and cost its own worker at most. A test does the same for less.
 *
 *   bun scripts/fuzz-pictures.ts [--pictures 5000] [--seed <seed>]
 */
import { parseArgs } from "node:util";
import { measuredPool } from "./common/pool.ts";
import { fuzzPictures } from "./rig/fuzz-pictures.ts";

const { values: options } = parseArgs({
  options: {
    pictures: { type: "string", default: "5000" },
    seed: { type: "string", default: crypto.randomUUID().slice(0, 8) },
  },
});
const { seed } = options;
console.log(`seed ${seed}: ${options.pictures} pictures`);
const pool = measuredPool("auto", 2);
const began = performance.now();
try {
  const { pictures, read, codes, wrong } = await fuzzPictures(pool, {
    count: Number(options.pictures),
    seed,
  });
  console.log(`${pictures} pictures in ${Math.round((performance.now() - began) / 1000)} s: ${read} read`);
  console.table(codes);
  for (const what of wrong) console.log(`WRONG: ${what}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await pool.close();
}
