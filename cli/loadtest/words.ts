import { counted, duration } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import { isPassed } from "./conditions.ts";
import type { LoadtestDocument } from "./document.ts";
import type { Load } from "./sender.ts";

/** A rate in three digits. */
export function rateWords(value: number): string {
  return value >= 999.5 ? grouped(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** How much was sent: `1 000 reports over 50 connections`, `for 30 s at 120 a minute over 10 connections`. */
export function loadWords({
  load: { connections, reports, seconds, per_second: perSecond, stages },
}: Pick<LoadtestDocument, "load">): string {
  const parts = stages?.map(({ seconds: length, per_second: rate }) => ({
    seconds: length,
    perSecond: rate,
  }));
  return wordsOf({
    connections,
    reports,
    seconds,
    perSecond,
    ...(parts === undefined ? {} : { stages: parts }),
  });
}

/** The same of what is still being sent. */
export function wordsOf({ connections, reports, seconds, perSecond, stages = [] }: Load): string {
  const much = [
    reports === null ? null : counted(reports, "report"),
    seconds === null ? null : `for ${duration(seconds)}`,
    perSecond === null
      ? null
      : `at ${perSecond < 5 ? `${rateWords(60 * perSecond)} a minute` : `${rateWords(perSecond)} a second`}`,
    stages.length === 0 ? null : `in ${counted(stages.length, "stage")}`,
    `over ${counted(connections, "connection")}`,
  ];
  return much.filter((part) => part !== null).join(" ");
}

/** What matters of a load test, in a line or two, each good or bad. */
export function verdictOf(found: LoadtestDocument): { readonly good: boolean; readonly text: string }[] {
  const { reports, ended, way, service } = found;
  const { lost, duplicate, wrong } = reports;
  const cut = {
    complete: [],
    interrupted: [
      service.own
        ? "It was ended early"
        : "It was ended early. Of its reports, those that still wait fail, because their pictures are gone",
    ],
    timed_out: ["Nothing had come for so long that it was given up; results that are missing count as lost"],
  } as const;
  const said = [
    lost === 0 ? "none lost" : `${grouped(lost)} lost`,
    duplicate === 0 ? "none twice" : `${grouped(duplicate)} twice`,
    wrong === 0 ? "none wrong" : `${grouped(wrong)} wrong`,
    reports.errors === 0 ? "no errors" : counted(reports.errors, "error"),
  ];
  const main =
    way === "accepted"
      ? {
          good: reports.accepted > 0 && reports.errors === 0,
          text: `${counted(reports.accepted, "report")} accepted of ${grouped(reports.sent)}`,
        }
      : {
          good: reports.accepted > 0 && lost + duplicate + wrong + reports.errors === 0,
          text: `${counted(reports.accepted, "report")} accepted, ${counted(reports.results, "result")}: ${said.join(", ")}`,
        };
  return [...cut[ended].map((text) => ({ good: false, text })), main];
}

/** What the search for the highest rate came to, in half a sentence. */
export function limitWords(best: number | null, ended: LoadtestDocument["ended"]): string {
  const cut = ended === "interrupted" ? " so far" : "";
  return best === null
    ? `the service levels held at no rate that was tried${cut}`
    : `the limit${cut}: ${rateWords(best)} reports a second (${rateWords(60 * best)} a minute) meet the service levels`;
}

/** Whether a condition is met, for a cell of a table. */
export function conditionWords(condition: LoadtestDocument["conditions"][number]): string {
  if (condition.met) return "✗ met";
  return isPassed(condition) ? "✓ not met" : "✗ nobody knows";
}

/** What was found for a condition, in the unit that it is written in: `12.3 s`. */
export function foundWords({ condition, value }: LoadtestDocument["conditions"][number]): string {
  const unit = /[a-z%]+\s*$/.exec(condition)?.[0] ?? "";
  return value === null ? "not measured" : `${Number(value.toPrecision(4))} ${unit}`.trim();
}
