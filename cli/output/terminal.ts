import { styleText } from "node:util";

/** The parts of a stream that decide how to write to it. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

type Style = Parameters<typeof styleText>[0];

/** Colours for a terminal, and none for anything else or where NO_COLOR is set (styleText heeds both). */
export function painter(stream: Terminal): (style: Style, text: string) => string {
  return (style, text) => (stream.isTTY === true ? styleText(style, text) : text);
}

/** Cuts or fills a cell to `width` columns of a terminal. Long names lose their middle: both ends tell. */
export function fit(text: string, width: number, align: "left" | "right" = "left"): string {
  const length = Bun.stringWidth(text);
  if (length > width) {
    const half = Math.floor((width - 1) / 2);
    const characters = [...text];
    return `${characters.slice(0, width - 1 - half).join("")}…${half === 0 ? "" : characters.slice(-half).join("")}`;
  }
  const space = " ".repeat(width - length);
  return align === "right" ? space + text : text + space;
}

/** Breaks a text into lines of at most `width` columns, at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && Bun.stringWidth(line) + 1 + Bun.stringWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
