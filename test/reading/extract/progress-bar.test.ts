import { describe, expect, test } from "bun:test";
import type { StepCandidate } from "../../../src/reading/extract/candidate.ts";
import { barDoubts } from "../../../src/reading/extract/progress.ts";
import { type Box, clip, type Raster } from "../../../src/reading/image/raster.ts";
import { sentencesOf } from "../../../src/reading/reasons.ts";
import { candidate } from "../../support/findings.ts";

type Colour = readonly [red: number, green: number, blue: number];
const [ground, track, green]: readonly Colour[] = [
  [255, 255, 255],
  [228, 228, 230],
  [60, 190, 110],
] as const;

/** A page with a bar under its count that is filled so far, and ends at the count's card or runs out of it. */
function pageWith(filled: number, { right = 360, track: behind = track } = {}): Raster {
  const image: Raster = { width: 400, height: 400, data: new Uint8Array(400 * 400 * 3) };
  const fill = (box: Box, colour: Colour = [0, 0, 0]): void => {
    const { x, y, width, height } = clip(box, image.width, image.height);
    for (let row = y; row < y + height; row++)
      for (let column = x; column < x + width; column++)
        image.data.set(colour, (row * image.width + column) * 3);
  };
  fill({ x: 0, y: 0, width: 400, height: 400 }, ground);
  fill({ x: 40, y: 160, width: right - 40, height: 20 }, behind);
  fill({ x: 40, y: 160, width: filled * 320, height: 20 }, green);
  return image;
}

const countAt = (text: string): StepCandidate => {
  const found = candidate(text);
  return { ...found, token: { ...found.token, box: { x: 120, y: 100, width: 120, height: 36 } } };
};
const doubts = (text: string, image: Raster): readonly string[] =>
  sentencesOf(barDoubts(countAt(text), image, 10_000));

describe("the bar under a count", () => {
  test("fits the share of the goal that the count is", () => {
    expect(doubts("7.251", pageWith(0.73))).toEqual([]);
  });

  test("shows that the count was changed where it does not", () => {
    const words = "the bar under it is filled to 73 %, but 9251 are 93 % of 10000";
    expect(doubts("9.251", pageWith(0.73))).toEqual([words]);
    expect(doubts("17.251", pageWith(0.73))).toHaveLength(1);
    expect(doubts("2.251", pageWith(0.73))).toHaveLength(1);
  });

  test("says nothing of a few steps: the shortest bar is as long as it is high", () => {
    expect(doubts("251", pageWith(0.12))).toEqual([]);
  });

  test("says nothing where it is full, as a button is", () => {
    expect(doubts("9.251", pageWith(1))).toEqual([]);
  });

  test("is none where the grey runs on to the picture's edge, or is no other than the ground", () => {
    expect(doubts("9.251", pageWith(0.73, { right: 400 }))).toEqual([]);
    expect(doubts("9.251", pageWith(0.73, { track: ground }))).toEqual([]);
  });
});
