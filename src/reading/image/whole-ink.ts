import { columnsWithInk, lengthOf } from "./ink-runs.ts";
import { type Box, clip, type Raster } from "./raster.ts";

/** How far from an edge the end of the character that it cuts may be, in heights of the box. */
const reach = 0.4;

/**
 * A box whose left and right edges cut through no character: where a box is an estimate, as that of a part of a word, an
 * edge moves to the end of the character that it cuts, out of which the larger part was in the box, or else before it.
 */
export function wholeInk(image: Raster, box: Box): Box {
  const by = Math.ceil(reach * box.height);
  const window = clip({ ...box, x: box.x - by, width: box.width + 2 * by }, image.width, image.height);
  const ink = columnsWithInk(image, window);
  const edge = (at: number, inward: "start" | "end"): number => {
    const cut = ink.find(({ start, end }) => start < at - window.x && end > at - window.x);
    // What is wider than a character has no end that could be meant.
    if (cut === undefined || lengthOf(cut) > box.height) return at;
    const isMostlyInside =
      inward === "start"
        ? at - window.x - cut.start >= lengthOf(cut) / 2
        : cut.end - (at - window.x) >= lengthOf(cut) / 2;
    const outward = inward === "start" ? cut.end : cut.start;
    return window.x + (isMostlyInside ? outward : cut[inward]);
  };
  const left = edge(box.x, "end");
  const right = edge(box.x + box.width, "start");
  return right > left ? { ...box, x: left, width: right - left } : box;
}
