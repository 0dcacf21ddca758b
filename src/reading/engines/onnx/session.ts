import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { assetPath } from "../../../native/assets.ts";
import { Scratch } from "../../image/scratch.ts";
import { endInBestClass } from "./best-class.ts";
import { type Device, type ModelName, onDevice } from "./device.ts";
import { type Model, type Shape, sizeOf } from "./model.ts";
import { simplify } from "./simplify.ts";

/** A model as ONNX Runtime has loaded it. */
export interface Session {
  /** Runs it on numbers of a shape, and gives back numbers: in `into` where it is given, with the shape that they will have. */
  run(
    input: Float32Array,
    from: Shape,
    into?: { readonly numbers: Float32Array; readonly shape: Shape },
  ): Promise<Float32Array>;
}

/** Loads an embedded ONNX model, on a device where one is given: then the processor loads it when it is first needed. */
export async function loadModel(name: ModelName, device: Device | null = null): Promise<Model> {
  return device === null ? loadOnProcessor(name) : onDevice(name, device, () => loadOnProcessor(name));
}

async function loadOnProcessor(name: ModelName): Promise<Model> {
  const session = await loadSession(name, "cpu");
  const room = { input: floats(), output: floats() };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    run(from, to, fill) {
      // One after the other, since all runs share the room.
      const result = turn.then(() => {
        const [numbers, results] = [room.input.take(sizeOf(from)), room.output.take(sizeOf(to))];
        fill(numbers, from.at(-1) ?? 0);
        return session.run(numbers, from, { numbers: results, shape: to });
      });
      turn = result.catch(() => null);
      return result;
    },
  };
}

/**
 * Loads an embedded model, rewritten so that it is fast, on the CPU with one thread or on the GPU. On the CPU the memory
 * arena makes runs a fifth faster for some 60 MB; memory patterns help only where shapes never change.
 */
export async function loadSession(name: ModelName, provider: "cpu" | "webgpu"): Promise<Session> {
  const bytes = simplify(readFileSync(assetPath(name)));
  const session = await InferenceSession.create(name === "paddle/rec.onnx" ? endInBestClass(bytes) : bytes, {
    executionProviders: provider === "cpu" ? ["cpu"] : [{ name: "webgpu", preferredLayout: "NCHW" }],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    enableCpuMemArena: true,
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  const input = session.inputNames[0];
  const output = session.outputNames[0];
  if (input === undefined || output === undefined) throw new Error(`${name} has no input or no output`);
  return {
    async run(numbers, from, into) {
      const feeds = { [input]: new Tensor("float32", numbers, from) };
      if (into !== undefined) {
        await session.run(feeds, { [output]: new Tensor("float32", into.numbers, into.shape) });
        return into.numbers;
      }
      const results = (await session.run(feeds))[output]?.data;
      if (!(results instanceof Float32Array)) throw new Error(`${name} gave no floats`);
      return results;
    },
  };
}

const floats = (): Scratch<Float32Array> => new Scratch((length) => new Float32Array(length));
