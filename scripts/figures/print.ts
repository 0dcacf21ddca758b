import { printCalibration } from "../../cli/eval/figures.ts";
import { share } from "../../cli/eval/words.ts";
import type { CalibrationBin } from "../../src/eval/document.ts";
import type { Grid } from "../common/section.ts";
import type { EngineFigures } from "./readings.ts";

/** A row for each engine. */
export function rowsOfEngines(engines: readonly EngineFigures[]): Grid["rows"] {
  return Object.fromEntries(
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
  );
}

/** Prints whether confidences keep their word. */
export function printBins(title: string, bins: CalibrationBin[]): void {
  console.log(`\n${title}`);
  printCalibration(process.stdout, bins);
}

/** The same as rows. */
export function rowsOfBins(bins: readonly CalibrationBin[]): Grid["rows"] {
  return Object.fromEntries(
    bins
      .filter(({ numbers }) => numbers > 0)
      .map(({ from, to, numbers, mean_confidence: mean, right }) => [
        `${share(from)} – ${share(to)}`,
        { numbers, "mean confidence": share(mean), right: share(right) },
      ]),
  );
}
