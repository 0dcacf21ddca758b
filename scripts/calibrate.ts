/**
 * Fits the curve of `src/reading/calibration.ts`: how often numbers are right for what the odds of the verdict
 * promise. Takes documents that `ocr-eco eval … --perturb --save` wrote, prints what the confidences were worth and
 * the knots of a new curve.
 *
 *   ocr-eco eval ../shared/screenshots --perturb --save real.json
 *   bun scripts/draw/main.ts --out drawn --count 240 --seed 21
 *   ocr-eco eval drawn --perturb jpeg20,width360,blur --save drawn.json
 *   bun scripts/calibrate.ts real.json drawn.json
 */
import { readFileSync } from "node:fs";
import { evaluationSchema } from "../src/eval/document.ts";
import { promisedAt } from "../src/reading/calibration.ts";
import { fitMonotone, type Judged } from "./calibrate/fit.ts";

const files = Bun.argv.slice(2);
if (files.length === 0) {
  console.error("Name the documents that `ocr-eco eval … --save` wrote.");
  process.exit(2);
}
const judged = files.flatMap((file): Judged[] =>
  evaluationSchema
    .parse(JSON.parse(readFileSync(file, "utf8")))
    .results.filter((result) => result.read !== null)
    .map(({ confidence, right, negative }) => ({
      // A number on a picture without a step count is wrong, accepted or not.
      right: right && !negative,
      promised: promisedAt(confidence),
      confidence,
    })),
);

const edges = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.001];
console.log(`${judged.length} numbers from ${files.length} evaluations`);
console.table(
  edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1] ?? 1;
    const inside = judged.filter(({ confidence }) => confidence >= from && confidence < to);
    if (inside.length === 0) return [];
    const mean = inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
    const right = inside.filter((each) => each.right).length;
    return [
      {
        confidence: `${from}–${Math.min(1, to)}`,
        numbers: inside.length,
        "mean confidence": mean.toFixed(4),
        right,
        "share right": (right / inside.length).toFixed(4),
      },
    ];
  }),
);
console.log("const knots: readonly Knot[] = [");
for (const [promised, right] of fitMonotone(judged))
  console.log(`  [${promised.toFixed(4)}, ${right.toFixed(4)}],`);
console.log("];");
