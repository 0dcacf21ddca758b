import { expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { Pace } from "../../src/service/pace.ts";

test("work that is asked for while it runs is done once more, and never twice at once", async () => {
  let [runs, atOnce, most] = [0, 0, 0];
  const pace = new Pace(async () => {
    most = Math.max(most, ++atOnce);
    runs++;
    await Bun.sleep(5);
    atOnce--;
    return null;
  }, console.error);
  pace.ask();
  await until("it has begun", () => runs === 1);
  for (let count = 0; count < 10; count++) pace.ask();
  await until("it was done again", () => runs === 2);
  await Bun.sleep(20);
  expect([runs, most]).toEqual([2, 1]);
});

test("work comes back by itself when it says so, and not when it does not", async () => {
  let runs = 0;
  const pace = new Pace(async () => (++runs < 3 ? 1 : null), console.error);
  pace.ask();
  await until("it ran three times", () => runs === 3);
  await Bun.sleep(20);
  expect(runs).toBe(3);
});

test("work that fails is tried again", async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const pace = new Pace(
    async () => {
      if (++runs === 1) throw new Error("the disk is full");
      return null;
    },
    (error) => errors.push(error),
  );
  pace.ask();
  await until("it ran again", () => runs === 2);
  expect(errors).toHaveLength(1);
});

test("nothing is done any more once it is stopped", async () => {
  let runs = 0;
  const pace = new Pace(async () => {
    runs++;
    return 5;
  }, console.error);
  pace.ask();
  pace.stop();
  pace.ask();
  await Bun.sleep(30);
  expect(runs).toBeLessThanOrEqual(1);
});
