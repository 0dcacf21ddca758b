/**
 * Runs each PP-OCR model as it is and as it is simplified on the same noise, and prints how far the results are
 * apart. A process of its own, because ONNX Runtime has to be started with its telemetry switched off.
 */
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { random } from "../../scripts/common/random.ts";
import { assetPath } from "../../src/native/assets.ts";
import { readGraph } from "../../src/reading/engines/onnx/graph.ts";
import { simplify } from "../../src/reading/engines/onnx/simplify.ts";

const models = [
  { asset: "paddle/det.onnx", dims: [1, 3, 96, 64] },
  { asset: "paddle/rec.onnx", dims: [1, 3, 48, 96] },
] as const;

async function run(bytes: Uint8Array, input: Tensor): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const result = await session.run({ [session.inputNames[0] ?? ""]: input });
  return result[session.outputNames[0] ?? ""]?.data as Float32Array;
}

const noise = random("models");
const rows = [];
for (const { asset, dims } of models) {
  const original = readFileSync(assetPath(asset));
  const simple = simplify(original);
  const data = Float32Array.from({ length: dims.reduce((product: number, dim) => product * dim, 1) }, () =>
    noise.between(-1, 1),
  );
  const input = new Tensor("float32", data, dims);
  const [before, after] = [await run(original, input), await run(simple, input)];
  rows.push({
    asset,
    values: before.length,
    furthest: before.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (after[index] ?? Number.NaN))),
      0,
    ),
    operatorsBefore: readGraph(original).nodes.filter((node) => node.operator !== "Constant").length,
    operatorsAfter: readGraph(simple).nodes.filter((node) => node.operator !== "Constant").length,
  });
}
console.log(JSON.stringify(rows));
