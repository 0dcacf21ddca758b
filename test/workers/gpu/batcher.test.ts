import { describe, expect, test } from "bun:test";
import { until } from "../../../scripts/rig/processes.ts";
import type { ModelInput } from "../../../src/reading/engines/onnx/device.ts";
import { Batcher, type BatcherOptions } from "../../../src/workers/gpu/batcher.ts";

/** Longer than any test takes. */
const never = 60_000;

interface Trial {
  readonly batcher: Batcher;
  /** The first numbers of the inputs of each batch. */
  readonly batches: number[][];
  readonly failures: unknown[];
  /** Asks for a number's double, as the output of an input that holds it. */
  readonly ask: (slot: number, number: number, isWanted?: () => boolean) => Promise<number | null>;
}

/** A batcher of two slots, of up to three and two inputs, whose model doubles what it gets. */
function trial(over: Partial<BatcherOptions> = {}): Trial {
  const batches: number[][] = [];
  const failures: unknown[] = [];
  const batcher = new Batcher({
    most: [3, 2],
    waitMs: 1,
    lateMs: never,
    mostWaiting: 100,
    onFailure: (error) => failures.push(error),
    ...over,
    run: async (slot, inputs) => {
      batches.push(inputs.map(({ numbers: [first = 0] }) => first));
      return over.run?.(slot, inputs) ?? doubled(inputs);
    },
  });
  const ask = (slot: number, number: number, isWanted = () => true): Promise<number | null> =>
    new Promise((resolve) => {
      const done = (output: Float32Array | null): void => resolve(output === null ? null : (output[0] ?? 0));
      const input = { numbers: Float32Array.of(number), width: 1 };
      if (!batcher.add({ slot, input, isWanted, done })) resolve(null);
    });
  return { batcher, batches, failures, ask };
}

const doubled = (inputs: readonly ModelInput[]): Float32Array[] =>
  inputs.map(({ numbers }) => numbers.map((each) => 2 * each));

describe("inputs of one model and shape", () => {
  test("run in one batch, whoever they come from, and each gets its own answer", async () => {
    const { ask, batches } = trial({ waitMs: never });
    expect(await Promise.all([ask(0, 1), ask(0, 2), ask(0, 3)])).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  test("run no more at once than they may, and the rest follow", async () => {
    const { ask, batches } = trial({ waitMs: never });
    const numbers = [1, 2, 3, 4, 5, 6];
    expect(await Promise.all(numbers.map((number) => ask(0, number)))).toEqual([2, 4, 6, 8, 10, 12]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test("do not wait for others for longer than a moment", async () => {
    const { ask, batches } = trial();
    expect(await ask(1, 7)).toBe(14);
    expect(batches).toEqual([[7]]);
  });

  test("are not mixed with those of another one", async () => {
    const { ask, batches } = trial({ waitMs: never });
    const all = [ask(0, 1), ask(1, 2), ask(0, 3), ask(1, 4), ask(0, 5)];
    expect(await Promise.all(all)).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([
      [2, 4],
      [1, 3, 5],
    ]);
  });
});

test("what waits longest is run first, and a batch that is full does not go before it", async () => {
  const gate = Promise.withResolvers<void>();
  const { ask, batches } = trial({
    run: async (_slot, inputs) => {
      await gate.promise;
      return doubled(inputs);
    },
  });
  // While the first one runs nothing else begins, however busy the machine is.
  const all = [ask(1, 1)];
  await until("it runs", () => batches.length === 1);
  all.push(ask(1, 4));
  await Bun.sleep(5);
  all.push(ask(0, 5), ask(0, 6), ask(0, 7));
  gate.resolve();
  await Promise.all(all);
  expect(batches).toEqual([[1], [4], [5, 6, 7]]);
});

test("two batches never run at the same time", async () => {
  let running = 0;
  let most = 0;
  const { ask } = trial({
    run: async (_slot, inputs) => {
      most = Math.max(most, ++running);
      await Bun.sleep(1);
      running--;
      return doubled(inputs);
    },
  });
  await Promise.all(Array.from({ length: 30 }, (_, index) => ask(index % 2, index)));
  expect(most).toBe(1);
});

test("what comes when too much waits is refused at once, and the others are answered", async () => {
  const gate = Promise.withResolvers<void>();
  const { ask } = trial({
    waitMs: never,
    mostWaiting: 2,
    run: async (_slot, inputs) => {
      await gate.promise;
      return doubled(inputs);
    },
  });
  const running = [ask(1, 1), ask(1, 2)];
  const waiting = [ask(1, 3), ask(1, 4)];
  expect(await ask(1, 5)).toBeNull();
  gate.resolve();
  expect(await Promise.all([...running, ...waiting])).toEqual([2, 4, 6, 8]);
});

test("what nobody waits for any more is not run", async () => {
  const gate = Promise.withResolvers<void>();
  const { ask, batches } = trial({
    lateMs: 20,
    run: async (_slot, inputs) => {
      await gate.promise;
      return doubled(inputs);
    },
  });
  const first = ask(0, 1);
  await until("it runs", () => batches.length === 1);
  const late = ask(0, 2);
  await Bun.sleep(30);
  gate.resolve();
  expect([await first, await late]).toEqual([2, null]);
  expect(batches).toEqual([[1]]);
});

test("what those asked who are gone is not run, and gives its room back", async () => {
  const gate = Promise.withResolvers<void>();
  const { ask, batcher, batches } = trial({
    run: async (_slot, inputs) => {
      await gate.promise;
      return doubled(inputs);
    },
  });
  let isThere = true;
  const asked = [ask(0, 1)];
  await until("it runs", () => batches.length === 1);
  asked.push(
    ask(1, 2, () => isThere),
    ask(1, 3),
  );
  expect(batcher.waiting).toBe(2);
  isThere = false;
  gate.resolve();
  expect(await Promise.all(asked)).toEqual([2, null, 6]);
  expect(batches).toEqual([[1], [3]]);
  expect(batcher.waiting).toBe(0);
});

test("a run that fails answers all of its batch with nothing, and is told", async () => {
  const { ask, failures } = trial({ run: () => Promise.reject(new Error("device lost")) });
  expect(await Promise.all([ask(0, 1), ask(0, 2)])).toEqual([null, null]);
  expect(failures).toEqual([new Error("device lost")]);
});
