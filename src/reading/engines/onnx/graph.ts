/**
 * As much of ONNX's file format (protocol buffers, onnx.proto3) as rewriting a graph takes: messages are taken
 * apart one level at a time. Names and documentation of operators are not kept; all else is written back.
 */

/** One field of a message. Wire types: 0 a number, 1 eight bytes, 2 a length and bytes, 5 four bytes. */
interface ProtoField {
  readonly number: number;
  readonly wire: number;
  readonly value: number | Uint8Array | Pieces;
}

/** A message that is not yet in one piece: weights are megabytes, and are copied once, at the end. */
class Pieces {
  readonly parts: Uint8Array[] = [];
  length = 0;

  add(part: Uint8Array): void {
    this.parts.push(part);
    this.length += part.length;
  }

  joined(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}

/** Field numbers of the messages in onnx.proto3. */
const model = { graph: 7 } as const;
const graph = { node: 1, input: 11, output: 12 } as const;
const valueInfo = { name: 1, type: 2 } as const;
/** Of a type: the message of tensors, and in it that of their elements. */
const [tensorType, elementType] = [1, 1];
const nodeField = { input: 1, output: 2, operator: 4, attribute: 5 } as const;
const attributeField = { name: 1, float: 2, integer: 3, tensor: 5, integers: 8, type: 20 } as const;
const attributeType = { float: 1, integer: 2, tensor: 4, integers: 7 } as const;
const tensorField = { dims: 1, dataType: 2, floats: 4, raw: 9 } as const;
const float32 = 1;

/** An operator of a graph. Attributes are kept as bytes, by name; see `floatAttribute` and `floatOf`. */
export interface GraphNode {
  operator: string;
  inputs: string[];
  readonly outputs: string[];
  readonly attributes: Map<string, Uint8Array>;
}

/** A constant of 32-bit floats. */
export interface Constant {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** The operators of a model, in an order in which they can run. */
export interface Graph {
  nodes: GraphNode[];
  /** Names of what goes in: tensors of 32-bit floats. */
  readonly inputs: string[];
  /** Name of what comes out: one such tensor. */
  output: string;
  /** The model with these operators in the place of its own. */
  write(): Uint8Array;
}

/** Takes an ONNX model apart. */
export function readGraph(bytes: Uint8Array): Graph {
  const modelFields = fieldsOf(bytes);
  const graphField = modelFields.find((field) => field.number === model.graph);
  if (!(graphField?.value instanceof Uint8Array)) throw new Error("the model has no graph");
  const graphFields = fieldsOf(graphField.value);
  const outputs = graphFields.filter((field) => field.number === graph.output);
  const outputName = outputs.length === 1 ? outputs.flatMap(nameOfValue)[0] : undefined;
  if (outputName === undefined) throw new Error("the model has no output, or several");
  const inputNames = graphFields.filter((field) => field.number === graph.input).flatMap(nameOfValue);
  return {
    inputs: [...inputNames],
    output: outputName,
    nodes: graphFields
      .filter((field) => field.number === graph.node)
      .map((field) => readNode(bytesOf(field))),
    write() {
      const others = graphFields.filter(
        ({ number }) => number !== graph.node && (number !== graph.output || this.output === outputName),
      );
      const nodes = this.nodes.map((node) => chunk(graph.node, writeNode(node)));
      const output = this.output === outputName ? [] : [chunk(graph.output, floatValue(this.output))];
      const further = this.inputs.filter((name) => !inputNames.includes(name));
      const inputs = further.map((name) => chunk(graph.input, floatValue(name)));
      const body = message([...nodes, ...others, ...inputs, ...output]);
      const fields = modelFields.map((field) => (field === graphField ? chunk(model.graph, body) : field));
      return message(fields).joined();
    },
  };
}

/** The value of a `Constant` operator, or `null` when it is no constant of floats. */
export function constantOf(node: GraphNode): Constant | null {
  const attribute = node.attributes.get("value");
  if (node.operator !== "Constant" || attribute === undefined) return null;
  const tensor = fieldsOf(attribute).find((field) => field.number === attributeField.tensor);
  if (tensor === undefined) return null;
  const fields = fieldsOf(bytesOf(tensor));
  if (fields.find((field) => field.number === tensorField.dataType)?.value !== float32) return null;
  const stored = fields.find(({ number }) => number === tensorField.raw || number === tensorField.floats);
  if (!(stored?.value instanceof Uint8Array)) return null;
  const dims = fields.filter((field) => field.number === tensorField.dims).flatMap(integers);
  // A copy: floats must begin at a multiple of four bytes.
  return { dims, data: new Float32Array(new Uint8Array(stored.value).buffer) };
}

/** A `Constant` operator that gives this value. */
export function constantNode(name: string, { dims, data }: Constant): GraphNode {
  const tensor = message([
    ...dims.map((dim) => whole(tensorField.dims, dim)),
    whole(tensorField.dataType, float32),
    chunk(tensorField.raw, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);
  const value = attribute("value", attributeType.tensor, chunk(attributeField.tensor, tensor));
  return { operator: "Constant", inputs: [], outputs: [name], attributes: new Map([["value", value]]) };
}

/** An attribute with a number that need not be whole. */
export function floatAttribute(name: string, value: number): [string, Uint8Array] {
  const four = new Uint8Array(new Float32Array([value]).buffer);
  return [name, attribute(name, attributeType.float, { number: attributeField.float, wire: 5, value: four })];
}

/** An attribute with a whole number that is not negative. */
export function integerAttribute(name: string, value: number): [string, Uint8Array] {
  return [name, attribute(name, attributeType.integer, whole(attributeField.integer, value))];
}

/** An attribute with a list of one such number. */
export function integersAttribute(name: string, value: number): [string, Uint8Array] {
  return [name, attribute(name, attributeType.integers, whole(attributeField.integers, value))];
}

/** The value of an attribute with a number that need not be whole, as Clip's `min` and `max`; `null` when there is none. */
export function floatOf(node: GraphNode, name: string): number | null {
  const bytes = node.attributes.get(name);
  const field =
    bytes && fieldsOf(bytes).find(({ number, wire }) => number === attributeField.float && wire === 5);
  if (!(field?.value instanceof Uint8Array)) return null;
  return new DataView(field.value.buffer, field.value.byteOffset).getFloat32(0, true);
}

/** The value of an attribute with a list of whole numbers, as Conv's `strides`; empty when there is none. */
export function integersOf(node: GraphNode, name: string): readonly number[] {
  const bytes = node.attributes.get(name);
  return (bytes === undefined ? [] : fieldsOf(bytes))
    .filter(({ number }) => number === attributeField.integers)
    .flatMap(integers);
}

function attribute(name: string, type: number, value: ProtoField): Uint8Array {
  return message([
    chunk(attributeField.name, encode(name)),
    value,
    whole(attributeField.type, type),
  ]).joined();
}

function nameOfValue(field: ProtoField): string[] {
  const name = fieldsOf(bytesOf(field)).find(({ number }) => number === valueInfo.name);
  return name === undefined ? [] : [decode(bytesOf(name))];
}

/** What a graph takes or gives, of any shape. */
function floatValue(name: string): Pieces {
  const type = message([chunk(tensorType, message([whole(elementType, float32)]))]);
  return message([chunk(valueInfo.name, encode(name)), chunk(valueInfo.type, type)]);
}

function readNode(bytes: Uint8Array): GraphNode {
  const fields = fieldsOf(bytes);
  const texts = (number: number): string[] =>
    fields.filter((field) => field.number === number).map((field) => decode(bytesOf(field)));
  const attributes = fields
    .filter((field) => field.number === nodeField.attribute)
    .map((field): [string, Uint8Array] => {
      const value = bytesOf(field);
      const name = fieldsOf(value).find(({ number }) => number === attributeField.name);
      return [name === undefined ? "" : decode(bytesOf(name)), value];
    });
  return {
    operator: texts(nodeField.operator)[0] ?? "",
    inputs: texts(nodeField.input),
    outputs: texts(nodeField.output),
    attributes: new Map(attributes),
  };
}

function writeNode({ operator, inputs, outputs, attributes }: GraphNode): Pieces {
  return message([
    ...inputs.map((name) => chunk(nodeField.input, encode(name))),
    ...outputs.map((name) => chunk(nodeField.output, encode(name))),
    chunk(nodeField.operator, encode(operator)),
    ...[...attributes.values()].map((value) => chunk(nodeField.attribute, value)),
  ]);
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const chunk = (number: number, value: Uint8Array | Pieces): ProtoField => ({ number, wire: 2, value });
const whole = (number: number, value: number): ProtoField => ({ number, wire: 0, value });

function bytesOf({ value }: ProtoField): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error("the model is damaged: bytes were expected");
}

/** One number, or several in a row. */
function integers({ value }: ProtoField): number[] {
  if (typeof value === "number") return [value];
  if (value instanceof Pieces) return [];
  const numbers: number[] = [];
  for (let at = 0; at < value.length; ) {
    const [number, next] = varint(value, at);
    numbers.push(number);
    at = next;
  }
  return numbers;
}

function fieldsOf(bytes: Uint8Array): ProtoField[] {
  const fields: ProtoField[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [key, start] = varint(bytes, at);
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (wire === 0) {
      const [value, next] = varint(bytes, start);
      fields.push({ number, wire, value });
      at = next;
      continue;
    }
    const [length, from] = wire === 2 ? varint(bytes, start) : [wire === 1 ? 8 : 4, start];
    fields.push({ number, wire, value: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return fields;
}

/** Base 128, lowest digits first. Numbers of the format beyond 2^53 do not occur in models. */
function varint(bytes: Uint8Array, start: number): [value: number, next: number] {
  let [value, scale] = [0, 1];
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) return [value, at + 1];
    scale *= 128;
  }
  throw new Error("the model is damaged: it ends within a number");
}

function message(fields: readonly ProtoField[]): Pieces {
  const pieces = new Pieces();
  for (const { number, wire, value } of fields) {
    pieces.add(varintBytes(number * 8 + wire));
    if (typeof value === "number") {
      pieces.add(varintBytes(value));
      continue;
    }
    if (wire === 2) pieces.add(varintBytes(value.length));
    for (const part of value instanceof Pieces ? value.parts : [value]) pieces.add(part);
  }
  return pieces;
}

function varintBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
