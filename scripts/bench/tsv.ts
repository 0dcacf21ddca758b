import { union } from "../../src/reading/image/raster.ts";
import type { Answer } from "./reader.ts";

/**
 * The lines in tesseract's TSV. Its columns are level, page, block, paragraph, line, word, left, top, width, height, confidence
 * and text; level 5 is a word.
 */
export function linesOfTsv(tsv: string): Answer["lines"] {
  const rows = tsv.split("\n").map((row) => row.split("\t"));
  const words = rows.filter((row) => row[0] === "5" && row[11]?.trim() !== "");
  const lines = Map.groupBy(words, (row) => row.slice(1, 5).join(" "));
  return [...lines.values()].map((each) => {
    const parts = each.map((row) => {
      const [x = 0, y = 0, width = 0, height = 0, confidence = 0] = row.slice(6, 11).map(Number);
      return { text: row[11] ?? "", box: { x, y, width, height }, confidence: confidence / 100 };
    });
    return {
      text: parts.map(({ text }) => text).join(" "),
      box: union(parts.map(({ box }) => box)),
      confidence: Math.min(...parts.map(({ confidence }) => confidence)),
      words: parts,
    };
  });
}
