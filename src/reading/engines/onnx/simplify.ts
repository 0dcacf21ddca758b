import {
  type Constant,
  constantNode,
  constantOf,
  floatAttribute,
  floatOf,
  type Graph,
  type GraphNode,
  readGraph,
} from "./graph.ts";

/**
 * Rewrites a PP-OCR model so that ONNX Runtime runs it in fewer passes over memory, with the same results up to
 * rounding. The converter spelled out two things that the runtime has no rule for:
 *
 * - hard-swish (Howard et al. 2019), x · clip(x + 3, 0, 6) ÷ 6, as four operators: x · HardSigmoid(x) is two;
 * - learnable affine blocks (PP-LCNetV3), k · x + d with one k and d for all channels. After a convolution
 *   they become part of its weights; after a hard-swish, a batch normalization, which keeps the blocked layout
 *   that convolutions work in.
 *
 * What does not match stays as it is.
 */
export function simplify(bytes: Uint8Array): Uint8Array {
  const graph = readGraph(bytes);
  const constants = constantsOf(graph);
  const channels = foldAffineIntoConvolutions(graph, constants);
  fuseHardSwish(graph, constants);
  affineToBatchNormalization(graph, constants, channels);
  dropUnused(graph);
  return graph.write();
}

function constantsOf(graph: Graph): Map<string, Constant> {
  const constants = new Map<string, Constant>();
  for (const node of graph.nodes) {
    const constant = constantOf(node);
    if (constant !== null) constants.set(node.outputs[0] ?? "", constant);
  }
  return constants;
}

/** Constants that only dropped operators used: weights of which there is a scaled copy now. */
function dropUnused(graph: Graph): void {
  const used = new Set(graph.nodes.flatMap((node) => node.inputs));
  graph.nodes = graph.nodes.filter(
    ({ operator, outputs }) => operator !== "Constant" || outputs.some((name) => used.has(name)),
  );
}

/** Who uses each value. */
class Links {
  readonly users = new Map<string, GraphNode[]>();

  constructor(
    graph: Graph,
    readonly constants: ReadonlyMap<string, Constant>,
  ) {
    for (const node of graph.nodes) {
      for (const input of node.inputs) {
        const users = this.users.get(input);
        if (users === undefined) this.users.set(input, [node]);
        else users.push(node);
      }
    }
  }

  /** The only user of a node's result, when it is this operator. */
  next(node: GraphNode, operator: string): GraphNode | null {
    const users = this.users.get(node.outputs[0] ?? "") ?? [];
    const [user] = users;
    return users.length === 1 && user?.operator === operator ? user : null;
  }

  /** The single number among a node's inputs, when there is one. */
  scalar(node: GraphNode): number | null {
    for (const input of node.inputs) {
      const constant = this.constants.get(input);
      if (constant?.data.length === 1) return constant.data[0] ?? null;
    }
    return null;
  }

  /** A bound of a Clip: an attribute up to operator set 10, an input from 11 on. */
  bound(clip: GraphNode, name: "min" | "max"): number | null {
    const input = clip.inputs[name === "min" ? 1 : 2];
    return floatOf(clip, name) ?? this.constants.get(input ?? "")?.data[0] ?? null;
  }

  /** The operators k · x, + d after a node, with their numbers. */
  affineAfter(
    node: GraphNode,
  ): { product: GraphNode; sum: GraphNode; factor: number; offset: number } | null {
    const product = this.next(node, "Mul");
    const sum = product && this.next(product, "Add");
    const [factor, offset] = [product && this.scalar(product), sum && this.scalar(sum)];
    if (!product || !sum || factor === null || offset === null) return null;
    return { product, sum, factor, offset };
  }
}

function scaled(values: Float32Array, factor: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let index = 0; index < values.length; index++) result[index] = (values[index] ?? 0) * factor;
  return result;
}

