import type { Grid } from "../common/section.ts";
import { noLess, none, type Target } from "../common/target.ts";
import type { Run } from "./alternate.ts";
import { held } from "./readers.ts";
import type { ServiceFigures } from "./service.ts";
import { summaryOf, timesAsFast } from "./summary.ts";

/** What took part, and what did not and why. */
export function rowsOfReaders(runs: readonly Run[]): Grid["rows"] {
  return Object.fromEntries(
    runs.map(({ reader, version, failures }) => [
      reader.name,
      {
        version: version ?? "",
        set: reader.settings,
        "": remark(version, failures),
      },
    ]),
  );
}

function remark(version: string | null, failures: readonly string[]): string {
  if (failures.length === 0) return "";
  return version === null ? `did not run: ${failures[0]}` : `${failures.length} not read: ${failures[0]}`;
}

/** Times and memory of those that ran, on one core and, where that was measured, on all. */
export function rowsOfTimes(oneCore: readonly Run[], allCores: readonly Run[]): Grid["rows"] {
  return Object.fromEntries(
    oneCore.flatMap((run) => {
      const one = summaryOf(run);
      const other = allCores.find(({ reader }) => reader.name === run.reader.name);
      const all = other === undefined ? null : summaryOf(other);
      if (one === null) return [];
      return [
        [
          run.reader.name,
          {
            "one core: median": `${one.medianMs} ms`,
            p95: `${one.p95Ms} ms`,
            ...(one.firstMedianMs === null ? {} : { "median of its first": `${one.firstMedianMs} ms` }),
            "most memory": `${one.peakMb} MB`,
            ...(all === null
              ? {}
              : {
                  "all cores: median": `${all.medianMs} ms`,
                  "p95 ": `${all.p95Ms} ms`,
                  ...(all.firstMedianMs === null
                    ? {}
                    : { "median of its first ": `${all.firstMedianMs} ms` }),
                  "most memory ": `${all.peakMb} MB`,
                }),
          },
        ],
      ];
    }),
  );
}

/** What comes out of the text of those that ran. */
export function rowsOfText(runs: readonly Run[]): Grid["rows"] {
  return Object.fromEntries(
    runs.flatMap((run) => {
      const summary = summaryOf(run);
      if (summary === null) return [];
      const { pictures, hasCount, chosen, fieldsRight, fieldsLabelled, accepted, acceptedWrong } = summary;
      return [
        [
          run.reader.name,
          {
            pictures,
            "count in its text": hasCount,
            "count comes out right": chosen,
            "fields right": `${fieldsRight} of ${fieldsLabelled}`,
            accepted: accepted ?? "–",
            "accepted but wrong": acceptedWrong ?? "–",
          },
        ],
      ];
    }),
  );
}

export function rowsOfService(figures: readonly ServiceFigures[]): Grid["rows"] {
  const ours = figures.map(({ atOnce, medianMs, p95Ms, perSecond }) => [
    `ocr-eco serve, ${atOnce} at once`,
    { median: `${medianMs} ms`, p95: `${p95Ms} ms`, "pictures a second": perSecond.toFixed(2) },
  ]);
  const theirs = [
    "ppu-paddle-ocr-serve",
    { "": "did not run: it is no package, but a part of its repository" },
  ];
  return Object.fromEntries([...ours, theirs]);
}

/** The promises beside others, each held on the cores that are named. */
export function targetsBeside(runs: readonly Run[], cores: string): Target[] {
  const find = (name: string): Run | undefined => runs.find(({ reader }) => reader.name === name);
  const target = (name: string, least: number): Target => {
    const what = `auto beside ${name}, ${cores}`;
    const value = timesAsFast(find(held.ours), find(name));
    return value === null ? none(what, "did not run") : noLess(what, value, least, "times as fast");
  };
  return [target(held.ppuBest, 4), target(held.tesseractJs, 5)];
}
