import { painter, printable, type Terminal, wrap } from "../output/terminal.ts";
import { counted, duration, size } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import { isPassed } from "./conditions.ts";
import type { LoadtestDocument } from "./document.ts";
import { histogramLines, spanLines, spanTitles, timeWords } from "./span-lines.ts";
import { foundWords, limitWords, rateWords, verdictOf } from "./words.ts";

/** Columns of what is no terminal. */
const plainWidth = 120;
const labelWidth = 11;

/** What a load test found out, for a person. */
export function loadtestText(stream: Terminal, found: LoadtestDocument): string {
  const paint = painter(stream);
  const width = stream.isTTY === true ? (stream.columns ?? 80) : plainWidth;
  const fact = (label: string, words: string): string[] =>
    wrap(printable(words), width - labelWidth).map(
      (line, index) => paint("dim", (index === 0 ? label : "").padEnd(labelWidth)) + line,
    );
  const { service, reports, peaks, errors, conditions, limit } = found;
  const lines = [
    paint(
      "dim",
      printable(
        [
          `ocr-eco ${service.version} at ${service.url}`,
          service.instance_env,
          counted(service.workers, "worker"),
        ]
          .filter((part) => part !== null)
          .join(" · "),
      ),
    ),
    ...verdictOf(found).map(({ good, text }) =>
      paint(good ? "green" : ["red", "bold"], `${good ? "✓" : "✗"} ${text}`),
    ),
    ...found.notes.flatMap((note) =>
      wrap(printable(note), width - 2).map((line) => paint("yellow", `  ${line}`)),
    ),
    "",
    ...spanLines(found.spans, width, paint),
    "",
    ...spread(found, width, paint),
    ...fact(
      "accepted",
      `${rateWords(found.throughput.accepted_per_second)} reports a second, ${grouped(reports.accepted)} in ${duration(found.seconds.sending)}`,
    ),
    ...(found.way === "accepted"
      ? []
      : fact(
          "results",
          `${rateWords(found.throughput.results_per_minute)} a minute, ${grouped(reports.results)} in ${duration(found.seconds.all)}: ${outcome(reports)}`,
        )),
    ...(found.samples.length === 0
      ? []
      : [
          ...fact("queue", `${grouped(peaks.waiting)} waiting at most`),
          ...fact(
            "memory",
            `server ${size(peaks.server_bytes)}, workers ${size(peaks.workers_bytes)} at most`,
          ),
        ]),
    ...(found.answers.length === 0
      ? []
      : fact(
          "answers",
          found.answers.map(({ answer, count }) => `${grouped(count)} × ${answer}`).join(", "),
        )),
    ...(errors.length === 0 ? [] : fact("errors", "")),
    ...errors.map(({ cause, count }) => paint("red", `  ${printable(`${grouped(count)} × ${cause}`)}`)),
    ...lateness(found).flatMap((line) => fact("sending", line)),
    ...(limit === null ? [] : ["", ...limitLines(limit, found.ended, width, paint)]),
    ...(conditions.length === 0 ? [] : [""]),
    ...conditions.map((each) =>
      paint(
        isPassed(each) ? "green" : "red",
        printable(`${isPassed(each) ? "✓" : "✗"} ${each.condition}: ${foundWords(each)}`),
      ),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** How the times of the whole way are spread, or of what is known of it. */
function spread({ spans }: LoadtestDocument, width: number, paint: ReturnType<typeof painter>): string[] {
  const name = spans.whole === null ? "accepted" : "whole";
  const span = spans[name];
  return span === null ? [] : [...histogramLines(span, spanTitles[name], width, paint), ""];
}

function outcome({ verified, unsure, failed }: LoadtestDocument["reports"]): string {
  return [
    `${grouped(verified)} verified`,
    `${grouped(unsure)} for a human`,
    ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
  ].join(", ");
}

/** Whether the sender itself was too slow for what was asked of it. */
function lateness({ load, seconds, reports, throughput }: LoadtestDocument): string[] {
  if (load.per_second === null || seconds.sending === 0) return [];
  const reached = reports.sent / seconds.sending;
  if (reached >= 0.95 * load.per_second || reports.sent < 10) return [];
  return [
    `${rateWords(reached)} a second were sent of the ${rateWords(load.per_second)} that were asked for, the last one ${timeWords(throughput.latest_ms)} late: more connections (-c) or another machine may reach it`,
  ];
}

function limitLines(
  { per_second: best, steps }: NonNullable<LoadtestDocument["limit"]>,
  ended: LoadtestDocument["ended"],
  width: number,
  paint: ReturnType<typeof painter>,
): string[] {
  const rows = [...steps]
    .sort((one, other) => one.per_second - other.per_second)
    .map(({ per_second: perSecond, holds, why, whole_p95: p95 }) => {
      const words = `${rateWords(60 * perSecond)} a minute, p95 ${p95 === null ? "not measured" : timeWords(p95)}${why === null ? "" : `: ${why}`}`;
      return paint(holds ? "green" : "red", `  ${holds ? "✓" : "✗"} ${words}`);
    });
  const words = limitWords(best, ended);
  const head = wrap(best === null ? `✗ ${words}` : words, width);
  return [...head.map((line) => paint(best === null ? ["red", "bold"] : "bold", line)), ...rows];
}
