import type { Box } from "../reading/image/raster.ts";
import type { Reading } from "../reading/reading.ts";

/** Something that was found on a picture, and where: in pixels of the upright one. */
interface FoundBox extends Box {
  readonly kind: "chosen" | "tie" | "field" | "line";
  readonly text: string;
}

/** All that was found on a picture; what matters more comes later, so that it lies above the rest where it is drawn. */
export function boxesOf({ lines, fields, evidence }: Reading): FoundBox[] {
  const found = (kind: FoundBox["kind"], text: string, { x, y, width, height }: Box): FoundBox => ({
    kind,
    text,
    x,
    y,
    width,
    height,
  });
  return [
    ...lines.map(({ text, box }) => found("line", text, box)),
    ...Object.values(fields).map(({ text, box }) => found("field", text, box)),
    ...(evidence?.ties ?? []).map(({ text, box }) => found("tie", text, box)),
    ...(evidence === null ? [] : [found("chosen", evidence.text, evidence.box)]),
  ];
}
