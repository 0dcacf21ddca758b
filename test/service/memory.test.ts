import { expect, test } from "bun:test";
import { MemoryKeeper } from "../../src/service/memory.ts";

/** How often garbage is collected in a process that has so many megabytes in use, and has so much to do, as it is looked at. */
function collections(looks: readonly (readonly [megabytes: number, load: "busy" | "quiet"])[]): number[] {
  let [used, worked, collected] = [0, 0, 0];
  const keeper = new MemoryKeeper({
    used: () => used,
    worked: () => worked,
    collect: () => void collected++,
  });
  return looks.map(([megabytes, load]) => {
    used = 1e6 * megabytes;
    worked += load === "busy" ? 1500 : 20;
    collected = 0;
    keeper.look();
    return collected;
  });
}

test("garbage is collected when memory has grown, and not again while that is what is needed", () => {
  expect(
    collections([
      [60, "busy"],
      [110, "busy"],
      [112, "busy"],
      [117, "busy"],
      [119, "busy"],
      [119, "busy"],
    ]),
  ).toEqual([0, 1, 0, 0, 1, 0]);
});

test("what is given back meanwhile counts: growth is what comes on top of the least", () => {
  expect(
    collections([
      [118, "busy"],
      [108, "busy"],
      [117, "busy"],
    ]),
  ).toEqual([1, 0, 1]);
});

test("garbage is collected once when load has gone", () => {
  expect(
    collections([
      [110, "busy"],
      [112, "quiet"],
      [111, "quiet"],
      [111, "quiet"],
      [112, "busy"],
      [112, "quiet"],
    ]),
  ).toEqual([1, 1, 0, 0, 0, 1]);
});

test("nothing is collected while little memory is in use", () => {
  expect(
    collections([
      [85, "busy"],
      [89, "quiet"],
    ]),
  ).toEqual([0, 0]);
});
