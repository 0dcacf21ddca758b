import type { AssetName } from "../../../native/assets.ts";
import { endInBestClass } from "./best-class.ts";
import { endsInBestClass, type ModelName } from "./device.ts";
import { simplify } from "./simplify.ts";

/**
 * A model as it is run: with fewer operators, and no more output than somebody looks at. The executable carries its models
 * so: rewriting them takes 150 ms of a start.
 */
export function rewritten(name: ModelName, bytes: Uint8Array): Uint8Array {
  const simple = simplify(bytes);
  return endsInBestClass(name) ? endInBestClass(simple) : simple;
}

export function isModel(name: AssetName): name is ModelName {
  return name.endsWith(".onnx");
}
