import { describe, expect, test } from "bun:test";
import { peakOf } from "../../cli/plan/capacity.ts";
import { random } from "../../scripts/common/random.ts";
import { dayOfArrivals, peakBegins, steadyArrivals } from "../../scripts/scaling/arrivals.ts";
import { constant, type Draw, exponential, logNormal, logNormalOfMean } from "../../scripts/scaling/draws.ts";
import { constantServiceWait, erlangC, erlangWait } from "../../scripts/scaling/erlang.ts";
import { Events } from "../../scripts/scaling/events.ts";
import { dayOf, meanOf, quantilesOf } from "../../scripts/scaling/levels.ts";
import { figureIn, measured } from "../../scripts/scaling/measured.ts";
import type { Setup } from "../../scripts/scaling/setup.ts";
import { simulate } from "../../scripts/scaling/simulate.ts";
import { planFor } from "../../scripts/scaling/sizes.ts";
import { plainSetup } from "../../scripts/scaling/theory.ts";

const seed = "a fixed one";

/** How far a simulated mean wait is from the one that is known, as a share of that. */
function off(found: number, known: number): number {
  return Math.abs(found - known) / known;
}

/** Some instances that are busy, one of which dies, a queue that is away for a while, and a Laravel that takes its time. */
function troubled(other: Partial<Setup> = {}): Setup {
  return {
    seed,
    arrivals: steadyArrivals(6000, 8, seed),
    instances: 4,
    workers: 2,
    inHandPerWorker: 2,
    loading: logNormal(0.1, 0.4),
    reading: logNormalOfMean(0.7, 1.5),
    answering: exponential(0.3),
    deliveries: 12,
    queueSize: 200,
    failing: 0.02,
    deaths: [{ at: 200, instance: 1, seconds: 90 }],
    absences: [{ at: 400, seconds: 25 }],
    leaseSeconds: 60,
    resendSeconds: 5,
    ...other,
  };
}

describe("the simulation waits as queueing theory says", () => {
  test.each([0.5, 0.7, 0.8])("for one worker that is busy for %p of its time (M/M/1)", (busy) => {
    const { waited } = simulate(plainSetup(seed, { workers: 1, busy, reports: 400_000 }));
    expect(off(meanOf(waited), busy / (1 - busy))).toBeLessThan(0.04);
  });

  test.each([
    [2, 0.7],
    [8, 0.85],
    [16, 0.75],
  ])("for %p workers that are busy for %p of theirs (M/M/c, Erlang C)", (workers, busy) => {
    const { waited } = simulate(plainSetup(seed, { workers, busy, reports: 400_000 }));
    expect(off(meanOf(waited), erlangWait(workers, workers * busy))).toBeLessThan(0.05);
    const waits = waited.filter((seconds) => seconds > 0).length / waited.length;
    expect(off(waits, erlangC(workers, workers * busy))).toBeLessThan(0.03);
  });

  test("for a worker that always takes as long (M/D/1, Pollaczek and Khinchine)", () => {
    const { waited } = simulate(
      plainSetup(seed, { workers: 1, busy: 0.8, reports: 400_000, reading: constant(1) }),
    );
    expect(off(meanOf(waited), constantServiceWait(0.8))).toBeLessThan(0.04);
  });

  test("and the formulas say what tables of them do", () => {
    expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 10);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 10);
    expect(erlangC(5, 4)).toBeCloseTo(0.5541, 4);
    expect(erlangWait(1, 0.8)).toBeCloseTo(4, 10);
    expect(constantServiceWait(0.8)).toBeCloseTo(2, 10);
  });
});

describe("what comes in", () => {
  test("is done, has failed or waits, whatever dies and is away", () => {
    const { came, done, failed, waiting, delivered, refused, takenOver } = simulate(troubled());
    expect(done + failed + waiting).toBe(came);
    expect(waiting).toBe(0);
    expect(delivered).toBe(came);
    expect(failed).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    expect(takenOver).toBeGreaterThan(0);
  });

  test("waits where nobody is left to read it", () => {
    const never = Number.POSITIVE_INFINITY;
    const outcome = simulate(
      troubled({
        arrivals: Float64Array.of(1, 1.5, 2),
        instances: 1,
        workers: 1,
        reading: constant(10),
        deaths: [{ at: 2.5, instance: 0, seconds: never }],
        leaseSeconds: never,
        absences: [],
      }),
    );
    expect([outcome.done, outcome.failed, outcome.waiting]).toEqual([0, 0, 3]);
  });

  test("is refused beyond what the queue holds, and comes again", () => {
    const arrivals = new Float64Array(50).fill(1);
    const { refused, done, largestQueue } = simulate(troubled({ arrivals, queueSize: 10, failing: 0 }));
    expect(refused).toBeGreaterThan(0);
    expect(done).toBe(50);
    expect(largestQueue).toBe(10);
  });

  test("comes as the plan's peak says", () => {
    const demand = { usersPerDay: 100_000, picturesPerUser: 1, peakShare: 20, peakHours: 2 };
    const arrivals = dayOfArrivals(demand, seed);
    expect(off(arrivals.length, 100_000)).toBeLessThan(0.01);
    const inPeak = arrivals.filter((at) => at >= peakBegins && at < peakBegins + 7200).length;
    expect(off(inPeak, peakOf(demand).pictures)).toBeLessThan(0.02);
    expect(arrivals.every((at, index) => index === 0 || at >= (arrivals[index - 1] ?? 0))).toBeTrue();
  });
});

