import { expect, test } from "bun:test";
import { Lately } from "../../src/service/lately.ts";

test("however many ask, a good answer is asked for once, until it is too old", async () => {
  let asked = 0;
  const lately = new Lately(async () => void asked++, 60_000);
  await Promise.all([lately.answer(), lately.answer()]);
  await lately.answer();
  expect(asked).toBe(1);

  const forgetful = new Lately(async () => void asked++, 0);
  await forgetful.answer();
  await forgetful.answer();
  expect(asked).toBe(3);
});

test("a bad answer goes to those who wait for it, and the next one asks anew", async () => {
  let isWell = false;
  const lately = new Lately(async () => {
    if (!isWell) throw new Error("full");
  }, 60_000);
  const both = await Promise.allSettled([lately.answer(), lately.answer()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isWell = true;
  expect(await lately.answer()).toBeUndefined();
});
