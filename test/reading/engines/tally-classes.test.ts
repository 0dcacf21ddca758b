import { expect, test } from "bun:test";
import type { Model } from "../../../src/reading/engines/onnx/model.ts";
import { loadClasses, recognizeByTally } from "../../../src/reading/engines/tally/recognize.ts";

const classes = loadClasses();
const image = { width: 32, height: 32, data: new Uint8Array(32 * 32 * 3).map((_, at) => at % 251) };

/** What is read, and how sure it is, where the network gives a step these shares, and is sure of blank ground at all others. */
async function readOf(shares: Readonly<Record<string, number>>) {
  const model: Model = {
    async run(_from, to) {
      const scores = new Float32Array((to[1] ?? 0) * classes.characters.length).fill(-20);
      for (let step = 0; step < (to[1] ?? 0); step++) scores[step * classes.characters.length] = 0;
      scores[0] = -20;
      for (const [character, share] of Object.entries(shares))
        scores[classes.characters.indexOf(character)] = Math.log(share);
      return scores;
    },
  };
  const { line, confidence } = await recognizeByTally(model, classes, image, {
    x: 0,
    y: 0,
    width: 32,
    height: 32,
  });
  return { text: line?.text, confidence };
}

test("which dash or quotation mark it is nobody has to be sure of", async () => {
  const dash = await readOf({ "-": 0.5, "–": 0.3, "—": 0.2 });
  expect(dash.text).toBe("-");
  expect(dash.confidence).toBeCloseTo(1, 3);
  expect((await readOf({ "’": 0.6, "'": 0.4 })).confidence).toBeCloseTo(1, 3);
});

test("which digit it is everybody has to be sure of", async () => {
  expect((await readOf({ "1": 0.5, l: 0.3, I: 0.2 })).confidence).toBeCloseTo(0.5, 3);
  expect((await readOf({ "0": 0.6, O: 0.4 })).confidence).toBeCloseTo(0.6, 3);
});
