import type { Line, Word } from "../../src/reading/engines/engine.ts";
import { widthOf } from "../draw/index.ts";

/** The place of type about its baseline, in its sizes: as high as an engine's box is. */
const type = { above: 0.85, height: 1.1 } as const;
const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** How a drawing's units become pixels. */
interface View {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/**
 * The lines of a drawn screen as an engine would read them that makes no mistake. Widths of text are estimates. A strip of
 * whoever sent the picture is drawn last, over what is below it.
 */
export function linesOf(svg: string, hasSender: boolean): Line[] {
  const view = viewOf(svg);
  const scroll = Number(/<g transform="translate\(0 (-?[\d.]+)\)">/.exec(svg)?.[1] ?? 0);
  const lines = [...svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"([^>]*)>(.*?)<\/text>/g)].flatMap(
    ([, x, y, style = "", content = ""]) =>
      lineOf({ x: Number(x), y: Number(y) + scroll, style, content }, view),
  );
  const sender = hasSender ? lines.at(-1) : undefined;
  return lines.filter(
    (line) =>
      line.box.y < view.height &&
      (sender === undefined || line === sender || line.box.y > sender.box.y + 1.4 * sender.box.height),
  );
}

function viewOf(svg: string): View {
  const number = (form: RegExp): number[] => (form.exec(svg)?.slice(1) ?? []).map(Number);
  const [width = 0, height = 0] = number(/ width="([\d.]+)" height="([\d.]+)"/);
  const [left = 0, top = 0, units = width] = number(/viewBox="([-\d.]+) ([-\d.]+) ([\d.]+)/);
  return { scale: width / units, left, top, height };
}

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly style: string;
  readonly content: string;
}

function lineOf({ x, y, style, content }: Drawn, { scale, left, top }: View): Line[] {
  const size = Number(/font-size="([\d.]+)"/.exec(style)?.[1] ?? 0);
  const largest = Math.max(
    size,
    ...[...content.matchAll(/font-size="([\d.]+)"/g)].map(([, each]) => Number(each)),
  );
  const text = content
    .replace(/<[^>]+>/g, "")
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
  const anchor = /text-anchor="(\w+)"/.exec(style)?.[1];
  const share = anchor === "middle" ? 0.5 : anchor === "end" ? 1 : 0;
  const start = x - share * widthOf(text, size);
  const above = y - type.above * largest;
  if (text === "" || above < top) return [];
  const box = (from: number, part: string) => ({
    x: (from - left) * scale,
    y: (above - top) * scale,
    width: widthOf(part, size) * scale,
    height: type.height * largest * scale,
  });
  const words: Word[] = [];
  let at = 0;
  for (const word of text.split(" ")) {
    words.push({
      text: word,
      confidence: 0.98,
      box: box(start + widthOf(text.slice(0, at), size), word),
    });
    at += word.length + 1;
  }
  return [{ text, confidence: 0.98, words, box: box(start, text) }];
}
