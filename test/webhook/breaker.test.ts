import { beforeEach, describe, expect, test } from "bun:test";
import { type Breaker, MemoryBreaker } from "../../src/webhook/breaker.ts";

let now: number;
let breaker: Breaker;

beforeEach(() => {
  now = 5000;
  breaker = new MemoryBreaker({ clock: () => now, random: () => 0.5 });
});

async function fail(times: number): Promise<void> {
  for (let time = 0; time < times; time++) await breaker.note("failure");
}

/** Lets the pause pass until a probe may start, and gives how long it was. */
async function pass(): Promise<number> {
  const pause = (await breaker.nextIn()) ?? Number.NaN;
  now += pause - 1;
  expect(await breaker.admit(8)).toBe(0);
  now += 1;
  expect(await breaker.admit(0)).toBe(0);
  expect(await breaker.admit(8)).toBe(1);
  return pause;
}

describe("a destination that answers", () => {
  test("gets all attempts that are free", async () => {
    expect([await breaker.admit(8), await breaker.admit(0)]).toEqual([8, 0]);
    expect(await breaker.nextIn()).toBeNull();
  });

  test("gets them also after failures that were not in a row", async () => {
    for (let round = 0; round < 5; round++) {
      await fail(4);
      expect(await breaker.note("success")).toBeNull();
    }
    expect(await breaker.admit(8)).toBe(8);
  });
});

test("five failures in a row say that a destination is down, once", async () => {
  await fail(4);
  expect([await breaker.note("failure"), await breaker.note("failure")]).toEqual(["opened", null]);
});

describe("after five failures in a row", () => {
  beforeEach(() => fail(5));

  test("nothing is sent for ten seconds, then one probe", async () => {
    expect(await breaker.isOpen()).toBe(true);
    expect(await breaker.admit(8)).toBe(0);
    expect(await pass()).toBe(10_000);
  });

  test("no second probe starts while one is out", async () => {
    await pass();
    expect(await breaker.admit(8)).toBe(0);
    now += 10 ** 9;
    expect(await breaker.admit(8)).toBe(0);
    expect(await breaker.nextIn()).toBeNull();
  });

  test("one of two who ask at the same time gets the probe", async () => {
    now += 10_000;
    expect(await Promise.all([breaker.admit(8), breaker.admit(8)])).toEqual([1, 0]);
  });

  test("a probe may still start when there was nothing to probe with before", async () => {
    await pass();
    await breaker.giveBack();
    expect(await breaker.nextIn()).toBe(0);
    expect(await breaker.admit(8)).toBe(1);
  });

  test("a probe that succeeds lets everything go on", async () => {
    await pass();
    expect(await breaker.note("success")).toBe("closed");
    expect([await breaker.admit(8), await breaker.nextIn()]).toEqual([8, null]);
    expect(await breaker.isOpen()).toBe(false);
    await fail(4);
    expect(await breaker.admit(8)).toBe(8);
  });

  test("each probe that fails doubles the pause, up to five minutes", async () => {
    const pauses: number[] = [];
    for (let probe = 0; probe < 8; probe++) {
      pauses.push((await pass()) / 1000);
      await fail(1);
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test("the pause begins anew at ten seconds once it went on in between", async () => {
    await pass();
    await fail(1);
    await pass();
    await breaker.note("success");
    await fail(5);
    expect(await pass()).toBe(10_000);
  });

  test("failures of attempts that began before it change nothing", async () => {
    const before = await breaker.nextIn();
    for (let late = 0; late < 7; late++) await breaker.note("failure");
    expect(await breaker.nextIn()).toBe(before);
  });

  test("the success of one that began before it ends the pause", async () => {
    expect(await breaker.note("success")).toBe("closed");
    expect(await breaker.admit(8)).toBe(8);
  });
});

test("pauses differ by up to a tenth, so that instances do not probe together", async () => {
  for (const [share, milliseconds] of [
    [0, 9000],
    [1, 11_000],
  ] as const) {
    breaker = new MemoryBreaker({ clock: () => now, random: () => share });
    await fail(5);
    expect(await pass()).toBe(milliseconds);
  }
});
