import { type GraphNode, integersOf, readGraph } from "./graph.ts";
import type { Shape } from "./model.ts";

/** What the names of the inputs begin with that say which columns are inside of the rows; behind it stands a stride. */
const prefix = "inside/";

/**
 * Has a model of convolutions give the same for rows that are filled up, as if they ended where they did before. Behind a row's
 * end a convolution sees zeros; but what the one before it made of zeros is none, so before each convolution that looks
 * sideways all columns behind the end are set to zero again. Which ones those are is a further input for each width that
 * the rows have on their way, see `insideOf`: 1 for a column inside, 0 for one behind.
 */
export function endRows(bytes: Uint8Array): Uint8Array {
  const graph = readGraph(bytes);
  /** By how much narrower each value is than the model's input. */
  const strides = new Map(graph.inputs.map((name) => [name, 1]));
  const ended = new Set(graph.inputs);
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const [from = ""] = node.inputs.filter((name) => strides.has(name));
    const stride = strides.get(from);
    if (stride !== undefined && node.operator === "Conv") {
      const [, across = 1] = integersOf(node, "kernel_shape");
      if (across > 1 && !graph.inputs.includes(from)) {
        const [inside, name] = [`${prefix}${stride}`, `${from}.ended`];
        if (!graph.inputs.includes(inside)) graph.inputs.push(inside);
        if (!ended.has(name))
          nodes.push({ operator: "Mul", inputs: [from, inside], outputs: [name], attributes: new Map() });
        ended.add(name);
        node.inputs = node.inputs.map((input) => (input === from ? name : input));
      }
    }
    const [, step = 1] = node.operator === "Conv" ? integersOf(node, "strides") : [];
    if (stride !== undefined) for (const name of node.outputs) strides.set(name, stride * step);
    nodes.push(node);
  }
  graph.nodes = nodes;
  return graph.write();
}

/**
 * One of the further inputs that `endRows` gives a model, by its name, for lines of one shape whose rows have so many columns
 * each; `null` for an input that is none.
 */
export function insideOf(
  name: string,
  shape: Shape,
  widths: readonly number[],
): { readonly numbers: Float32Array; readonly shape: Shape } | null {
  if (!name.startsWith(prefix)) return null;
  const stride = Number(name.slice(prefix.length));
  const columns = Math.ceil((shape.at(-1) ?? 0) / stride);
  const numbers = new Float32Array(widths.length * columns);
  for (const [line, width] of widths.entries())
    numbers.fill(1, line * columns, line * columns + Math.ceil(width / stride));
  return { numbers, shape: [widths.length, 1, 1, columns] };
}
