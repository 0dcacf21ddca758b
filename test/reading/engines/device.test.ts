import { describe, expect, spyOn, test } from "bun:test";
import { readFileSync } from "node:fs";
import { InferenceSession } from "onnxruntime-node";
import { fixture } from "../../../scripts/common/fixtures.ts";
import type { Line } from "../../../src/reading/engines/engine.ts";
import type { Device, ModelName } from "../../../src/reading/engines/onnx/device.ts";
import { type Shape, sizeOf } from "../../../src/reading/engines/onnx/model.ts";
import { type BatchSession, loadBatchSession, loadModel } from "../../../src/reading/engines/onnx/session.ts";
import { createTallyEngine, sure } from "../../../src/reading/engines/tally/engine.ts";
import { loadClasses } from "../../../src/reading/engines/tally/recognize.ts";
import { decode } from "../../../src/reading/image/decode.ts";
import type { Raster } from "../../../src/reading/image/raster.ts";
import { slotFor, usualSlots } from "../../../src/workers/gpu/slots.ts";

/** A device that runs models in this process, with inputs as a GPU gets them: wider, and others beside them. */
class NearDevice implements Device {
  readonly lines = 32;
  readonly isThere = true;
  /** The models that were run, and with which shapes. */
  readonly ran: { readonly model: ModelName; readonly asked: Shape; readonly shape: Shape }[] = [];
  readonly #sessions = new Map<ModelName, Promise<BatchSession>>();
  readonly #takes: (model: ModelName) => boolean;

  constructor(takes: (model: ModelName) => boolean = () => true) {
    this.#takes = takes;
  }

  accepts(model: ModelName, from: Shape): Shape | null {
    const slot = usualSlots[slotFor(usualSlots, model, from)];
    if (slot === undefined) return null;
    const shape = [1, ...slot.input];
    this.ran.push({ model, asked: from, shape });
    return shape;
  }

  async run(
    model: ModelName,
    shape: Shape,
    width: number,
    fill: (input: Float32Array) => void,
  ): Promise<Float32Array | null> {
    if (!this.#takes(model)) return null;
    const session = this.#sessions.get(model) ?? loadBatchSession(model, "cpu");
    this.#sessions.set(model, session);
    const [, ...input] = shape;
    const numbers = new Float32Array(sizeOf(input));
    fill(numbers);
    // Beside it is another one, of another width.
    const other = { numbers: numbers.map((each) => 1 - each), width: Math.max(16, width - 16) };
    const [results = null] = await (await session).run([{ numbers, width }, other], input, 4);
    return results;
  }
}

async function drawn(name: string): Promise<Raster> {
  return (await decode(new Uint8Array(readFileSync(fixture("images", name))), name)).raster;
}

const { engine } = await createTallyEngine();
const samsung = await drawn("samsung-daily-activity-en-light.png");

const isSureOf = ({ confidence }: Line): boolean => confidence >= sure.text;

describe("lines that are filled up with zeros and run beside others", () => {
  const device = new NearDevice();
  test.each([
    "samsung-daily-activity-en-light.png",
    "fitbit-home-cards-id-dark.png",
    "huawei-home-clovers-id-dark.png",
    "apple-health-summary-en-dark.png",
  ])("have the same text as alone: %s", async (name) => {
    const near = await createTallyEngine(device);
    const raster = await drawn(name);
    const [alone, beside] = [await engine.recognize(raster), await near.engine.recognize(raster)];
    const said = (lines: readonly Line[]) =>
      lines.map(({ text, box, words }) => ({ text, box, words: words.map((word) => [word.text, word.box]) }));
    expect(said(beside)).toEqual(said(alone));
    expect(beside.filter(isSureOf).length).toBe(alone.filter(isSureOf).length);
  });

  test("and so they were: most lines are wider, and no screens", () => {
    const wider = device.ran.filter(({ asked, shape }) => shape.at(-1) !== asked.at(-1));
    expect(wider.length).toBeGreaterThan(50);
    expect(new Set(wider.map(({ model }) => model))).toEqual(new Set<ModelName>(["tally/tally.onnx"]));
    const models = new Set(device.ran.map(({ model }) => model));
    expect(models).toEqual(new Set<ModelName>(["tally/lines.onnx", "tally/tally.onnx"]));
  });
});

test("what a device refuses this process runs, and of lines that come together none gets another's text", async () => {
  const refusing = await createTallyEngine(new NearDevice(() => false));
  const lines = await refusing.engine.recognize(samsung);
  expect(lines.length).toBeGreaterThan(20);
  expect(lines).toEqual(await engine.recognize(samsung));
});

test("what is shorter than asked for is no answer of a device", async () => {
  const device = new NearDevice();
  device.run = async () => new Float32Array(8);
  const near = await createTallyEngine(device);
  expect(await near.engine.recognize(samsung)).toEqual(await engine.recognize(samsung));
});

test("a picture may be found on a device and read here, and the other way round", async () => {
  for (const only of ["tally/lines.onnx", "tally/tally.onnx"] as const) {
    const some = await createTallyEngine(new NearDevice((model) => model === only));
    const texts = (await some.engine.recognize(samsung)).map(({ text }) => text);
    expect(texts).toEqual((await engine.recognize(samsung)).map(({ text }) => text));
  }
});

test("a model is loaded when the device does not run it, or at once while the device is away", async () => {
  const create = spyOn(InferenceSession, "create");
  try {
    const there = await loadModel("tally/tally.onnx", new NearDevice(() => false));
    expect(create).toHaveBeenCalledTimes(0);
    const fill = (input: Float32Array) => void input.fill(0);
    await there.run([1, 1, 32, 64], [1, 16, loadClasses().characters.length], fill);
    expect(create).toHaveBeenCalledTimes(1);
    const away = Object.assign(new NearDevice(), { isThere: false });
    await loadModel("tally/tally.onnx", away);
    expect(create).toHaveBeenCalledTimes(2);
  } finally {
    create.mockRestore();
  }
});
