import type { Box } from "../image/raster.ts";
import type { StepCandidate } from "./candidate.ts";
import type { PrintedClock } from "./clock.ts";
import type { PrintedDate } from "./dates.ts";
import { bottom, gapY, sameColumn, sameRow } from "./layout.ts";
import type { Unit } from "./lexicon.ts";
import type { NumberToken } from "./numbers.ts";
import { type Screen, type Value, withoutIcon } from "./screen.ts";
import { conceptOf, squeeze, unitOf } from "./vocabulary.ts";

/** The members of the contract's `extracted_data` besides the steps. */
export const fieldNames = [
  "date",
  "distance",
  "duration",
  "total_calories",
  "avg_pace",
  "avg_speed",
  "avg_cadence",
  "avg_stride",
  "avg_heart_rate",
] as const;
/** The fields that only we know, not the contract. */
const furtherFieldNames = ["clock"] as const;
export const screenFieldNames = [...fieldNames, ...furtherFieldNames] as const;
type FieldName = (typeof screenFieldNames)[number];

/** One field as printed, and where. */
export interface Field {
  readonly text: string;
  readonly box: Box;
  /** The engine's confidence in the text, 0–1. */
  readonly confidence: number;
}

export type Fields = Partial<Record<FieldName, Field>>;

/** Everything that the screen says about the day besides its steps. */
export function readFields(
  screen: Screen,
  date: PrintedDate | null,
  clocks: readonly PrintedClock[],
  steps: StepCandidate | undefined,
): Fields {
  const day = screen.values.filter(
    (value) => value.number.box.y < screen.foreignFrom && !isWorkout(value, screen),
  );
  const distances = day.filter((value) => ["km", "mi"].includes(unitOfValue(value) ?? ""));
  const calories = day.filter(isEnergy);
  const minutes = day.filter(isMinutes);
  const activeTime = labelled(minutes, "active_time") ?? nearest(minutes.filter(isUnlabelled), steps?.token);
  const fields: Record<FieldName, Field | undefined> = {
    date: date === null ? undefined : { text: date.text, box: date.box, confidence: date.confidence },
    distance: field(
      labelled(distances, "distance") ?? only(distances.filter((value) => value.label?.concept !== "steps")),
    ),
    duration: hoursAndMinutes(activeTime) ?? withRestOfLabel(field(activeTime), activeTime, screen),
    total_calories: field(
      labelled(calories, "calories") ??
        nearest(
          calories.filter((value) => isUnlabelled(value) && !isChartScale(value, screen)),
          // Food has calories, too, on a card of its own: the day's stand right under its active time.
          activeTime?.number ?? steps?.token,
        ) ??
        labelled(calories, "total_calories"),
    ),
    avg_pace: pattern(screen, /\d{1,2}['’:]\d{2}["”]? ?\/ ?(?:km|mi)/i),
    avg_speed: pattern(screen, /\d+(?:[.,]\d+)? ?(?:km\/h|km\/j|mph)/i),
    avg_cadence: pattern(screen, /\d+ ?(?:spm|steps\/min|langkah\/mnt|langkah\/menit|lpm)\b/i),
    avg_stride: field(labelled(day, "stride")),
    avg_heart_rate: field(day.find((value) => unitOfValue(value) === "bpm" && value.number.count !== null)),
    clock: clocks[0],
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}

/** The goal printed beside the steps, or with a label of its own (`Target: 10.000`). */
export function goalOf(screen: Screen, steps: StepCandidate | undefined): number | null {
  if (steps?.goal != null) return steps.goal;
  const named = screen.values.find(({ number, label }) => {
    if (number.count === null || number.count < 100) return false;
    const before = number.line.text.slice(0, number.at);
    if (conceptOf(before) === "goal") return true;
    return label?.concept === "goal" && (number.unit === null || number.unit === "steps");
  });
  return named?.number.count ?? null;
}

function unitOfValue(value: Value): Unit | null {
  if (value.number.unit !== null) return value.number.unit;
  if (value.goal?.unit != null) return value.goal.unit;
  return value.looseUnit === null ? null : unitOf(withoutIcon(value.looseUnit.text));
}

function isEnergy(value: Value): boolean {
  const { number, label } = value;
  if (unitOfValue(value) === "kcal")
    return number.count !== null && !/total/i.test(number.line.text.slice(0, 6));
  // Garmin prints the number over the bare word `Calories`.
  return (
    number.unit === null && number.count !== null && label?.concept === "calories" && value.tie === "below"
  );
}

function isMinutes(value: Value): boolean {
  if (value.number.count === null) return false;
  const unit = unitOfValue(value);
  return unit === "min" || (unit === null && labelWithUnit(value) !== null);
}

/** `1 h 20 min` is two numbers: the minutes are the last of them. */
function hoursAndMinutes(value: Value | undefined): Field | undefined {
  if (value === undefined) return undefined;
  const { line } = value.number;
  const match = /\d+ ?(?:h|hrs?|hours?|j|jam) ?\d+ ?(?:m|mins?|minutes|mnt|menit)\b/i.exec(line.text);
  return match === null ? undefined : { text: match[0], box: line.box, confidence: line.confidence };
}

/** `30` over `Menit` over `Bergerak`: a label in two lines, of which the first is a unit. */
function withRestOfLabel(
  found: Field | undefined,
  value: Value | undefined,
  screen: Screen,
): Field | undefined {
  const unit = value?.looseUnit;
  if (found === undefined || unit == null) return found;
  const rest = screen.lines.find(
    ({ text, box }) =>
      conceptOf(`${unit.text} ${text}`) === "active_time" &&
      sameColumn(box, unit.box) &&
      box.y > unit.box.y &&
      gapY(unit.box, box) < unit.box.height,
  );
  return rest === undefined ? found : { ...found, text: `${found.text} ${rest.text}` };
}

/** `41` over `Move Min`: the label holds the unit. */
function labelWithUnit({ label }: Value): string | null {
  return label?.concept === "active_time" && /min|mnt/i.test(label.line.text) ? label.line.text : null;
}

/** Charts print the top of their axis with its unit, and the sum of the day under it: `37KCAL`, `TOTAL 2.031 KCAL`. */
function isChartScale({ number, goal }: Value, screen: Screen): boolean {
  if (number.role !== "plain" || goal !== null) return false;
  return screen.lines.some(
    (line) =>
      /^total\W*\d/i.test(line.text) && line.box.y > number.box.y && sameColumn(line.box, number.line.box),
  );
}

function isUnlabelled(value: Value): boolean {
  return value.label === null || !["total_calories", "other", "workout"].includes(value.label.concept);
}

/** Numbers of one exercise, not of the day: under a heading for workouts, or over a line that names one. */
function isWorkout(value: Value, screen: Screen): boolean {
  if (value.label?.concept === "workout") return true;
  const { box, line } = value.number;
  return screen.lines.some((other) => {
    if (other === line || !sameColumn(other.box, line.box) || sameRow(other.box, box)) return false;
    // `Walking + Running Distance` names the day's.
    if (conceptOf(other.text) === "distance") return false;
    const near =
      Math.abs(other.box.y < box.y ? gapY(other.box, box) : other.box.y - bottom(box)) < 1.2 * box.height;
    return (
      near &&
      /outdoor|indoor|workout|luarruangan|diluar|^running|^walking|berlari|berjalan/.test(squeeze(other.text))
    );
  });
}

function labelled(values: readonly Value[], concept: string): Value | undefined {
  const own = values.filter((value) => value.label?.concept === concept);
  return own.find((value) => value.number.role === "value" || value.goal !== null) ?? own[0];
}

/** The only one of its kind; when there are several nothing says which is the day's. */
function only(values: readonly Value[]): Value | undefined {
  return new Set(values.map((value) => value.number.text)).size === 1 ? values[0] : undefined;
}

/** The one nearest to another number: a card lists steps, minutes and calories of the day together. */
function nearest(values: readonly Value[], to: NumberToken | undefined): Value | undefined {
  if (to === undefined) return only(values);
  const distance = ({ number }: Value): number => Math.abs(number.box.y - to.box.y);
  return [...values].sort((a, b) => distance(a) - distance(b))[0];
}

function field(value: Value | undefined): Field | undefined {
  if (value === undefined) return undefined;
  const { number, looseUnit, goal } = value;
  const unit = number.unitText || goal?.unitText || looseUnit?.text || labelWithUnit(value) || "";
  return {
    text: unit === "" ? number.text : `${number.text} ${unit}`,
    box: number.box,
    confidence: number.confidence,
  };
}

function pattern(screen: Screen, form: RegExp): Field | undefined {
  for (const line of screen.lines) {
    const match = form.exec(line.text);
    if (match !== null) return { text: match[0], box: line.box, confidence: line.confidence };
  }
  return undefined;
}
