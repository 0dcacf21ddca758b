import { fieldNames } from "./extract/fields.ts";
import type { Reading } from "./reading.ts";

/** The fields of the contract's `extracted_data` besides the steps, as printed; what was not read is absent. */
export function printedFields({ fields }: Reading): Partial<Record<(typeof fieldNames)[number], string>> {
  return Object.fromEntries(
    fieldNames.flatMap((name) => {
      const field = fields[name];
      return field === undefined ? [] : [[name, field.text]];
    }),
  );
}

/** All text of the picture as the contract's `raw_ocr`: the lines in reading order, joined by spaces. */
export function rawText({ lines }: Reading): string {
  return lines.map((line) => line.text).join(" ");
}
