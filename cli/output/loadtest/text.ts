import type { LoadtestDocument } from "../../loadtest/document.ts";
import { painter, printable, type Terminal, wrap } from "../terminal.ts";
import { counted, duration, size } from "../units.ts";
import { grouped } from "../words.ts";
import { spanLines, timeWords } from "./spans.ts";

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
    ...verdict(found).map(({ good, text }) =>
      paint(good ? "green" : ["red", "bold"], `${good ? "✓" : "✗"} ${text}`),
    ),
    ...found.notes.flatMap((note) =>
      wrap(printable(note), width - 2).map((line) => paint("yellow", `  ${line}`)),
    ),
    "",
    ...spanLines(found.spans, width, paint),
    "",
    ...fact(
      "accepted",
      `${rate(found.throughput.accepted_per_second)} reports a second, ${grouped(reports.accepted)} in ${duration(found.seconds.sending)}`,
    ),
    ...(found.way === "accepted"
      ? []
      : fact(
          "results",
          `${rate(found.throughput.results_per_minute)} a minute, ${grouped(reports.results)} in ${duration(found.seconds.all)}: ${outcome(reports)}`,
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
    ...(errors.length === 0 ? [] : fact("errors", "")),
    ...errors.map(({ cause, count }) => paint("red", `  ${printable(`${grouped(count)} × ${cause}`)}`)),
    ...lateness(found).flatMap((line) => fact("sending", line)),
    ...(limit === null ? [] : ["", ...limitLines(limit, paint)]),
    ...(conditions.length === 0 ? [] : [""]),
    ...conditions.map(({ condition, value, met }) =>
      paint(
        met ? "red" : "green",
        printable(
          `${met ? "✗" : "✓"} ${condition}: ${value === null ? "not measured" : Number(value.toPrecision(4))}`,
        ),
      ),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** What matters, in a line or two. */
function verdict(found: LoadtestDocument): { good: boolean; text: string }[] {
  const { reports, ended, way } = found;
  const { lost, duplicate, wrong } = reports;
  if (way === "accepted")
    return [
      {
        good: reports.errors === 0,
        text: `${counted(reports.accepted, "report")} accepted of ${grouped(reports.sent)}`,
      },
    ];
  const said = [
    lost === 0 ? "none lost" : `${grouped(lost)} lost`,
    duplicate === 0 ? "none twice" : `${grouped(duplicate)} twice`,
    wrong === 0 ? "none wrong" : `${grouped(wrong)} wrong`,
    reports.errors === 0 ? "no errors" : counted(reports.errors, "error"),
  ];
  const cut = {
    complete: [],
    interrupted: [
      {
        good: false,
        text: "it was ended early; what is in the service's queue fails, because its pictures are gone",
      },
    ],
    timed_out: [
      { good: false, text: "results had not come for so long that the missing ones count as lost" },
    ],
  } as const;
  return [
    ...cut[ended],
    {
      good: lost + duplicate + wrong + reports.errors === 0,
      text: `${counted(reports.accepted, "report")} accepted, ${counted(reports.results, "result")}: ${said.join(", ")}`,
    },
  ];
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
    `${rate(reached)} a second were sent of the ${rate(load.per_second)} that were asked for, the last one ${timeWords(throughput.latest_ms)} late: more connections (-c) or another machine may reach it`,
  ];
}

function limitLines(
  { per_second: best, steps }: NonNullable<LoadtestDocument["limit"]>,
  paint: ReturnType<typeof painter>,
): string[] {
  const rows = [...steps]
    .sort((one, other) => one.per_second - other.per_second)
    .map(({ per_second: perSecond, holds, why, whole_p95: p95 }) => {
      const words = `${rate(60 * perSecond)} a minute, p95 ${p95 === null ? "not measured" : timeWords(p95)}${why === null ? "" : `: ${why}`}`;
      return paint(holds ? "green" : "red", `  ${holds ? "✓" : "✗"} ${words}`);
    });
  const head =
    best === null
      ? paint(["red", "bold"], "✗ the service levels held at no rate that was tried")
      : paint(
          "bold",
          `the limit: ${rate(best)} reports a second (${rate(60 * best)} a minute) meet the service levels`,
        );
  return [head, ...rows];
}

function rate(value: number): string {
  return value >= 999.5 ? grouped(Math.round(value)) : String(Number(value.toPrecision(3)));
}
