import { InferenceSession, Tensor } from "onnxruntime-node";
import { freeBuffer } from "../../../free-buffer.ts";
import { readAsset } from "../../../native/assets.ts";
import { isCompiled } from "../../../native/embedded.ts";
import { Scratch } from "../../image/scratch.ts";
import { type Device, type ModelInput, type ModelName, mayBeFilledUp, onDevice } from "./device.ts";
import { type Model, type Shape, sizeOf } from "./model.ts";
import { rewritten } from "./rewrite.ts";
import { endRows, insideOf } from "./row-ends.ts";

/** A model as ONNX Runtime has loaded it. */
interface Session {
  /** Runs it on numbers of a shape, and writes its output, of the shape `to`, into `results`. */
  run(numbers: Float32Array, from: Shape, results: Float32Array, to: Shape): Promise<void>;
}

/** A model that runs several inputs of one shape together. */
export interface BatchSession {
  /** Gives back the output for each input of the shape `from`, run as `count` of them: zeros take the others' place. */
  run(inputs: readonly ModelInput[], from: Shape, count: number): Promise<Float32Array[]>;
  /** Gives its memory back. */
  release(): Promise<void>;
}

/**
 * Loads an embedded ONNX model. Where it runs on a device, the processor loads it when it is first needed, or now while the
 * device is away. One of whose many short runs reading is made may keep memory for them, see `create`.
 */
export async function loadModel(
  name: ModelName,
  device: Device | null = null,
  { hasArena = false }: { readonly hasArena?: boolean } = {},
): Promise<Model> {
  let loaded: Promise<Model> | undefined;
  const load = (): Promise<Model> => {
    loaded ??= loadOnProcessor(name, hasArena);
    return loaded;
  };
  if (device?.isThere !== true) await load();
  return device === null ? load() : onDevice(name, device, load);
}

async function loadOnProcessor(name: ModelName, hasArena: boolean): Promise<Model> {
  const session = await loadSession(name, hasArena);
  const room = { input: floats(), output: floats() };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    run(from, to, fill) {
      // One after the other, since all runs share the room.
      const result = turn.then(async () => {
        const [numbers, results] = [room.input.take(sizeOf(from)), room.output.take(sizeOf(to))];
        fill(numbers, from.at(-1) ?? 0);
        await session.run(numbers, from, results, to);
        return results;
      });
      turn = result.catch(() => null);
      return result;
    },
  };
}

async function loadSession(name: ModelName, hasArena: boolean): Promise<Session> {
  const session = await create(bytesOf(name), ["cpu"], hasArena);
  const [input = "", output = ""] = [...session.inputNames, ...session.outputNames];
  return {
    async run(numbers, from, results, to) {
      const copies = await session.run(
        { [input]: new Tensor("float32", numbers, from) },
        { [output]: new Tensor("float32", results, to) },
      );
      // What was written into `results` comes back as a copy besides, which is memory for the next run's at once.
      const copy = copies[output]?.data;
      if (copy instanceof Float32Array && copy.buffer !== results.buffer) freeBuffer(copy.buffer);
    },
  };
}

/**
 * Loads an embedded model for a device: on the GPU, or on the CPU in its place. The output of one whose rows may be filled up
 * does not depend on by how much they are.
 */
export async function loadBatchSession(name: ModelName, provider: "cpu" | "webgpu"): Promise<BatchSession> {
  const bytes = mayBeFilledUp(name) ? endRows(bytesOf(name)) : bytesOf(name);
  const session = await create(
    bytes,
    provider === "cpu" ? ["cpu"] : [{ name: "webgpu", preferredLayout: "NCHW" }],
    true,
  );
  return {
    async run(inputs, from, count) {
      const size = sizeOf(from);
      const numbers = new Float32Array(count * size);
      for (const [index, each] of inputs.entries()) numbers.set(each.numbers, index * size);
      const widths = Array.from({ length: count }, (_, index) => inputs[index]?.width ?? 0);
      const feeds = session.inputNames.map((input) => {
        const given = insideOf(input, from, widths) ?? { numbers, shape: [count, ...from] };
        return [input, new Tensor("float32", given.numbers, given.shape)];
      });
      const results = await session.run(Object.fromEntries(feeds));
      const all = results[session.outputNames[0] ?? ""]?.data;
      if (!(all instanceof Float32Array)) throw new Error(`${name} gave no floats`);
      const length = all.length / count;
      return inputs.map((_, index) => all.subarray(index * length, (index + 1) * length));
    },
    release: () => session.release(),
  };
}

/** A model as it is run, and as the executable carries it. */
function bytesOf(name: ModelName): Uint8Array {
  const bytes = readAsset(name);
  return isCompiled ? bytes : rewritten(name, bytes);
}

/**
 * On the CPU with one thread. A memory arena makes short runs faster, and keeps the most that any has taken: for a model that
 * runs a few times a picture it is not worth its megabytes (docs/decisions/memory-of-a-worker.md). Memory patterns help only where
 * shapes never change.
 */
async function create(
  bytes: Uint8Array,
  executionProviders: InferenceSession.ExecutionProviderConfig[],
  hasArena: boolean,
): Promise<InferenceSession> {
  const session = await InferenceSession.create(bytes, {
    executionProviders,
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    enableCpuMemArena: hasArena,
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  // The session has made its own of it.
  freeBuffer(bytes.buffer);
  return session;
}

const floats = (): Scratch<Float32Array> => new Scratch((length) => new Float32Array(length));
