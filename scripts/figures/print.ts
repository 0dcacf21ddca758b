import { printCalibration } from "../../cli/eval/figures.ts";
import type { CalibrationBin } from "../../src/eval/document.ts";
import { printTarget } from "../common/target.ts";
import type { EngineFigures } from "./readings.ts";
import type { Target } from "./targets.ts";

/** Figures and targets that belong together. */
export interface Section {
  readonly title: string;
  readonly targets: readonly Target[];
}

/** Prints a table with a row for each engine. */
export function printEngines(engines: readonly EngineFigures[]): void {
  console.table(
    Object.fromEntries(
      engines.map((figures) => [
        figures.engine,
        {
          exact: `${figures.exact} of ${figures.pictures}`,
          accepted: figures.accepted,
          "but wrong": figures.wrong,
          "app right": figures.appRight,
          "negatives accepted": figures.negativesAccepted,
          "median ms": figures.medianMs,
          "p95 ms": figures.p95Ms,
          "cpu ms": figures.cpuMs,
          "peak MB": figures.peakMb,
        },
      ]),
    ),
  );
}

/** Prints each figure beside its target, with reached or MISSED before it. */
export function printSection({ title, targets }: Section): void {
  console.log(`\n${title}`);
  for (const { what, shown, wanted, reached, note } of targets) {
    printTarget(what, shown, wanted, reached);
    if (note !== undefined) console.log(`           ${note}`);
  }
}

/** Prints whether confidences keep their word. */
export function printBins(readings: number, bins: CalibrationBin[]): void {
  console.log(`\nCalibration, on ${readings} drawn and perturbed pictures: does a confidence keep its word?`);
  printCalibration(process.stdout, bins);
}