describe("the same seed", () => {
  test("gives the same to the last bit, and another one something else", () => {
    const once = simulate(troubled());
    expect(simulate(troubled())).toEqual(once);
    expect(simulate(troubled({ seed: "another one" })).whole).not.toEqual(once.whole);
  });
});

describe("an instance that is killed", () => {
  const alone: Partial<Setup> = {
    arrivals: Float64Array.of(1),
    instances: 2,
    loading: constant(0.5),
    reading: constant(2),
    answering: constant(0),
    absences: [],
    failing: 0,
  };
  const killed = (instance: number) => [{ at: 2, instance, seconds: 3600 }];

  test("has its work done by another one after its lease, and not before", () => {
    // One of both has it, and which one is chance.
    const outcomes = [0, 1].map((instance) => simulate(troubled({ ...alone, deaths: killed(instance) })));
    const ends = outcomes.map(({ ended }) => ended[0] ?? 0).sort((one, other) => one - other);
    expect(ends[0]).toBeCloseTo(2.5, 5);
    // Killed a second after it came, 60 s for the lease, loaded and read anew.
    expect(ends[1]).toBeCloseTo(1 + 60 + 2.5, 5);
    expect(outcomes.map(({ takenOver }) => takenOver).sort()).toEqual([0, 1]);
  });

  test("is missed by the service levels where too few are left", () => {
    const holds = [2, 8].map((instances) => {
      const setup = troubled({ instances, absences: [], queueSize: 10_000, failing: 0 });
      return dayOf(simulate(setup), setup.arrivals, [0, Number.POSITIVE_INFINITY]).holds;
    });
    expect(holds).toEqual([false, true]);
  });
});

describe("a queue that is away", () => {
  const short: Partial<Setup> = { arrivals: Float64Array.of(1, 5), deaths: [], failing: 0 };
  const exact = { loading: constant(0), reading: constant(2), answering: constant(0) };

  test("has callers wait for ten seconds, and send again after a 503", () => {
    const away = { ...short, ...exact, absences: [{ at: 2, seconds: 30 }] };
    const { refused, done, ended, whole } = simulate(troubled(away));
    expect(done).toBe(2);
    // What was read meanwhile is written when it is back.
    expect(ended[0]).toBeCloseTo(31, 5);
    // 503 at 15, again at 20, which is answered at 30 with 503, again at 35: back since 32.
    expect(refused).toBe(2);
    expect(whole[1]).toBeCloseTo(35 + 2 - 5, 5);
  });

  test("is not noticed by callers where it is back in time", () => {
    const { refused, done } = simulate(troubled({ ...short, ...exact, absences: [{ at: 4, seconds: 8 }] }));
    expect([refused, done]).toEqual([0, 2]);
  });
});

describe("more workers", () => {
  test("never have anybody wait longer, whatever the times", () => {
    const of = (workers: number) =>
      simulate(
        plainSetup(seed, { workers, busy: 3 / workers, reports: 20_000, reading: logNormal(0.8, 2.2) }),
      );
    const runs = [4, 5, 6, 9].map(of);
    for (const [index, { waited }] of runs.entries()) {
      const fewer = runs[index - 1]?.waited;
      if (fewer === undefined) continue;
      expect(waited.every((seconds, report) => seconds <= (fewer[report] ?? 0) + 1e-9)).toBeTrue();
    }
  });

  test("and more instances make nothing slower on average, also in trouble", () => {
    const means = [4, 5, 8].map((instances) => meanOf(simulate(troubled({ instances })).whole));
    expect(means.toSorted((one, other) => other - one)).toEqual(means);
  });
});

describe("its parts", () => {
  test("events come out in the order of their times", () => {
    const { int } = random(seed);
    const events = new Events();
    const times = Array.from({ length: 500 }, () => int(0, 100));
    for (const at of times) events.add(at, 0, at);
    const out: number[] = [];
    while (events.nextAt < Number.POSITIVE_INFINITY) events.take((_, subject) => out.push(subject));
    expect(out).toEqual(times.toSorted((one, other) => one - other));
  });

  test("drawn times have the median, the p95 and the mean that were asked for", () => {
    const drawn = (draw: Draw) => {
      const own = random(seed);
      return Float64Array.from({ length: 100_000 }, () => draw(own));
    };
    const { p50, p95 } = quantilesOf(drawn(logNormal(0.1, 0.4)));
    expect(off(p50, 0.1)).toBeLessThan(0.02);
    expect(off(p95, 0.4)).toBeLessThan(0.03);
    expect(off(meanOf(drawn(logNormalOfMean(0.2, 1.19))), 0.2)).toBeLessThan(0.01);
  });

  test("measured figures are found in the pages that scripts write, and a missing one is named", () => {
    for (const value of Object.values(measured())) expect(value).toBeGreaterThan(0);
    const page = "<!-- bombs: begin -->\n| faults | 12 MB | 0 |\n<!-- bombs: end -->\n| other | 5 |";
    expect(figureIn(page, "bombs", "faults")).toBe(12);
    expect(() => figureIn(page, "bombs", "other")).toThrow('The section of bombs has no "other"');
  });

  test("a plan has machines for its peak with 30 % in reserve, and two where a queue is shared", () => {
    const cost = { ...measured(), picturesPerMinute: 600 };
    const of = (usersPerDay: number) =>
      planFor({ usersPerDay, picturesPerUser: 1, peakShare: 20, peakHours: 2 }, cost);
    expect([7000, 70_000, 700_000, 7_000_000].map((people) => of(people).machines)).toEqual([1, 2, 3, 28]);
    expect(of(7_000_000).queueSize).toBeGreaterThanOrEqual(1_400_000);
    expect(of(7000).isShared).toBeFalse();
  });
});
