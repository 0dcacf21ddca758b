import { box, n, type TextStyle, text, wrap } from "../draw/index.ts";
import type { Page } from "./texts.ts";

/** A drawn page, and its text as it is to be read: row by row. */
export interface DrawnPage {
  readonly svg: string;
  readonly reference: string;
}

/** Draws a page in one size of type (in pixels), dark on white, as wide as its longest lines need. */
export function drawPage(page: Page, face: TextStyle["face"], size: number): DrawnPage {
  const margin = 3 * size;
  const width = (page.name === "receipt" ? 24 : 42) * size;
  const style: TextStyle = { size, fill: "#1c1c1c", face };
  const parts: string[] = [];
  const rows: string[] = [];
  let y = margin + size;
  for (const paragraph of page.paragraphs) {
    if (typeof paragraph === "string") {
      // A guess at the width: lines must not reach into the margin where type runs wider.
      for (const line of wrap(paragraph, size * 1.04, width)) {
        parts.push(text(margin, y, line, style));
        rows.push(line);
        y += 1.45 * size;
      }
      if (page.name === "letter") y += 0.7 * size;
    } else {
      const [left, right] = paragraph;
      parts.push(text(margin, y, left, style), text(margin + width, y, right, { ...style, anchor: "end" }));
      rows.push(`${left} ${right}`);
      y += 1.45 * size;
    }
  }
  const [w, h] = [width + 2 * margin, y + margin];
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(w)}" height="${Math.round(h)}" ` +
    `viewBox="0 0 ${n(w)} ${n(h)}">${box(0, 0, w, h, 0, { fill: "#ffffff" })}${parts.join("")}</svg>`;
  return { svg, reference: rows.join("\n") };
}
