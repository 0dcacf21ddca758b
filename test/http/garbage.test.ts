import { expect, test } from "bun:test";
import { Garbage } from "../../src/http/garbage.ts";

/** What requests leave behind: each is known to nobody else, so that a collection takes it away. */
function leave(count: number): WeakRef<object>[] {
  return Array.from({ length: count }, () => new WeakRef({ body: "x".repeat(100) }));
}

const left = (all: readonly WeakRef<object>[]): number => all.filter((each) => each.deref()).length;

test("what requests leave behind is collected after every 500 answers, and not before", async () => {
  const garbage = new Garbage();
  const all = leave(1000);
  for (let answer = 1; answer < 500; answer++) garbage.answered();
  // A reference that was just made is held until its turn of the event loop is over.
  await Bun.sleep(1);
  expect(left(all)).toBe(1000);
  garbage.answered();
  await Bun.sleep(1);
  expect(left(all)).toBeLessThan(100);
});
