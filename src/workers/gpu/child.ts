import type { Socket } from "bun";
import { OcrEcoError, reasonOf, toFailure } from "../../errors.ts";
import type { ModelInput, ModelName } from "../../reading/engines/onnx/device.ts";
import { sizeOf } from "../../reading/engines/onnx/model.ts";
import { type BatchSession, loadBatchSession } from "../../reading/engines/onnx/session.ts";
import { liveForParent } from "../own-life.ts";
import { Batcher } from "./batcher.ts";
import { ends, FrameReader, FrameSender, newFrame } from "./frames.ts";
import type { FromGpu, GpuDevice, ToGpu } from "./protocol.ts";
import { mustAgree, probesOf } from "./self-check.ts";
import type { Slot } from "./slots.ts";
import { findGpu, GpuMissing } from "./vulkan.ts";
import { mustBeFaster, oneBatch, type SlotTimes } from "./worth.ts";

/** How often it says that it lives, in milliseconds. */
const aliveMs = 1000;

/**
 * The life of the process that owns the GPU: find it, load the models, run each shape once, then answer the workers on a socket.
 * It ends itself when a run fails or hangs: nobody knows what still works then, and a fresh one does.
 */
export function runGpu(): void {
  liveForParent();
  process.on("message", (message: ToGpu) => {
    start(message).catch((error: unknown) => {
      const isFinal = error instanceof GpuMissing && error.isFinal;
      send({ type: "unusable", failure: failureOf(error), isFinal });
    });
  });
}

function failureOf(error: unknown): { readonly code: "GPU_UNAVAILABLE"; readonly message: string } {
  const message =
    error instanceof OcrEcoError
      ? error.message
      : `The GPU cannot be used (${firstLine(reasonOf(error))}). Set OCR_DEVICE=cpu, or see to its driver.`;
  return { code: "GPU_UNAVAILABLE", message };
}

const firstLine = (text: string): string => text.split("\n")[0] ?? "";

async function start(options: ToGpu): Promise<void> {
  const { provider, isRequired, slots } = options;
  const device: GpuDevice =
    provider === "webgpu" ? findGpu(isRequired) : { name: "the CPU in the GPU's place", memoryMb: null };
  const run = await warmRunner(options);
  const counts = { batches: 0, inputs: 0, refused: 0 };
  const batcher = new Batcher({
    ...options,
    most: slots.map(({ batches }) => batches.at(-1) ?? 1),
    async run(slot, inputs) {
      counts.batches++;
      counts.inputs += inputs.length;
      const outputs = (await run(slot, inputs)).map((output) => (isOfNumbers(output) ? output : null));
      counts.refused += outputs.filter((output) => output === null).length;
      return outputs;
    },
    onFailure: (error) => end(`a run failed: ${firstLine(toFailure(error).message)}`),
  });
  // Whoever else is on this machine: the folder is closed to them, and so is this.
  process.umask(0o077);
  Bun.listen<FrameReader>({
    unix: options.path,
    socket: {
      open(socket) {
        socket.data = readerFor(socket, slots, batcher, () => counts.refused++);
      },
      data(socket, piece) {
        try {
          socket.data.push(piece);
        } catch {
          socket.terminate();
        }
      },
      drain: (socket) => senders.get(socket)?.flush(),
      close: (socket) => void senders.delete(socket),
      error: (socket) => void senders.delete(socket),
    },
  });
  send({ type: "ready", device });
  setInterval(() => {
    send({ type: "alive", ...counts });
    Object.assign(counts, { batches: 0, inputs: 0, refused: 0 });
  }, aliveMs);
}

const senders = new Map<Socket<FrameReader>, FrameSender>();

