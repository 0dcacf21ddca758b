import { expect, test } from "bun:test";
import { fixtureBytes } from "../../scripts/common/fixtures.ts";
import { decode } from "../../src/reading/image/decode.ts";
import { Leftovers } from "../../src/workers/leftovers.ts";

test("the pixels of a picture are given back at once, without a collection", async () => {
  const leftovers = new Leftovers();
  const { raster } = await decode(fixtureBytes("images", "samsung-home-en-light.png"), "picture");
  const { buffer } = raster.data;
  expect(raster.data.length).toBe(raster.width * raster.height * 3);
  leftovers.giveBack(raster);
  expect(buffer.byteLength).toBe(0);
  expect(raster.data.length).toBe(0);
});

test("what else was left is collected once it has come to something", async () => {
  const leftovers = new Leftovers();
  leftovers.giveBack(null);
  const left = garbage(20, 8 * 2 ** 20);
  await Bun.sleep(0);
  leftovers.giveBack(null);
  await Bun.sleep(0);
  expect(left.filter((each) => each.deref() !== undefined).length).toBeLessThan(10);
});

/** So many arrays of so many bytes, which nobody holds any more. */
function garbage(count: number, bytes: number): WeakRef<Uint8Array>[] {
  return Array.from({ length: count }, () => new WeakRef(new Uint8Array(bytes).fill(1)));
}
