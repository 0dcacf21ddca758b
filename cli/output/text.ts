import type { Line } from "../../src/reading/engines/engine.ts";
import { rowsOf } from "../../src/reading/extract/layout.ts";
import { union } from "../../src/reading/image/raster.ts";
import type { Reading } from "../../src/reading/reading.ts";
import type { Outcome, Output } from "./outcome.ts";
import { printable } from "./terminal.ts";

type Write = (text: string) => void;

/** Prints failures elsewhere, and each page in turn: `page` counts from 1. */
function pages(print: (reading: Reading, page: number, source: string) => void, end?: () => void): Output {
  let page = 0;
  return {
    write(outcome: Outcome) {
      if (outcome.ok) print(outcome.reading, ++page, outcome.source);
    },
    ...(end === undefined ? {} : { end }),
  };
}

/** The text of a picture, a line for each row. */
export function plainText({ lines }: Reading): string {
  return rowsOf(lines)
    .map((row) => row.map((line) => line.text).join(" "))
    .join("\n");
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
    const row = (
      level: number,
      line: number,
      word: number,
      box: Line["box"],
      confidence: number,
      text = "",
    ): void => {
      const place = [box.x, box.y, box.width, box.height].map(Math.round);
      const block = level === 1 ? [0, 0] : [1, level === 2 ? 0 : 1];
      write(
        `${[level, page, ...block, line, word, ...place, confidence, text.replaceAll("\t", " ")].join("\t")}\n`,
      );
    };
    row(1, 0, 0, { x: 0, y: 0, width: image.width, height: image.height }, -1);
    if (lines.length === 0) return;
    const all = union(lines.map((line) => line.box));
    row(2, 0, 0, all, -1);
    row(3, 0, 0, all, -1);
    rowsOf(lines).forEach((parts, index) => {
      row(4, index + 1, 0, union(parts.map((part) => part.box)), -1);
      parts
        .flatMap((part) => part.words)
        .forEach((word, number) => {
          row(5, index + 1, number + 1, word.box, Number((word.confidence * 100).toFixed(2)), word.text);
        });
    });
  });
}

/** hOCR 1.2, as `tesseract … hocr` writes it: pages, areas, paragraphs, lines and words with their boxes. */
export function hocrOutput(write: Write, version: string): Output {
  write(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="ocr-eco ${version}"/>
  <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word"/>
 </head>
 <body>
`);
  const print = ({ lines, image }: Reading, page: number, source: string): void => {
    const title = `image "${printable(source)}"; bbox 0 0 ${image.width} ${image.height}; ppageno ${page - 1}`;
    write(`  <div class="ocr_page" id="page_${page}" title="${escapeXml(title)}">\n`);
    if (lines.length > 0) {
      const area = bbox(union(lines.map((line) => line.box)));
      write(`   <div class="ocr_carea" id="block_${page}_1" title="${area}">\n`);
      write(`    <p class="ocr_par" id="par_${page}_1" title="${area}">\n`);
      rowsOf(lines).forEach((row, index) => {
        write(hocrLine(row, `${page}_${index + 1}`));
      });
      write("    </p>\n   </div>\n");
    }
    write("  </div>\n");
  };
  return pages(print, () => write(" </body>\n</html>\n"));
}

function hocrLine(row: readonly Line[], id: string): string {
  const words = row
    .flatMap((part) => part.words)
    .map(
      (word, number) =>
        `      <span class="ocrx_word" id="word_${id}_${number + 1}" title="${bbox(word.box)}; x_wconf ${Math.round(word.confidence * 100)}">${escapeXml(word.text)}</span>\n`,
    );
  const box = bbox(union(row.map((part) => part.box)));
  return `     <span class="ocr_line" id="line_${id}" title="${box}">\n${words.join("")}     </span>\n`;
}

function bbox({ x, y, width, height }: Line["box"]): string {
  return `bbox ${[x, y, x + width, y + height].map(Math.round).join(" ")}`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
