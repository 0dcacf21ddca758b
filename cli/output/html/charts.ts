import type { Chart } from "./chart.ts";
import { figure } from "./figure.ts";
import { drawingArea, frame, lineOf, type Place, round } from "./frame.ts";
import { type Html, html, nothing } from "./html.ts";
import { scaleTo } from "./scale.ts";

/** Bars for each label; several series stand on each other, or beside each other where `isStacked` is false. */
export function barChart(chart: Chart, isStacked = true): Html {
  const sums = chart.labels.map((_, index) =>
    isStacked
      ? chart.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)
      : Math.max(0, ...chart.series.map(({ values }) => values[index] ?? 0)),
  );
  const place = placeFor(chart, sums);
  const bars = chart.labels.map((_, index) => {
    const { left, width } = place.slot(index);
    const each = isStacked ? width : width / chart.series.length;
    let below = 0;
    return chart.series.map(({ values, tone }, nth) => {
      const value = values[index] ?? 0;
      if (value <= 0) return nothing;
      const [top, bottom] = [place.y(below + value), place.y(below)];
      if (isStacked) below += value;
      const x = round(left + (isStacked ? 0 : nth * each));
      return html`<rect class="bar tone-${tone}" x="${x}" y="${round(top)}" width="${round(each)}" height="${round(Math.max(0.8, bottom - top))}"/>`;
    });
  });
  return figure(chart, html`${frame(chart, place)}${bars.flat()}${limitOf(chart, place)}`);
}

/** A line for each series, with a gap where there is no value; a value alone between two gaps is a dot. */
export function lineChart(chart: Chart): Html {
  const values = chart.series.flatMap((series) => series.values.filter((value) => value !== null));
  const place = placeFor(chart, values);
  const lines = chart.series.map(({ values, tone }) => {
    const points = values.map((value, index) =>
      value === null ? null : ([place.middle(index), place.y(value)] as const),
    );
    const path = lineOf(points);
    // More would run into each other.
    const dots = points.length > 31 ? [] : points.filter((point) => point !== null);
    return html`<path class="path tone-${tone}" d="${path}"/>${dots.map(([x, y]) => html`<circle class="dot tone-${tone}" cx="${round(x)}" cy="${round(y)}" r="3.5"/>`)}`;
  });
  return figure(chart, html`${frame(chart, place)}${lines}${limitOf(chart, place)}`);
}

/** What was counted in bins whose labels are their upper bounds: bars that touch, with labels at their edges. */
export function histogram(chart: Omit<Chart, "limit">): Html {
  const place = placeFor(
    chart,
    chart.series.flatMap(({ values }) => values.map((value) => value ?? 0)),
    "edges",
  );
  const bars = chart.series.map(({ values, tone }) =>
    values.map((value, index) => {
      const { left, width } = place.slot(index);
      if (value === null || value <= 0) return nothing;
      const top = Math.min(place.y(value), drawingArea.bottom - 0.8);
      return html`<rect class="bar tone-${tone}" x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(drawingArea.bottom - top)}"/>`;
    }),
  );
  return figure(chart, html`${frame(chart, place)}${bars.flat()}`);
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

function limitOf({ limit }: Chart, place: Place): Html {
  if (limit === undefined || limit.value > place.scale.most) return nothing;
  const { left, right } = drawingArea;
  const y = round(place.y(limit.value));
  return html`<path class="limit" d="M${left} ${y}H${right}"/><text class="limit-name" x="${right}" y="${round(y - 5)}" text-anchor="end">${limit.name}</text>`;
}
