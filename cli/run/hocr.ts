import type { Box } from "../../src/reading/image/raster.ts";
import { type Block, type Paragraph, pageOf, type TextLine } from "../../src/reading/page/page.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { printable } from "../output/terminal.ts";
import type { Output } from "./outcome.ts";
import { pages, type Write } from "./text.ts";

/** What tesseract says where a file does not tell how many dots an inch it was scanned with. */
const unknownResolution = 70;

/** hOCR 1.2, as `tesseract … hocr` writes it: pages, areas, paragraphs, lines and words with their boxes. */
export function hocrOutput(write: Write, version: string): Output {
  write(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="ocr-eco ${version}"/>
  <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_wconf"/>
 </head>
 <body>
`);
  const print = (reading: Reading, page: number, source: string): void => {
    const numbers = new Numbers(page);
    write(
      `  <div class="ocr_page" id="page_${page}" title="${escapeXml(pageTitle(reading, page, source))}">\n`,
    );
    for (const block of pageOf(reading.lines)) write(area(block, numbers));
    write("  </div>\n");
  };
  return pages(print, () => write(" </body>\n</html>\n"));
}

/** Gives each element of a page an id: its kind, the page, and which of its kind on the page it is. */
class Numbers {
  readonly #page: number;
  readonly #given = new Map<string, number>();

  constructor(page: number) {
    this.#page = page;
  }

  next(kind: "block" | "par" | "line" | "word"): string {
    const number = (this.#given.get(kind) ?? 0) + 1;
    this.#given.set(kind, number);
    return `${kind}_${this.#page}_${number}`;
  }
}

function pageTitle({ image }: Reading, page: number, source: string): string {
  const dpi = image.dpi ?? unknownResolution;
  return `image "${printable(source)}"; bbox 0 0 ${image.width} ${image.height}; ppageno ${page - 1}; scan_res ${dpi} ${dpi}`;
}

function area({ box, paragraphs }: Block, numbers: Numbers): string {
  const id = numbers.next("block");
  const inner = paragraphs.map((each) => paragraph(each, numbers)).join("");
  return `   <div class="ocr_carea" id="${id}" title="${bbox(box)}">\n${inner}   </div>\n`;
}

function paragraph({ box, lines }: Paragraph, numbers: Numbers): string {
  const id = numbers.next("par");
  const inner = lines.map((each) => line(each, numbers)).join("");
  return `    <p class="ocr_par" id="${id}" title="${bbox(box)}">\n${inner}    </p>\n`;
}

function line({ box, words, baseline }: TextLine, numbers: Numbers): string {
  const id = numbers.next("line");
  const title = `${bbox(box)}; baseline ${baseline.slope} ${baseline.offset}`;
  const inner = words.map(({ text, box: outline, confidence }) => {
    const about = `${bbox(outline)}; x_wconf ${Math.round(confidence * 100)}`;
    return `      <span class="ocrx_word" id="${numbers.next("word")}" title="${about}">${escapeXml(text)}</span>\n`;
  });
  return `     <span class="ocr_line" id="${id}" title="${title}">\n${inner.join("")}     </span>\n`;
}

function bbox({ x, y, width, height }: Box): string {
  return `bbox ${[x, y, x + width, y + height].map(Math.round).join(" ")}`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
