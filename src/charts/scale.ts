/** Where an axis has its marks. */
export interface Scale {
  /** From 0 on, at equal distances; the last one is at or above every value. */
  readonly ticks: readonly number[];
  readonly most: number;
}

const steps = [1, 2, 2.5, 5, 10] as const;

/** Steps in which people count time, in seconds. */
const timeSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** What an axis counts: whole things, or what may have parts; seconds have steps of their own. */
export type Unit = "count" | "number" | "seconds";

/** A scale from 0 to at least `highest`, of up to five steps that people can count in. */
export function scaleTo(highest: number, unit: Unit): Scale {
  // Where there is nothing at all, there is an axis all the same.
  const reached = highest > 0 ? highest : 1;
  const wanted = (unit === "count" ? Math.max(reached, 1) : reached) / 4;
  const step = unit === "seconds" && wanted > 0.5 ? timeStep(wanted) : roundStep(wanted, unit === "count");
  const count = Math.max(1, Math.ceil(reached / step - 1e-9));
  // Multiplied and not added up, and without the digits that binary fractions leave behind.
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
  return { ticks, most: ticks.at(-1) ?? step };
}

function timeStep(wanted: number): number {
  return timeSteps.find((step) => step >= wanted) ?? roundStep(wanted / 86_400, false) * 86_400;
}

function roundStep(wanted: number, isWhole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const all = steps.map((step) => step * power);
  const found = all.find((step) => step >= wanted * (1 - 1e-9) && (!isWhole || Number.isInteger(step)));
  return found ?? (isWhole ? 1 : 10 * power);
}

/** Which of so many labels are shown, so that there are no more than `most`: the last one, and every so many before. */
export function shownLabels(count: number, most: number): (index: number) => boolean {
  const every = Math.max(1, Math.ceil(count / most));
  return (index) => (count - 1 - index) % every === 0;
}
