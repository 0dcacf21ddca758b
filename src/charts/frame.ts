import type { Chart } from "./chart.ts";
import { type Drawn, element } from "./drawn.ts";
import { type Scale, shownLabels } from "./scale.ts";

/** The drawing, in its own units: a third of a wide window, or the width of a phone. */
export const drawing = { width: 460, height: 230 } as const;
/** Where values are drawn; the axes' words stand around it. */
export const drawingArea = { left: 58, right: 452, top: 16, bottom: 196 } as const;

/** Where the values of a chart are. */
export interface Place {
  readonly scale: Scale;
  /** Labels stand below what they name, or at the right edge of what they bound. */
  readonly labelsAt: "middles" | "edges";
  readonly middle: (index: number) => number;
  readonly slot: (index: number) => { readonly left: number; readonly width: number };
  readonly y: (value: number) => number;
}

/** Columns of the drawing that a letter takes, about. */
const letter = 8;

/** The axes, with as many words as there is room for. */
export function frame({ labels, text }: Pick<Chart, "labels" | "text">, place: Place): Drawn[] {
  const { left, right, bottom } = drawingArea;
  const longest = Math.max(1, ...labels.map((label) => label.length));
  const isShown = shownLabels(labels.length, Math.floor((right - left) / (longest * letter + 16)));
  const half = (right - left) / Math.max(1, labels.length) / 2;
  const x = (index: number): number => place.middle(index) + (place.labelsAt === "edges" ? half : 0);
  const marks = place.scale.ticks.flatMap((tick) => {
    const y = round(place.y(tick));
    return [
      element("path", { class: tick === 0 ? "axis" : "grid", d: `M${left} ${y}H${right}` }),
      element("text", { x: left - 7, y: round(y + 5), "text-anchor": "end" }, text(tick)),
    ];
  });
  const names = labels.flatMap((label, index) => {
    if (!isShown(index)) return [];
    const middle = round(Math.min(x(index), drawing.width - (label.length * letter) / 2));
    return [element("text", { x: middle, y: bottom + 21, "text-anchor": "middle" }, label)];
  });
  return [...marks, ...names];
}

/** A path through points, begun anew behind each gap. */
export function lineOf(points: readonly (readonly [number, number] | null)[]): string {
  let isOpen = false;
  return points
    .map((point) => {
      const command = isOpen ? "L" : "M";
      isOpen = point !== null;
      return point === null ? "" : `${command}${round(point[0])} ${round(point[1])}`;
    })
    .join("");
}

/** A tenth of a unit is finer than anybody sees. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
