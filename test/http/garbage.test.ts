import { expect, test } from "bun:test";
import { Garbage } from "../../src/http/garbage.ts";

/** What requests leave behind: each is known to nobody else, so that a collection takes it away. */
function leave(count: number): WeakRef<object>[] {
  return Array.from({ length: count }, () => new WeakRef({ body: "x".repeat(100) }));
}

const left = (all: readonly WeakRef<object>[]): number => all.filter((each) => each.deref()).length;

test("what requests leave behind is collected after 500 answers", async () => {
  const garbage = new Garbage();
  const all = leave(1000);
  for (let answer = 0; answer < 500; answer++) garbage.answered();
  // A reference that was just made is held until its turn of the event loop is over.
  await Bun.sleep(1);
  expect(left(all)).toBeLessThan(100);
});

// The engine may collect whenever it likes: what we ask of it is counted.
test("it is collected after every 500 answers, and not before", async () => {
  let collections = 0;
  const garbage = new Garbage(() => {
    collections++;
  });
  const answered = async (count: number): Promise<number> => {
    for (let answer = 0; answer < count; answer++) garbage.answered();
    await Bun.sleep(1);
    return collections;
  };
  expect([await answered(499), await answered(1), await answered(499), await answered(1)]).toEqual([
    0, 1, 1, 2,
  ]);
});
