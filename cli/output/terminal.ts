import type { styleText } from "node:util";

/** The parts of a stream that decide how to write to it. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string | Uint8Array): unknown;
}

type Style = Parameters<typeof styleText>[0];

/** Colours for a terminal, and none for anything else or where NO_COLOR is set (styleText heeds both). */
export function painter(stream: Terminal): (style: Style, text: string) => string {
  if (stream.isTTY !== true) return (_, text) => text;
  // Loaded by who paints: it takes longer to load than the help takes to write.
  const { styleText } = process.getBuiltinModule("node:util");
  return (style, text) => styleText(style, text);
}

/** Tells people something, mostly on standard error. */
export function tell(stream: Terminal, sentence: string): void {
  stream.write(paragraph(stream, `ocr-eco: ${sentence}`));
}

/** One sentence, or some, as they are written to a stream: a terminal gets lines that end between words, all else one. */
export function paragraph(stream: Terminal, text: string): string {
  const columns = columnsOf(stream);
  const lines = columns === null ? [printable(text)] : wrap(printable(text), columns);
  return `${lines.join("\n")}\n`;
}

/** How wide a terminal is; `null` for what is none, where nothing has to be broken. */
export function columnsOf({ isTTY, columns }: Terminal): number | null {
  // Some that are not drawn anywhere say 0.
  return isTTY === true ? columns || 80 : null;
}

/**
 * What a terminal or a browser would obey, but not show: control characters, ends of lines, and what turns the direction
 * of writing (Unicode Standard Annex 9, "Bidi_Control"), by which a text can look like another one.
 */
const unseen = /[\p{Cc}\u2028\u2029\p{Bidi_Control}]/gu;

/** A text from outside without the characters that whoever shows it would obey. */
export function printable(text: string): string {
  return text.replace(unseen, "�");
}

/** Cuts or fills a cell to `width` columns of a terminal. Long names lose their middle: both ends tell. */
export function fit(text: string, width: number, align: "left" | "right" = "left"): string {
  const cell = Bun.stringWidth(text) > width ? withoutMiddle(text, width) : text;
  const space = " ".repeat(Math.max(0, width - Bun.stringWidth(cell)));
  return align === "right" ? space + cell : cell + space;
}

/** The beginning of a text, with an ellipsis where something is left out, in at most `width` columns. */
export function beginning(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  return width < 1 ? "" : `${within(charactersOf(text), width - 1).join("")}…`;
}

/** What is seen as one character: an emoji's width is not the sum of its parts' widths. */
let segmenter: Intl.Segmenter | undefined;

function charactersOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Both ends of a text with an ellipsis between them, in at most `width` columns; some characters take two. */
function withoutMiddle(text: string, width: number): string {
  if (width < 1) return "";
  const characters = charactersOf(text);
  const half = Math.floor((width - 1) / 2);
  const head = within(characters, width - 1 - half);
  const tail = within(characters.reverse(), half).reverse();
  return `${head.join("")}…${tail.join("")}`;
}

/** As many of the first characters as `width` columns hold. */
function within(characters: readonly string[], width: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += Bun.stringWidth(character);
    return used > width;
  });
  return characters.slice(0, end === -1 ? undefined : end);
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
