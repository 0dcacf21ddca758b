import type { Raster } from "./raster.ts";

/** Width and height of a character's cell in dots; one column and the last row stay blank between characters. */
export const cell = { width: 6, height: 9 } as const;

/**
 * The shapes of the characters from space to tilde, five columns of eight dots each as hexadecimal bytes, the lowest bit
 * on top: the usual letters of matrix displays. A bare machine has no fonts, and a caption needs no better ones.
 */
const shapes = `
0000000000 00005f0000 0007000700 147f147f14 242a7f2a12 2313086462 3649562050 0008070300 001c224100 0041221c00 2a1c7f1c2a
08083e0808 0080703000 0808080808 0000606000 2010080402 3e5149453e 00427f4000 7249494946 2141494d33 1814127f10 2745454539
3c4a494931 4121110907 3649494936 464949291e 0000140000 0040340000 0008142241 1414141414 0041221408 0201590906 3e415d594e
7c1211127c 7f49494936 3e41414122 7f4141413e 7f49494941 7f09090901 3e41415173 7f0808087f 00417f4100 2040413f01 7f08142241
7f40404040 7f021c027f 7f0408107f 3e4141413e 7f09090906 3e4151215e 7f09192946 2649494932 03017f0103 3f4040403f 1f2040201f
3f4038403f 6314081463 0304780403 6159494d43 007f414141 0204081020 004141417f 0402010204 4040404040 0003070800 2054547840
7f28444438 3844444428 384444287f 3854545418 00087e0902 18a4a49c78 7f08040478 00447d4000 2040403d00 7f10284400 00417f4000
7c04780478 7c08040478 3844444438 fc18242418 18242418fc 7c08040408 4854545424 04043f4424 3c4040207c 1c2040201c 3c4030403c
4428102844 4c9090907c 4464544c44 0008364100 0000770000 0041360800 0201020402`
  .trim()
  .split(/\s+/)
  .map((columns) => Uint8Array.from(columns.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)));

/** Characters that the font lacks, and what is written for them. */
const similar: Readonly<Record<string, string>> = {
  "…": "...",
  "–": "-",
  "—": "-",
  "·": "-",
  "×": "x",
  "’": "'",
  "“": '"',
  "”": '"',
};

/** A text as it can be written: accents left out, other signs replaced by similar ones or a question mark. */
export function writable(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^ -~]/gu, (character) => similar[character] ?? (/\s/u.test(character) ? " " : "?"));
}

/** Writes one line, its top left corner at `x`, `y`; each dot is a square of `dot` pixels. */
export function write(
  canvas: Raster,
  text: string,
  { x, y, dot, colour }: { x: number; y: number; dot: number; colour: readonly [number, number, number] },
): void {
  [...writable(text)].forEach((character, index) => {
    const shape = shapes[character.charCodeAt(0) - 0x20];
    shape?.forEach((bits, column) => {
      for (let row = 0; row < 8; row++) {
        if ((bits >> row) % 2 === 1)
          square(canvas, x + (index * cell.width + column) * dot, y + row * dot, dot, colour);
      }
    });
  });
}

function square(
  { width, height, data }: Raster,
  left: number,
  top: number,
  size: number,
  colour: readonly [number, number, number],
): void {
  for (let y = top; y < Math.min(height, top + size); y++) {
    for (let x = left; x < Math.min(width, left + size); x++) data.set(colour, (y * width + x) * 3);
  }
}
