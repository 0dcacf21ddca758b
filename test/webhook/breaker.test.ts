import { beforeEach, describe, expect, test } from "bun:test";
import { Breaker } from "../../src/webhook/breaker.ts";

let now: number;
let breaker: Breaker;

beforeEach(() => {
  now = 5000;
  breaker = new Breaker({ clock: () => now, random: () => 0.5 });
});

function fail(times: number): void {
  for (let time = 0; time < times; time++) {
    breaker.started(1);
    breaker.note("failure");
  }
}

/** Lets the pause pass and gives how long it was. */
function pass(): number {
  const pause = (breaker.nextAt ?? Number.NaN) - now;
  now += pause - 1;
  expect(breaker.mayTake(8)).toBe(0);
  now += 1;
  expect(breaker.mayTake(8)).toBe(1);
  return pause;
}

describe("a destination that answers", () => {
  test("gets all attempts that are free", () => {
    expect([breaker.mayTake(8), breaker.mayTake(0)]).toEqual([8, 0]);
    expect(breaker.nextAt).toBeNull();
  });

  test("gets them also after failures that were not in a row", () => {
    for (let round = 0; round < 5; round++) {
      fail(4);
      breaker.note("success");
    }
    expect(breaker.mayTake(8)).toBe(8);
  });
});

describe("after five failures in a row", () => {
  beforeEach(() => fail(5));

  test("nothing is sent for ten seconds, then one probe", () => {
    expect(breaker.isOpen).toBe(true);
    expect(breaker.mayTake(8)).toBe(0);
    expect(pass()).toBe(10_000);
    expect(breaker.mayTake(0)).toBe(0);
  });

  test("no second probe starts while one is out", () => {
    pass();
    breaker.started(1);
    expect(breaker.mayTake(8)).toBe(0);
    now += 10 ** 9;
    expect(breaker.mayTake(8)).toBe(0);
    expect(breaker.nextAt).toBeNull();
  });

  test("a probe may still start when there was nothing to probe with before", () => {
    pass();
    breaker.started(0);
    expect(breaker.mayTake(8)).toBe(1);
  });

  test("a probe that succeeds lets everything go on", () => {
    pass();
    breaker.started(1);
    breaker.note("success");
    expect([breaker.mayTake(8), breaker.nextAt, breaker.isOpen]).toEqual([8, null, false]);
    fail(4);
    expect(breaker.mayTake(8)).toBe(8);
  });

  test("each probe that fails doubles the pause, up to five minutes", () => {
    const pauses = Array.from({ length: 8 }, () => {
      const pause = pass();
      fail(1);
      return pause / 1000;
    });
    expect(pauses).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test("the pause begins anew at ten seconds once it went on in between", () => {
    pass();
    fail(1);
    pass();
    breaker.started(1);
    breaker.note("success");
    fail(5);
    expect(pass()).toBe(10_000);
  });

  test("failures of attempts that began before it change nothing", () => {
    const { nextAt } = breaker;
    for (let late = 0; late < 7; late++) breaker.note("failure");
    expect(breaker.nextAt).toBe(nextAt);
  });

  test("the success of one that began before it ends the pause", () => {
    breaker.note("success");
    expect(breaker.mayTake(8)).toBe(8);
  });
});

test("pauses differ by up to a tenth, so that instances do not probe together", () => {
  for (const [share, milliseconds] of [
    [0, 9000],
    [1, 11_000],
  ] as const) {
    breaker = new Breaker({ clock: () => now, random: () => share });
    fail(5);
    expect(pass()).toBe(milliseconds);
  }
});
