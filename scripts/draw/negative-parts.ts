import type { Random } from "../common/random.ts";
import type { Style } from "./format.ts";
import { n, type TextStyle } from "./svg.ts";

/** What a picture without steps is made from. */
export interface Sheet {
  r: Random;
  style: Style;
}

export const INK = "#1b1d21";
export const SOFT = "#666a70";
export const plain: TextStyle = { size: 15, fill: INK, face: "Roboto" };
export const bold: TextStyle = { ...plain, weight: 700 };

/** Puts the parts on a page 360 points wide. */
export function sheet(h: number, ground: string, parts: readonly string[]): string {
  const pixels = 720;
  const rows = Math.round((pixels * h) / 360);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${rows}" viewBox="0 0 360 ${n(h)}">` +
    `<rect width="360" height="${n(h)}" fill="${ground}"/>${parts.join("")}</svg>`
  );
}
