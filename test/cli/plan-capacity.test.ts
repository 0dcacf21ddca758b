import { describe, expect, test } from "bun:test";
import {
  bestOf,
  countsFor,
  type Demand,
  type Measured,
  peakOf,
  serverMb,
  suggest,
} from "../../cli/plan/capacity.ts";

const demand: Demand = { usersPerDay: 7000, picturesPerUser: 1, peakShare: 20, peakHours: 2 };
const measured = (workers: number, perMinute: number, memoryMb = 300 * workers): Measured => ({
  workers,
  perMinute,
  memoryMb,
  coreShare: 1,
  pictures: 100,
});
const plenty = 1_000_000;

describe("the peak", () => {
  test("of 7,000 users, a fifth of them within two hours, is 1,400 pictures, or 11.7 a minute", () => {
    expect(peakOf(demand)).toEqual({ pictures: 1400, perMinute: 1400 / 120 });
  });

  test("grows with the pictures of each user and with the share, and with how short it is", () => {
    expect(peakOf({ ...demand, picturesPerUser: 2.5 }).pictures).toBe(3500);
    expect(peakOf({ ...demand, peakShare: 50, peakHours: 0.5 })).toEqual({
      pictures: 3500,
      perMinute: 3500 / 30,
    });
  });

  test("of hardly anybody is one picture still", () => {
    expect(peakOf({ ...demand, usersPerDay: 1 }).pictures).toBe(1);
  });
});

describe("the numbers of workers that are tried", () => {
  test.each([
    [1, [1]],
    [2, [1, 2]],
    [4, [1, 2, 3, 4]],
    [8, [1, 2, 3, 5, 8]],
    [16, [1, 2, 4, 8, 16]],
    [256, [1, 4, 16, 64, 256]],
  ])("on %i cores are %p", (cores, counts) => {
    expect(countsFor(cores)).toEqual(counts);
  });

  test("begin with one, end with all cores, rise, and are never more than five", () => {
    for (let cores = 1; cores <= 256; cores++) {
      const counts = countsFor(cores);
      expect([counts[0], counts.at(-1), counts.length <= 5]).toEqual([1, cores, true]);
      expect(counts).toEqual([...new Set(counts)].sort((one, other) => one - other));
    }
  });
});

describe("the recommended number of workers", () => {
  test("is the one that reads most", () => {
    expect(bestOf([measured(1, 100), measured(2, 190), measured(4, 350)], plenty).workers).toBe(4);
  });

  test("is a smaller one that reads nearly as much: cores that are half ones bring nothing", () => {
    expect(bestOf([measured(1, 100), measured(2, 190), measured(4, 199)], plenty).workers).toBe(2);
    expect(bestOf([measured(1, 100), measured(2, 190), measured(4, 150)], plenty).workers).toBe(2);
  });

  test("is one that the memory holds, together with the server", () => {
    const all = [measured(1, 100), measured(2, 190), measured(4, 350)];
    expect(bestOf(all, 600 + serverMb).workers).toBe(2);
    expect(bestOf(all, 600 + serverMb - 1).workers).toBe(1);
  });

  test("is the smallest one where the memory holds none", () => {
    expect(bestOf([measured(1, 100), measured(2, 190)], 100).workers).toBe(1);
  });
});

describe("the queue", () => {
  test("has room for all pictures of the peak, in thousands", () => {
    expect(suggest(measured(2, 190), demand).queueSize).toBe(2000);
    expect(suggest(measured(2, 190), { ...demand, usersPerDay: 10_000 }).queueSize).toBe(2000);
    expect(suggest(measured(2, 190), { ...demand, usersPerDay: 10_001 }).queueSize).toBe(3000);
  });

  test("has never less than the default", () => {
    expect(suggest(measured(2, 190), { ...demand, usersPerDay: 1 }).queueSize).toBe(1000);
  });

  test("of each of several machines has room for its part", () => {
    const { machines, queueSize } = suggest(measured(1, 100), { ...demand, usersPerDay: 80_000 });
    expect([machines, queueSize]).toEqual([2, 8000]);
  });
});

describe("the longest wait", () => {
  test("is that of the last one when all of the peak comes at once", () => {
    expect(suggest(measured(2, 140), demand).longestWaitSeconds).toBe(600);
  });

  test("is no longer for a machine that shares the peak with others", () => {
    const { machines, longestWaitSeconds } = suggest(measured(1, 100), { ...demand, usersPerDay: 80_000 });
    expect([machines, longestWaitSeconds]).toEqual([2, 4800]);
  });
});

describe("machines", () => {
  test("carry as many users as come to 70 % of what they read at the peak, to two digits", () => {
    // 193 × 0.7 × 120 / 0.2 = 81,060
    expect(suggest(measured(2, 193), demand).usersPerDay).toBe(81_000);
    expect(suggest(measured(2, 193), { ...demand, picturesPerUser: 2 }).usersPerDay).toBe(40_000);
  });

  test("are two from there on, and as many as it takes", () => {
    const machinesFor = (usersPerDay: number) =>
      suggest(measured(2, 193), { ...demand, usersPerDay }).machines;
    expect([7000, 81_000, 81_100, 162_000, 1_000_000].map(machinesFor)).toEqual([1, 1, 2, 2, 13]);
  });

  test("that carry next to nothing are still counted", () => {
    const { machines, usersPerDay } = suggest(measured(1, 0.01), demand);
    expect([machines, usersPerDay]).toEqual([1667, 4]);
  });

  test("read the peak so many times, all together", () => {
    expect(suggest(measured(2, 175), demand).headroom).toBeCloseTo(15);
    expect(suggest(measured(1, 100), { ...demand, usersPerDay: 80_000 }).headroom).toBeCloseTo(1.5);
  });

  test("take the memory of their workers and of the server", () => {
    expect(suggest(measured(2, 193, 531), demand).memoryMb).toBe(531 + serverMb);
  });
});
