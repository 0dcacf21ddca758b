import { describe, expect, test } from "bun:test";
import { fixtureBytes } from "../../scripts/common/fixtures.ts";
import { leavesWhole, type Perturbation, perturb, perturbations } from "../../src/eval/perturb.ts";
import { decode } from "../../src/reading/image/decode.ts";
import { crop, type Raster } from "../../src/reading/image/raster.ts";
import { turned } from "../../src/reading/image/turn.ts";

const bytes = fixtureBytes("broken", "sixteen-bit.png");
const { raster: original } = await decode(bytes, "original");
const { width, height } = original;

function named(name: string): Perturbation {
  const found = perturbations.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

async function perturbed(name: string): Promise<Raster> {
  return (await decode(await perturb(named(name), bytes, "original"), name)).raster;
}

/** Mean difference of two pictures of one size, in steps of 8-bit brightness. */
function difference(a: Raster, b: Raster): number {
  expect([b.width, b.height]).toEqual([a.width, a.height]);
  return a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0) / a.data.length;
}

describe("perturbations", () => {
  test.each(perturbations.map(({ name }) => name))("%s is the same each time", async (name) => {
    const [once, again] = await Promise.all([1, 2].map(() => perturb(named(name), bytes, "original")));
    expect(once).toEqual(again as Uint8Array);
  });

  test("as JPEG lose more with less quality", async () => {
    const losses = await Promise.all(
      ["jpeg70", "jpeg40", "jpeg20"].map(async (name) => difference(original, await perturbed(name))),
    );
    expect(losses).toEqual(losses.toSorted((a, b) => a - b));
    expect(losses[0]).toBeGreaterThan(0);
  });

  test("by width only shrink", async () => {
    for (const most of [720, 480, 360]) {
      const small = await perturbed(`width${most}`);
      expect(small.width).toBe(Math.min(most, width));
      expect(small.height / small.width).toBeCloseTo(height / width, 1);
    }
  });

  const [cutX, cutY] = [Math.round(width / 10), Math.round(height / 10)];
  test.each([
    ["crop-left", { x: cutX, y: 0, width: width - cutX, height }],
    ["crop-right", { x: 0, y: 0, width: width - cutX, height }],
    ["crop-top", { x: 0, y: cutY, width, height: height - cutY }],
    ["crop-bottom", { x: 0, y: 0, width, height: height - cutY }],
    ["crop-all", { x: cutX, y: cutY, width: width - 2 * cutX, height: height - 2 * cutY }],
  ])("%s keeps the rest as it is", async (name, kept) => {
    expect(difference(crop(original, kept), await perturbed(name))).toBe(0);
  });

  test.each([90, 180, 270] as const)("rotate%d turns clockwise", async (degrees) => {
    expect(difference(await turned(original, degrees), await perturbed(`rotate${degrees}`))).toBe(0);
  });

  test("that tilt lose nothing and lean to different sides", async () => {
    const [left, right] = [await perturbed("tilt-2"), await perturbed("tilt+2")];
    expect(left.width).toBeGreaterThan(width);
    expect(left.height).toBeGreaterThan(height);
    expect(difference(left, right)).toBeGreaterThan(1);
  });

  test("inverted turns each colour to its opposite", async () => {
    const opposite = { ...original, data: original.data.map((value) => 255 - value) };
    expect(difference(opposite, await perturbed("inverted"))).toBe(0);
  });

  test("blur and photo change the picture, and keep its size", async () => {
    expect(difference(original, await perturbed("blur"))).toBeGreaterThan(0.5);
    expect(difference(original, await perturbed("photo"))).toBeGreaterThan(3);
  });

  test("name the picture that cannot be decoded", async () => {
    const broken = perturb(named("blur"), fixtureBytes("broken", "text.png"), "text.png (blur)");
    expect(broken).rejects.toThrow("text.png (blur)");
  });
});

describe("a crop leaves a number whole", () => {
  const at = (x: number, y: number) => ({ box: { x, y, width: 100, height: 50 }, width: 1000, height: 2000 });

  test.each([
    ["crop-left", at(100, 0), true],
    ["crop-left", at(99, 0), false],
    ["crop-right", at(800, 0), true],
    ["crop-right", at(801, 0), false],
    ["crop-top", at(0, 200), true],
    ["crop-top", at(0, 199), false],
    ["crop-bottom", at(0, 1750), true],
    ["crop-bottom", at(0, 1751), false],
    ["crop-all", at(100, 200), true],
    ["crop-all", at(99, 200), false],
    ["blur", at(0, 0), null],
  ] as const)("%s, at %o: %p", (name, place, whole) => {
    expect(leavesWhole(named(name), place)).toBe(whole);
  });
});
