import { OcrEcoError } from "../errors.ts";

/**
 * The rows of a CSV text (RFC 4180; LF alone ends a row, too). Spreadsheets in languages with a decimal comma
 * part the cells with semicolons: whichever of the two the header has first is the one. Empty rows are left out.
 * Throws `LABELS_INVALID` where a quoted cell has no end or something stands behind it; `name` is the file's.
 */
export function parseCsv(text: string, name: string): string[][] {
  const separator = /[,;]/.exec(text.split("\n", 1)[0] ?? "")?.[0] ?? ",";
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*|))(${separator}|\\r?\\n|$)`,
    "y",
  );
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) {
      const line = text.slice(0, at).split("\n").length;
      throw new OcrEcoError(
        "LABELS_INVALID",
        `${name} is no CSV from line ${line} on: a quoted cell has no end, or text stands behind it. Save it from a spreadsheet again.`,
      );
    }
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === separator) continue;
    rows.push(row);
    row = [];
  }
  // A separator at the very end leaves a last, empty cell.
  if (row.length > 0) rows.push([...row, ""]);
  return rows.filter((cells) => cells.some((content) => content.trim() !== ""));
}