/** Takes the questions that come through a socket. */
function readerFor(
  socket: Socket<FrameReader>,
  slots: readonly Slot[],
  batcher: Batcher,
  onRefused: () => void,
): FrameReader {
  const sender = new FrameSender((bytes) => socket.write(bytes));
  senders.set(socket, sender);
  const answer = (id: number, output: Float32Array | null): void => {
    if (!senders.has(socket)) return;
    const frame = newFrame(id, output === null ? ends.refused : ends.done, 0, output?.length ?? 0);
    if (output !== null) frame.numbers.set(output);
    sender.send(frame.bytes);
  };
  return new FrameReader(({ id, tag: slot, width, numbers }) => {
    const expected = slots[slot];
    if (expected === undefined || numbers.length !== sizeOf(expected.input)) throw new Error("no such slot");
    // It says which columns are set to zero, and those of the next line follow.
    if (width > (expected.input.at(-1) ?? 0)) throw new Error("no such width");
    const input = { numbers, width };
    const isWanted = (): boolean => senders.has(socket);
    if (batcher.add({ slot, input, isWanted, done: (output) => answer(id, output) })) return;
    onRefused();
    answer(id, null);
  });
}

/** A sick GPU may give what is no number: a worker would find nothing in it, and say so of the picture. */
function isOfNumbers(output: Float32Array): boolean {
  let sum = 0;
  for (const number of output) sum += number;
  return Number.isFinite(sum);
}

type Runner = (slot: number, inputs: readonly ModelInput[]) => Promise<readonly Float32Array[]>;

/**
 * Loads the models, and runs every shape once. What the GPU makes of it must be what the CPU does; and where nobody asked for it by
 * name, it must be done sooner.
 */
async function warmRunner(options: ToGpu): Promise<Runner> {
  const { provider, slots, comparedWith } = options;
  const { run } = await loadRunner(options, provider);
  const cpu = provider === "webgpu" ? await loadRunner(options, "cpu") : null;
  for (const [index, slot] of slots.entries()) {
    for (const count of slot.batches) {
      const probes = probesOf(slot, count);
      const outputs = await run(index, probes);
      if (cpu !== null) mustAgree(slot, outputs, await cpu.run(index, probes));
    }
  }
  if (cpu !== null && comparedWith !== null)
    mustBeFaster(slots, await timesOf(slots, run, cpu.run), comparedWith);
  await cpu?.release();
  return run;
}

async function timesOf(slots: readonly Slot[], onGpu: Runner, onCpu: Runner): Promise<SlotTimes[]> {
  const times: SlotTimes[] = [];
  for (const [index, slot] of slots.entries()) {
    const probes = probesOf(slot, oneBatch(slot));
    times.push({
      cpuMs: await least(() => onCpu(index, probes.slice(0, 1))),
      gpuMs: await least(() => onGpu(index, probes)),
    });
  }
  return times;
}

/** Milliseconds of the fastest of three runs: whatever else runs on this machine makes some slower. */
async function least(run: () => Promise<unknown>): Promise<number> {
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3; attempt++) {
    const began = performance.now();
    await run();
    milliseconds = Math.min(milliseconds, performance.now() - began);
  }
  return milliseconds;
}

async function loadRunner(
  { slots, runSeconds }: ToGpu,
  provider: ToGpu["provider"],
): Promise<{ readonly run: Runner; readonly release: () => Promise<void> }> {
  const sessions = new Map<ModelName, BatchSession>();
  for (const { model } of slots)
    if (!sessions.has(model)) sessions.set(model, await loadBatchSession(model, provider));
  return {
    async run(slot, inputs) {
      const { model, input, batches } = slots[slot] as Slot;
      const count = batches.find((each) => each >= inputs.length) ?? inputs.length;
      const watch = setTimeout(() => end(`a run did not end within ${runSeconds} s`), runSeconds * 1000);
      const session = sessions.get(model) as BatchSession;
      return session.run(inputs, input, count).finally(() => clearTimeout(watch));
    },
    async release() {
      for (const session of sessions.values()) await session.release();
    },
  };
}

/** Ends this process, with the reason where its parent finds it. */
function end(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

function send(message: FromGpu): void {
  process.send?.(message);
}