/** Returns how many channels each convolution's result has, by the result's name. */
function foldAffineIntoConvolutions(
  graph: Graph,
  constants: ReadonlyMap<string, Constant>,
): Map<string, number> {
  const links = new Links(graph, constants);
  const channels = new Map<string, number>();
  const gone = new Set<GraphNode>();
  const made: GraphNode[] = [];
  for (const node of graph.nodes) {
    if (node.operator !== "Conv") continue;
    const weights = links.constants.get(node.inputs[1] ?? "");
    const bias = links.constants.get(node.inputs[2] ?? "");
    const count = weights?.dims[0];
    if (weights === undefined || count === undefined) continue;
    const affine = links.affineAfter(node);
    if (affine !== null && (bias !== undefined || node.inputs.length === 2)) {
      const { product, sum, factor, offset } = affine;
      const name = sum.outputs[0] ?? "";
      made.push(
        constantNode(`${name}.weights`, { dims: weights.dims, data: scaled(weights.data, factor) }),
        constantNode(`${name}.bias`, {
          dims: [count],
          data: Float32Array.from(
            { length: count },
            (_, index) => (bias?.data[index] ?? 0) * factor + offset,
          ),
        }),
      );
      node.inputs = [node.inputs[0] ?? "", `${name}.weights`, `${name}.bias`];
      node.outputs[0] = name;
      gone.add(product).add(sum);
    }
    channels.set(node.outputs[0] ?? "", count);
  }
  graph.nodes = [...made, ...graph.nodes.filter((node) => !gone.has(node))];
  return channels;
}

function fuseHardSwish(graph: Graph, constants: ReadonlyMap<string, Constant>): void {
  const links = new Links(graph, constants);
  const gone = new Set<GraphNode>();
  for (const plus of graph.nodes) {
    if (plus.operator !== "Add" || links.scalar(plus) !== 3) continue;
    const clip = links.next(plus, "Clip");
    const product = clip && links.next(clip, "Mul");
    const quotient = product && links.next(product, "Div");
    const x = plus.inputs.find((input) => !links.constants.has(input));
    if (!clip || !product || !quotient || x === undefined || !product.inputs.includes(x)) continue;
    if (links.bound(clip, "min") !== 0 || links.bound(clip, "max") !== 6 || links.scalar(quotient) !== 6)
      continue;
    const share = clip.outputs[0] ?? "";
    clip.operator = "HardSigmoid";
    clip.inputs = [x];
    clip.attributes.clear();
    for (const [name, value] of [floatAttribute("alpha", 1 / 6), floatAttribute("beta", 0.5)]) {
      clip.attributes.set(name, value);
    }
    product.inputs = [x, share];
    product.outputs[0] = quotient.outputs[0] ?? "";
    gone.add(plus).add(quotient);
  }
  graph.nodes = graph.nodes.filter((node) => !gone.has(node));
}

/** `channels` says how many channels the values have that hard-swishes are made of. */
function affineToBatchNormalization(
  graph: Graph,
  constants: ReadonlyMap<string, Constant>,
  channels: ReadonlyMap<string, number>,
): void {
  const links = new Links(graph, constants);
  const gone = new Set<GraphNode>();
  const made: GraphNode[] = [];
  for (const node of graph.nodes) {
    const affine = node.operator === "Mul" ? links.affineAfter(node) : null;
    const count = node.inputs.map((input) => channels.get(input)).find((known) => known !== undefined);
    if (affine === null || count === undefined) continue;
    const { product, sum, factor, offset } = affine;
    const name = sum.outputs[0] ?? "";
    const row = (what: string, value: number): string => {
      made.push(
        constantNode(`${name}.${what}`, { dims: [count], data: new Float32Array(count).fill(value) }),
      );
      return `${name}.${what}`;
    };
    sum.operator = "BatchNormalization";
    sum.inputs = [
      node.outputs[0] ?? "",
      row("scale", factor),
      row("bias", offset),
      row("mean", 0),
      row("variance", 1),
    ];
    sum.attributes.clear();
    sum.attributes.set(...floatAttribute("epsilon", 0));
    gone.add(product);
  }
  graph.nodes = [...made, ...graph.nodes.filter((node) => !gone.has(node))];
}
