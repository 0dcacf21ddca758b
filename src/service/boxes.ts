import { numbersOf } from "../reading/extract/numbers.ts";
import type { Box } from "../reading/image/raster.ts";
import type { Reading } from "../reading/reading.ts";

/** Something that was found on a picture, and where: in pixels of the upright one. */
interface FoundBox extends Box {
  readonly kind: "chosen" | "candidate" | "tie" | "field" | "line";
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
    ...(evidence?.others ?? []).map(({ text, box }) => found("candidate", text, box)),
    ...(evidence?.ties ?? []).map(({ text, box }) => found("tie", text, box)),
    ...(evidence === null ? [] : [found("chosen", evidence.text, evidence.box)]),
  ];
}

/** What one engine read where the count stands. */
interface EngineText {
  readonly engine: string;
  /** Empty where it read nothing. */
  readonly text: string;
}

/** What each engine read where the count stands, `second` if one was asked; `null` without a count. */
export function countAsRead({
  evidence,
  engines: [engine],
}: Pick<Reading, "evidence" | "engines">): { first: EngineText; second: EngineText | null } | null {
  if (evidence === null || engine === undefined) return null;
  return { first: { engine, text: evidence.text }, second: evidence.second };
}

/** A whole number that stands on a picture, and where. */
interface NumberOn extends Box {
  readonly steps: number;
  readonly text: string;
}

/** All whole numbers on a picture that could be a count, whatever they are: a person may know better which one it is. */
export function numbersOn({ lines }: Pick<Reading, "lines">): NumberOn[] {
  return lines.flatMap((line) =>
    numbersOf(line).flatMap(({ count, text, box: { x, y, width, height } }) =>
      count === null || count <= 0 ? [] : [{ steps: count, text, x, y, width, height }],
    ),
  );
}
