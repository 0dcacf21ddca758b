import type { Result } from "../../src/eval/document.ts";
import { tally, tallyFields } from "../../src/eval/tally.ts";
import { noMore, none, share, type Target } from "../common/target.ts";
import type { EngineFigures } from "./readings.ts";

/** Pictures as they came. */
export function targetsOfSet(results: readonly Result[]): Target[] {
  const { pictures, exact, accepted, app_right, ...figures } = tally(results);
  const { negatives, negatives_accepted: negativesAccepted } = figures;
  const fields = tallyFields(results);
  const field = (key: "date_iso" | "distance_km"): readonly [number, number] => [
    fields[key]?.right ?? 0,
    fields[key]?.labelled ?? 0,
  ];
  const of72 = Math.ceil((71 / 72) * pictures);
  return [
    {
      what: "exact",
      value: exact,
      shown: `${exact} of ${pictures}`,
      wanted: `≥ ${of72}, as 71 of 72`,
      reached: exact >= of72,
    },
    noMore("accepted but wrong", figures.wrong_accepted - negativesAccepted, 0),
    share("coverage", [accepted, pictures], 0.95),
    share("app", [app_right, pictures], 1),
    share("date, where one is printed", field("date_iso"), 0.95),
    share("distance, where one is printed", field("distance_km"), 0.97),
    negatives === 0
      ? none("negatives accepted", "there are none")
      : noMore("negatives accepted", negativesAccepted, 0),
  ];
}

const singleCrops = ["crop-left", "crop-right", "crop-top", "crop-bottom"];

/** The same pictures with what was done to them; of crops also those whose number was not cut. */
export function targetsOfPerturbed(results: readonly Result[]): Target[] {
  const perturbed = results.filter(({ perturbation }) => perturbation !== null);
  const done = (...names: readonly string[]): Result[] =>
    perturbed.filter(({ perturbation }) => perturbation !== null && names.includes(perturbation));
  const exact = (what: string, of: readonly Result[], least: number): Target => {
    const figures = tally(of);
    return share(`exact, ${what}`, [figures.exact, figures.pictures], least);
  };
  const whole = (what: string, of: readonly Result[]): Target => {
    const { exact_whole: right = 0, whole: all = 0 } = tally(of);
    return share(`  of those whose number is whole, ${what}`, [right, all], null);
  };
  const [single, all] = [done(...singleCrops), done("crop-all")];
  const everyCrop = tally(all);
  return [
    noMore(`accepted but wrong, of ${perturbed.length}`, tally(perturbed).wrong_accepted, 0),
    exact("jpeg40", done("jpeg40"), 0.97),
    exact("width480", done("width480"), 0.92),
    exact("10 % cropped on one side", single, 0.92),
    whole("one side", single),
    share("exact, 10 % cropped on all sides", [everyCrop.exact, everyCrop.pictures], null),
    whole("all sides", all),
    exact("rotate90", done("rotate90"), 0.97),
  ];
}

/** Screens drawn at random. */
export function targetsOfDrawn(results: readonly Result[]): Target[] {
  const { exact, pictures, wrong_accepted: wrong } = tally(results);
  return [share("exact", [exact, pictures], 0.995), noMore("accepted but wrong", wrong, 0)];
}

/** What a worker costs. */
export function targetsOfEngine({ engine, medianMs, cpuMs, peakMb }: EngineFigures): Target[] {
  return [
    noMore(`warm time a picture, one core, ${engine}`, medianMs, 700, "ms"),
    // What the time would be about without neighbours on the machine.
    none("processor time a picture, on average", `${cpuMs} ms`, cpuMs),
    noMore("memory of a worker", peakMb, 450, "MB"),
  ];
}
