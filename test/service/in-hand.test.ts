import { expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { InHand } from "../../src/service/in-hand.ts";

/** Jobs that go on until they are told to end, with room for two. */
function handsFor(slowMs: number, mostSlow = 16) {
  let asked = 0;
  const hands = new InHand({ most: 2, slowMs, mostSlow, onRoom: () => void asked++ });
  const take = (name: string) => {
    const end = Promise.withResolvers<void>();
    let onLoaded = (): void => {};
    hands.take(name, (loaded) => {
      onLoaded = loaded;
      return end.promise;
    });
    return { loaded: () => onLoaded(), end: end.resolve };
  };
  return { hands, take, asked: () => asked };
}

test("a picture whose server takes long gives up its place, and takes it again when it is here", async () => {
  const { hands, take, asked } = handsFor(1);
  const [one, other] = [take("a"), take("b")];
  await until("both have stepped aside", () => hands.free === 2);
  expect([hands.size, asked()]).toEqual([2, 2]);
  one.loaded();
  expect(hands.free).toBe(1);
  one.end();
  other.end();
  await hands.done();
  await until("all are gone", () => hands.size === 0);
  expect(hands.free).toBe(2);
});

test("a picture that is here keeps its place for as long as it is read", async () => {
  const { hands, take } = handsFor(1);
  take("a").loaded();
  await Bun.sleep(20);
  expect(hands.free).toBe(1);
});

test("no more than so many step aside, because each of them may hold a whole picture", async () => {
  const { hands, take } = handsFor(1, 3);
  for (const name of ["a", "b", "c", "d", "e"]) {
    const { free } = hands;
    take(name);
    if (free <= 3) await Bun.sleep(5);
  }
  await until("three stand aside", () => hands.size - (2 - hands.free) >= 3);
  await Bun.sleep(20);
  expect([hands.size, hands.free]).toEqual([5, 0]);
});
