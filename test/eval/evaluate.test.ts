import { describe, expect, test } from "bun:test";
import { fixtureBytes } from "../../scripts/common/fixtures.ts";
import { OcrEcoError } from "../../src/errors.ts";
import type { Result } from "../../src/eval/document.ts";
import { evaluate } from "../../src/eval/evaluate.ts";
import { perturbations } from "../../src/eval/perturb.ts";
import type { LabelledPicture } from "../../src/eval/set.ts";
import { reading } from "../support/results.ts";

const some = perturbations.filter(({ name }) => ["jpeg20", "crop-left"].includes(name));
const bytes = fixtureBytes("broken", "sixteen-bit.png");

/** Pictures whose bytes are counted from when they are loaded until they are read. */
function pictures(count: number, held: { now: number; most: number }): LabelledPicture[] {
  return Array.from({ length: count }, (_, number) => ({
    name: `${number}.png`,
    label: { steps: 5475 },
    source: {
      name: `set/${number}.png`,
      load: async () => {
        held.most = Math.max(held.most, ++held.now);
        return bytes;
      },
    },
  }));
}

describe("an evaluation", () => {
  test("reads pictures as they came, then each perturbation, few at a time and all in order", async () => {
    const held = { now: 0, most: 0 };
    const heard: Result[] = [];
    const results = await evaluate(pictures(4, held), {
      lanes: 3,
      perturbations: some,
      onResult: (result) => heard.push(result),
      read: async (name) => {
        // The first one takes longest, so that the order is not that of the answers.
        await Bun.sleep(name.includes("/0.") ? 30 : 1);
        held.now--;
        return reading();
      },
    });
    expect(results.map(({ picture, perturbation }) => [perturbation, picture])).toEqual(
      [null, "jpeg20", "crop-left"].flatMap((way) =>
        [0, 1, 2, 3].map((number) => [way, `${number}.png`]),
      ) as never,
    );
    expect(held).toEqual({ now: 0, most: 3 });
    expect(heard).toHaveLength(results.length);
  });

  test("knows of crops whether the number is still there", async () => {
    const results = await evaluate(pictures(1, { now: 0, most: 0 }), {
      lanes: 1,
      perturbations: some,
      onResult() {},
      // The number begins at 100 of 1000 pixels.
      read: async () => reading(),
    });
    expect(results.map(({ whole }) => whole)).toEqual([undefined, undefined, true]);
  });

  test("goes on when a picture cannot be read, and tries no more with it", async () => {
    const asked: string[] = [];
    const results = await evaluate(pictures(2, { now: 0, most: 0 }), {
      lanes: 2,
      perturbations: some,
      onResult() {},
      read: async (name) => {
        asked.push(name);
        if (name.includes("0.png")) throw new OcrEcoError("OCR_TIMEOUT", `${name} took too long.`);
        return reading();
      },
    });
    expect(results.map(({ picture, status }) => `${picture} ${status}`)).toEqual([
      "0.png failed",
      "1.png verified",
      "1.png verified",
      "1.png verified",
    ]);
    expect(asked).toContain("set/1.png (crop-left)");
  });
});
