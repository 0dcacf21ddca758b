import type { Chart, Tone } from "./chart.ts";
import { type Drawn, element } from "./drawn.ts";
import { figure } from "./figure.ts";
import { drawingArea, frame, lineOf, type Place, round } from "./frame.ts";
import { scaleTo } from "./scale.ts";

/** Bars for each label; several series stand on each other, or beside each other where `isStacked` is false. */
export function barChart(chart: Chart, isStacked = true): Drawn {
  const sums = chart.labels.map((_, index) =>
    isStacked
      ? chart.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)
      : Math.max(0, ...chart.series.map(({ values }) => values[index] ?? 0)),
  );
  const place = placeFor(chart, sums);
  const bars = chart.labels.flatMap((_, index) => {
    const { left, width } = place.slot(index);
    const each = isStacked ? width : width / chart.series.length;
    let below = 0;
    return chart.series.flatMap(({ values, tone }, nth) => {
      const value = values[index] ?? 0;
      if (value <= 0) return [];
      const [top, bottom] = [place.y(below + value), place.y(below)];
      if (isStacked) below += value;
      const x = left + (isStacked ? 0 : nth * each);
      return [barOf(tone, { x, y: top, width: each, height: Math.max(0.8, bottom - top) })];
    });
  });
  return figure(chart, [...frame(chart, place), ...bars, ...limitOf(chart, place)]);
}

/** A line for each series, with a gap where there is no value; a value alone between two gaps is a dot. */
export function lineChart(chart: Chart): Drawn {
  const values = chart.series.flatMap((series) => series.values.filter((value) => value !== null));
  const place = placeFor(chart, values);
  const lines = chart.series.flatMap(({ values, tone }) => {
    const points = values.map((value, index) =>
      value === null ? null : ([place.middle(index), place.y(value)] as const),
    );
    const path = lineOf(points);
    // More would run into each other.
    const dots = points.length > 31 ? [] : points.filter((point) => point !== null);
    return [
      element("path", { class: `path tone-${tone}`, d: path }),
      ...dots.map(([x, y]) =>
        element("circle", { class: `dot tone-${tone}`, cx: round(x), cy: round(y), r: 3.5 }),
      ),
    ];
  });
  return figure(chart, [...frame(chart, place), ...lines, ...limitOf(chart, place)]);
}

/** What was counted in bins whose labels are their upper bounds: bars that touch, with labels at their edges. */
export function histogram(chart: Omit<Chart, "limit">): Drawn {
  const place = placeFor(
    chart,
    chart.series.flatMap(({ values }) => values.map((value) => value ?? 0)),
    "edges",
  );
  const bars = chart.series.flatMap(({ values, tone }) =>
    values.flatMap((value, index) => {
      const { left, width } = place.slot(index);
      if (value === null || value <= 0) return [];
      const top = Math.min(place.y(value), drawingArea.bottom - 0.8);
      return [barOf(tone, { x: left, y: top, width, height: drawingArea.bottom - top })];
    }),
  );
  return figure(chart, [...frame(chart, place), ...bars]);
}

function barOf(
  tone: Tone,
  { x, y, width, height }: Readonly<Record<"x" | "y" | "width" | "height", number>>,
): Drawn {
  const box = { x: round(x), y: round(y), width: round(width), height: round(height) };
  return element("rect", { class: `bar tone-${tone}`, ...box });
}

function placeFor(
  { labels, limit, unit }: Chart,
  values: readonly number[],
  labelsAt: Place["labelsAt"] = "middles",
): Place {
  const { left, right, top, bottom } = drawingArea;
  // A limit that is far away would leave nothing to see of the values: then it is only told of.
  const highest = Math.max(0, ...values);
  const isNear = limit !== undefined && limit.value <= 3 * highest;
  const scale = scaleTo(isNear ? Math.max(highest, limit.value) : highest, unit);
  const slot = (right - left) / Math.max(1, labels.length);
  const share = labelsAt === "edges" ? 0.96 : 0.72;
  return {
    scale,
    labelsAt,
    middle: (index) => left + (index + 0.5) * slot,
    slot: (index) => ({ left: left + (index + (1 - share) / 2) * slot, width: share * slot }),
    y: (value) => bottom - (Math.min(value, scale.most) / scale.most) * (bottom - top),
  };
}

function limitOf({ limit }: Chart, place: Place): Drawn[] {
  if (limit === undefined || limit.value > place.scale.most) return [];
  const { left, right } = drawingArea;
  const y = round(place.y(limit.value));
  return [
    element("path", { class: "limit", d: `M${left} ${y}H${right}` }),
    element("text", { class: "limit-name", x: right, y: round(y - 5), "text-anchor": "end" }, limit.name),
  ];
}
