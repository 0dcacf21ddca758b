import type { Evaluation, FieldFigures, Figures } from "../../src/eval/document.ts";
import { type FieldKey, fieldKeys } from "../../src/eval/field-keys.ts";
import { type Cell, type Column, printGrid } from "../output/grid.ts";
import type { Terminal } from "../output/terminal.ts";
import { fieldTitles, seconds, share } from "./words.ts";

const columns = (title: string, whole: boolean, negatives: boolean): Column[] => [
  { title, flexible: true },
  { title: "pictures", align: "right" },
  { title: "exact", align: "right" },
  ...(whole ? [{ title: "of whole", align: "right" } as const] : []),
  { title: "accepted", align: "right" },
  { title: "wrong", align: "right" },
  { title: "doubtful", align: "right", dispensable: 2 },
  { title: "none", align: "right", dispensable: 3 },
  { title: "coverage", align: "right" },
  { title: "precision", align: "right", dispensable: 4 },
  { title: "app right", align: "right", dispensable: 5 },
  ...(negatives ? [{ title: "negatives", align: "right", dispensable: 1 } as const] : []),
  { title: "median", align: "right", dispensable: 6 },
];

/** A table of figures, a row for each group; `of whole` when a crop is among them. */
export function printFigures(
  stream: Terminal,
  title: string,
  groups: readonly (readonly [string, Figures])[],
): void {
  const whole = groups.some(([, figures]) => figures.whole !== undefined);
  const negatives = groups.some(([, figures]) => figures.negatives > 0);
  const rows = groups.map(([name, figures]): Cell[] => [
    { text: name },
    { text: String(figures.pictures) },
    { text: String(figures.exact), ...(figures.exact < figures.pictures ? { style: "yellow" } : {}) },
    ...(whole ? [wholeCell(figures)] : []),
    { text: String(figures.accepted) },
    wrongCell(figures.wrong_accepted),
    { text: String(figures.doubtful) },
    { text: String(figures.none) },
    { text: share(figures.coverage) },
    { text: share(figures.precision) },
    { text: String(figures.app_right) },
    ...(negatives ? [negativesCell(figures)] : []),
    { text: seconds(figures.median_ms) },
  ]);
  printGrid(stream, columns(title, whole, negatives), rows);
}

function wholeCell({ whole, exact_whole: exact }: Figures): Cell {
  return whole === undefined ? { text: "" } : { text: `${exact}/${whole}` };
}

/** How many negatives were accepted, of how many. */
function negativesCell({ negatives, negatives_accepted: accepted }: Figures): Cell {
  return { text: `${accepted}/${negatives}`, ...(accepted === 0 ? {} : { style: "red" }) };
}

function wrongCell(wrong: number): Cell {
  return wrong === 0 ? { text: "0", style: "green" } : { text: String(wrong), style: "red" };
}

/** By scope or group: how many pictures there are, how many were accepted, and how often the scope was read. */
export function printScopes(
  stream: Terminal,
  title: string,
  groups: Readonly<Record<string, Figures>>,
): void {
  const scoped = Object.values(groups).some((figures) => figures.scoped !== undefined);
  printGrid(
    stream,
    [
      { title, flexible: true },
      { title: "with a day's count", align: "right", dispensable: 1 },
      { title: "accepted", align: "right" },
      { title: "negatives", align: "right" },
      { title: "accepted", align: "right" },
      ...(scoped ? [{ title: "scope right", align: "right", dispensable: 2 } as const] : []),
    ],
    Object.entries(groups).map(([name, figures]) => [
      { text: name.replaceAll("_", " ") },
      { text: String(figures.pictures) },
      { text: String(figures.accepted) },
      { text: String(figures.negatives) },
      wrongCell(figures.negatives_accepted),
      ...(scoped
        ? [{ text: figures.scoped === undefined ? "" : `${figures.scope_right}/${figures.scoped}` }]
        : []),
    ]),
  );
}

/** How each field was read. */
export function printFields(stream: Terminal, fields: Evaluation["fields"]): void {
  const known = fieldKeys.flatMap((key): [FieldKey, FieldFigures][] => {
    const figures = fields[key];
    return figures === undefined ? [] : [[key, figures]];
  });
  printGrid(
    stream,
    [
      { title: "field" },
      { title: "labelled", align: "right" },
      { title: "right", align: "right" },
      { title: "wrong", align: "right" },
      { title: "missing", align: "right" },
      { title: "read where there is none", align: "right" },
    ],
    known.map(([key, { labelled, right, wrong, missing, extra }]) => [
      { text: fieldTitles[key] },
      { text: String(labelled) },
      { text: String(right), ...(right === labelled ? { style: "green" } : {}) },
      { text: String(wrong), ...(wrong > 0 ? { style: "yellow" } : {}) },
      { text: String(missing), ...(missing > 0 ? { style: "yellow" } : {}) },
      { text: String(extra), ...(extra > 0 ? { style: "yellow" } : {}) },
    ]),
  );
}

/** Coverage against precision, over thresholds of confidence. */
export function printThresholds(stream: Terminal, thresholds: Evaluation["thresholds"]): void {
  printGrid(
    stream,
    [
      { title: "accepting from" },
      { title: "numbers", align: "right" },
      { title: "wrong", align: "right" },
      { title: "coverage", align: "right" },
      { title: "precision", align: "right" },
    ],
    thresholds.map(({ confidence, accepted, wrong, coverage, precision }) => [
      { text: share(confidence) },
      { text: String(accepted) },
      wrongCell(wrong),
      { text: share(coverage) },
      { text: share(precision) },
    ]),
  );
}

/** Whether confidences keep their word; bins without numbers are left out. */
export function printCalibration(stream: Terminal, calibration: Evaluation["calibration"]): void {
  printGrid(
    stream,
    [
      { title: "confidence" },
      { title: "numbers", align: "right" },
      { title: "mean confidence", align: "right" },
      { title: "right", align: "right" },
    ],
    calibration
      .filter(({ numbers }) => numbers > 0)
      .map(({ from, to, numbers, mean_confidence: mean, right }) => [
        { text: `${share(from)} – ${share(to)}` },
        { text: String(numbers) },
        { text: share(mean) },
        {
          text: share(right),
          ...(right !== null && mean !== null && right < mean ? { style: "yellow" } : {}),
        },
      ]),
  );
}
