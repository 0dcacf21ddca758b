import { expect, test } from "bun:test";
import { cell, writable, write } from "../../../src/reading/image/pixel-font.ts";

/** A text as it is drawn, one line of `#` and spaces for each row of dots. */
function drawn(text: string): string[] {
  const [width, height] = [text.length * cell.width, cell.height];
  const data = new Uint8Array(width * height * 3);
  write({ width, height, data }, text, { x: 0, y: 0, dot: 1, colour: [255, 0, 0] });
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => (data[(y * width + x) * 3] === 255 ? "#" : " "))
      .join("")
      .trimEnd(),
  );
}

test("letters are drawn dot by dot, upright", () => {
  expect(drawn("F1")).toEqual([
    "#####   #",
    "#      ##",
    "#       #",
    "####    #",
    "#       #",
    "#       #",
    "#      ###",
    "",
    "",
  ]);
});

test("each character that can be typed has a shape of its own", () => {
  const characters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));
  expect(new Set(characters.map((character) => drawn(character).join("\n"))).size).toBe(94);
});

test("what has no shape is replaced by what says the same", () => {
  expect(writable("Café 4 × 5 – “naïve”… 茴")).toBe('Cafe 4 x 5 - "naive"... ?');
});
