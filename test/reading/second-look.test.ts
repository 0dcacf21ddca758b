import { expect, test } from "bun:test";
import type { Line, SecondReader } from "../../src/reading/engines/engine.ts";
import { analyse } from "../../src/reading/extract/screen.ts";
import { stepCandidates } from "../../src/reading/extract/steps.ts";
import type { Box, Raster } from "../../src/reading/image/raster.ts";
import { lookAgain } from "../../src/reading/second-look.ts";
import type { SecondOpinion } from "../../src/reading/verdict.ts";
import { line } from "../support/lines.ts";
import { drawStrokes } from "../support/strokes.ts";

const counted = [line("Steps", 90, 80), line("5475", 96, 18, 44)];

/** What an engine says of the count in a picture, of which it reads `wide` where it is shown more than the count. */
async function look(
  picture: Raster,
  wide: string,
  narrow = "5475",
  lines: readonly Line[] = counted,
): Promise<{ opinion: SecondOpinion; looks: Box[] }> {
  const looks: Box[] = [];
  const engine: SecondReader = {
    name: "tesseract",
    async recognizeLine(_image, box) {
      looks.push(box);
      return line(box.width > 120 ? wide : narrow, box.x, box.y);
    },
  };
  const [chosen] = stepCandidates(analyse(lines, picture.width, picture.height), null);
  if (chosen === undefined) throw new Error("no count was found");
  return { opinion: await lookAgain(engine, picture, chosen, lines), looks };
}

test("a further digit beside the number is found", async () => {
  const { opinion } = await look(drawStrokes([72, 100, 121, 142, 163]), "15475");
  expect(opinion).toEqual({ engine: "tesseract", text: "5475", agrees: true, wider: 15475, isAlone: false });
});

test("a further digit is found, too, when it is hardly darker than the ground", async () => {
  const picture = drawStrokes([100, 121, 142, 163]);
  for (let y = 20; y < 60; y++)
    picture.data.fill(238, (y * picture.width + 72) * 3, (y * picture.width + 82) * 3);
  expect((await look(picture, "15475")).opinion.wider).toBe(15475);
});

test("where nothing is written beside the number, nobody looks there", async () => {
  const { opinion, looks } = await look(drawStrokes([100, 121, 142, 163]), "15475");
  expect(opinion).toEqual({ engine: "tesseract", text: "5475", agrees: true, wider: null, isAlone: true });
  expect(looks).toHaveLength(1);
});

test("a number that is a word of its own is read once, though the second engine reads another", async () => {
  const { opinion, looks } = await look(drawStrokes([100, 121, 142, 163]), "5475", "5476");
  expect(opinion).toMatchObject({ text: "5476", agrees: false });
  expect(looks).toHaveLength(1);
});

test.each(["547.5", "54,75"])("the same digits as a decimal number are another number: %s", async (read) => {
  const { opinion } = await look(drawStrokes([100, 121, 142, 163]), "5475", read);
  expect(opinion.agrees).toBe(false);
});

test.each(["5.475", "5,475", "5 475", "5475"])(
  "the same digits in groups are the same number: %s",
  async (read) => {
    const { opinion } = await look(drawStrokes([100, 121, 142, 163]), "5475", read);
    expect(opinion.agrees).toBe(true);
  },
);

test.each([
  ["no digit of a number that begins where those under it do", [96, 98], null],
  ["a digit, where the number begins behind them", [72, 74], 15475],
  ["a digit, where one number alone begins where it does", [96, 140], 15475],
] as const)("an icon before it is %s", async (_what, [minutes, calories], wider) => {
  const list = [line("82 mins", minutes, 80, 44), line("340 Cal", calories, 142, 44)];
  const picture = drawStrokes([72, 100, 121, 142, 163]);
  const { opinion } = await look(picture, "15475", "5475", [line("5475 steps", 96, 18, 44), ...list]);
  expect(opinion).toMatchObject({ agrees: true, wider });
});
