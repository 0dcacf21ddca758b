import { columnsOf, type Terminal, wrap } from "./terminal.ts";

/** How far the rest of an example stands to the right of its beginning. */
const hanging = 4;
/** Columns that a line of a help text has in its source at least, where it goes on in the next one. */
const writtenWidth = 110;

/**
 * A help text as a stream takes it. A terminal gets no line wider than it is, as far as words allow: paragraphs are filled
 * anew, what is said about an example goes below it, and an example goes on behind a backslash, so that it can be
 * copied. All else gets the text as it is.
 */
export function fittedHelp(stream: Terminal, text: string): string {
  const width = columnsOf(stream);
  return width === null ? text : fitted(text.split("\n"), width).join("\n");
}

/** Lines of a help text, none wider than so many columns as far as words allow. */
export function fitted(lines: readonly string[], width: number): string[] {
  const [first] = lines;
  if (first === undefined) return [];
  const end = lines.findIndex((line) => !/^\S/.test(line));
  const prose = lines.slice(0, end === -1 ? undefined : end);
  if (prose.length === 0) return [...example(first, width), ...fitted(lines.slice(1), width)];
  const isTooWide = prose.some((line) => Bun.stringWidth(line) > width);
  const filled = isTooWide ? paragraphsOf(prose).flatMap((paragraph) => wrap(paragraph, width)) : prose;
  return [...filled, ...fitted(lines.slice(prose.length), width)];
}

/** Lines put together again as they were before they were broken: where the next word had room, the end is meant. */
export function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let room = 0;
  for (const line of lines) {
    const [word = ""] = line.split(" ");
    if (word.length < room || paragraphs.length === 0) paragraphs.push(line);
    else paragraphs.push(`${paragraphs.pop()} ${line}`);
    room = writtenWidth - line.length;
  }
  return paragraphs;
}

/** An indented line: mostly something to type, and behind some spaces what it does. */
function example(line: string, width: number): string[] {
  if (Bun.stringWidth(line) <= width) return [line];
  const [, indent = "", typed = "", said] = /^(\s+)(\S.*?)(?:\s{2,}(\S.*))?$/.exec(line) ?? [];
  const further = `${indent}${" ".repeat(hanging)}`;
  const joint = typed.startsWith("ocr-eco ") ? " \\" : "";
  const parts = wrap(typed, width - further.length - joint.length).map((part, index, all) => {
    const begin = index === 0 ? indent : further;
    return `${begin}${part}${index < all.length - 1 ? joint : ""}`;
  });
  const about = said === undefined ? [] : wrap(said, width - further.length);
  return [...parts, ...about.map((part) => `${further}${part}`)];
}
