import type { Box } from "../../src/reading/image/raster.ts";
import { pageOf, textOf } from "../../src/reading/page/page.ts";
import type { Reading } from "../../src/reading/reading.ts";
import type { Outcome, Output } from "./outcome.ts";

export type Write = (text: string) => void;

/** Prints failures elsewhere, and each page in turn: `page` counts from 1. */
export function pages(
  print: (reading: Reading, page: number, source: string) => void,
  end?: () => void,
): Output {
  let page = 0;
  return {
    write(outcome: Outcome) {
      if (outcome.ok) print(outcome.reading, ++page, outcome.source);
    },
    ...(end === undefined ? {} : { end }),
  };
}

/** The text of a picture in reading order, with a blank line between paragraphs. */
export function plainText({ lines }: Reading): string {
  const paragraphs = pageOf(lines).flatMap((block) => block.paragraphs);
  return paragraphs.map((paragraph) => paragraph.lines.map(textOf).join("\n")).join("\n\n");
}

/** Plain text in reading order; several pictures are divided by form feeds, as the tesseract command does. */
export function textOutput(write: Write): Output {
  return pages((reading, page) => write(`${page > 1 ? "\f" : ""}${plainText(reading)}\n`));
}

const tsvHeader =
  "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext";

/** The table that `tesseract … tsv` writes: a row for each page (level 1), block, paragraph, line and word (5). */
export function tsvOutput(write: Write): Output {
  write(`${tsvHeader}\n`);
  return pages(({ lines, image }, page) => {
    const row = (place: readonly number[], box: Box, confidence = -1, text = ""): void => {
      // The numbers of block, paragraph, line and word; 0 for what a row holds several of.
      const numbers = [0, 1, 2, 3].map((level) => place[level] ?? 0);
      const pixels = [box.x, box.y, box.width, box.height].map(Math.round);
      const cells = [place.length + 1, page, ...numbers, ...pixels, confidence, text.replaceAll("\t", " ")];
      write(`${cells.join("\t")}\n`);
    };
    row([], { x: 0, y: 0, width: image.width, height: image.height });
    for (const [block, { box, paragraphs }] of numbered(pageOf(lines))) {
      row([block], box);
      for (const [paragraph, { box: around, lines: own }] of numbered(paragraphs)) {
        row([block, paragraph], around);
        for (const [line, { box: place, words }] of numbered(own)) {
          row([block, paragraph, line], place);
          for (const [word, { box: outline, confidence, text }] of numbered(words))
            row([block, paragraph, line, word], outline, Number((confidence * 100).toFixed(2)), text);
        }
      }
    }
  });
}

/** Things with their numbers, from 1. */
function numbered<T>(things: readonly T[]): [number, T][] {
  return things.map((thing, index) => [index + 1, thing]);
}
