import { printCalibration } from "../../cli/eval/figures.ts";
import type { CalibrationBin } from "../../src/eval/document.ts";
import type { EngineFigures } from "./readings.ts";

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

/** Prints whether confidences keep their word. */
export function printBins(readings: number, bins: CalibrationBin[]): void {
  console.log(`\nCalibration, on ${readings} drawn and perturbed pictures: does a confidence keep its word?`);
  printCalibration(process.stdout, bins);
}
