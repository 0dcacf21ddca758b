import { box, line, n, type TextStyle, text, wrap } from "../draw/index.ts";
import type { DocumentPage, Part, Row } from "./document-texts.ts";
import type { DrawnPage } from "./page.ts";

/** Size of the type, in points; headings are larger. */
export const documentSize = 10;
const size = documentSize;
const leading = 1.36 * size;
const margin = 48;
const gutter = 20;
const ink = "#1c1c1c";

/** Draws a page as a scanner of `dpi` dots an inch would see it, and says how a person reads it. */
export function drawDocument({ width, face, parts }: DocumentPage, dpi: number): DrawnPage {
  const paper = new Paper(width, face);
  for (const part of parts) paper.add(part);
  const height = paper.bottom + margin;
  const pixels = (points: number): number => Math.round((points * dpi) / 72);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels(width)}" height="${pixels(height)}" ` +
    `viewBox="0 0 ${n(width)} ${n(height)}">` +
    `${box(0, 0, width, height, 0, { fill: "#ffffff" })}${paper.drawn.join("")}</svg>`;
  return { svg, reference: paper.rows.join("\n") };
}

/** A sheet that is filled from top to bottom. */
class Paper {
  readonly drawn: string[] = [];
  readonly rows: string[] = [];
  readonly #width: number;
  readonly #face: TextStyle["face"];
  #y = margin;

  constructor(width: number, face: TextStyle["face"]) {
    this.#width = width;
    this.#face = face;
  }

  get bottom(): number {
    return this.#y;
  }

  get #inner(): number {
    return this.#width - 2 * margin;
  }

  add(part: Part): void {
    if ("heading" in part) this.#heading(part.heading);
    else if ("prose" in part) this.#y = this.#columns(part.prose, part.columns ?? 1, part.indented ?? false);
    else if ("lines" in part) this.#lines(part.lines, part.at ?? "left");
    else this.#table(part.table, part.widths, part.ruled ?? false);
  }

  #write(x: number, y: number, content: string, style: Partial<TextStyle> = {}): void {
    this.drawn.push(text(x, y, content, { size, fill: ink, face: this.#face, ...style }));
  }

  #heading(content: string): void {
    this.#y += 8;
    this.#write(margin, this.#y + 16, content, { size: 17, weight: 700 });
    this.rows.push(content);
    this.#y += 32;
  }

  /** Paragraphs in columns of one width; returns where the longest of them ends. */
  #columns(paragraphs: readonly string[], count: number, indented: boolean): number {
    const width = (this.#inner - (count - 1) * gutter) / count;
    const all = paragraphs.flatMap((paragraph) => {
      // A guess at the width: lines must not reach into the gutter where type runs wider.
      const lines = wrap(`${indented ? "    " : ""}${paragraph}`, size * 1.05, width);
      return lines.map((content, index) => ({ content: content.trim(), first: index === 0 }));
    });
    const each = Math.ceil(all.length / count);
    const ends = Array.from({ length: count }, (_, column) => {
      let y = this.#y;
      for (const [index, { content, first }] of all.slice(column * each, (column + 1) * each).entries()) {
        if (first && !indented && index > 0) y += 0.6 * leading;
        const x = margin + column * (width + gutter) + (first && indented ? 14 : 0);
        this.#write(x, y + size, content);
        this.rows.push(content);
        y += leading;
      }
      return y;
    });
    return Math.max(...ends) + 0.6 * leading;
  }

  #lines(contents: readonly string[], at: "left" | "right" | "middle"): void {
    const [x, anchor] = {
      left: [margin, "start"] as const,
      middle: [this.#width / 2, "middle"] as const,
      right: [this.#width - margin, "end"] as const,
    }[at];
    for (const content of contents) {
      this.#write(x, this.#y + size, content, { anchor });
      this.rows.push(content);
      this.#y += leading;
    }
    this.#y += 0.6 * leading;
  }

  /** Rows of cells: the first column stands left, the others at their right edges. `widths` are shares. */
  #table(rows: readonly Row[], widths: readonly number[], ruled: boolean): void {
    const pad = ruled ? 5 : 0;
    const rowHeight = ruled ? 1.75 * size : leading;
    const edges = [margin];
    for (const share of widths) edges.push((edges.at(-1) ?? 0) + share * this.#inner);
    const top = this.#y;
    for (const [index, row] of rows.entries()) {
      const baseline = this.#y + (ruled ? 1.2 : 1) * size;
      for (const [column, content] of row.entries()) {
        const isFirst = column === 0;
        const x = isFirst ? margin + pad : (edges[column + 1] ?? 0) - pad;
        const weight = index === 0 ? { weight: 700 } : {};
        this.#write(x, baseline, content, { anchor: isFirst ? "start" : "end", ...weight });
      }
      this.rows.push(row.filter((cell) => cell !== "").join(" "));
      this.#y += rowHeight;
    }
    if (ruled) this.#grid(edges, top, rowHeight, rows.length);
    this.#y += 0.8 * leading;
  }

  #grid(edges: readonly number[], top: number, rowHeight: number, rows: number): void {
    const paint = { stroke: ink, width: 0.6 };
    const right = edges.at(-1) ?? 0;
    for (let row = 0; row <= rows; row++) {
      this.drawn.push(line(margin, top + row * rowHeight, right, top + row * rowHeight, paint));
    }
    for (const x of edges) this.drawn.push(line(x, top, x, top + rows * rowHeight, paint));
  }
}
