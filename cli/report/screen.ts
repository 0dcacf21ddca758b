import type { DayTotals, Totals } from "../../src/api/totals.ts";
import { limits } from "../../src/service/findings.ts";
import { bar } from "../output/gauge.ts";
import { fit, type painter, printable, wrap } from "../output/terminal.ts";
import { counted } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import { type Level, levelsOf } from "./levels.ts";
import {
  clockText,
  countText,
  dayText,
  deletedText,
  hourText,
  loadTestsText,
  periodText,
  secondsText,
  shareText,
  trendText,
} from "./words.ts";

type Paint = ReturnType<typeof painter>;

interface Screen {
  readonly url: string;
  readonly width: number;
  readonly paint: Paint;
  /** Whether to draw; else there are only words. */
  readonly isDrawn: boolean;
}

/** A column of the days, which is narrower than a terminal of 80 columns together. */
const columns: readonly {
  readonly title: string;
  readonly width: number;
  readonly text: (day: DayTotals) => string;
}[] = [
  { title: "processed", width: 11, text: ({ processed }) => grouped(processed) },
  { title: "accepted", width: 10, text: (day) => shareText(day.verified_share) },
  { title: "failed", width: 9, text: (day) => shareText(day.failed_share) },
  { title: "mean", width: 9, text: (day) => secondsText(day.result_seconds?.mean) },
  { title: "p95", width: 9, text: (day) => secondsText(day.result_seconds?.p95) },
];
const nameWidth = 10;
const busiestWidth = 14;
const barWidth = 6;

/** The totals of some days for a person. No line is wider than `width`, from 80 columns on. */
export function reportScreen(totals: Totals, screen: Screen): string[] {
  const { paint } = screen;
  return [
    ...head(totals, screen),
    "",
    ...daysOf(totals, screen),
    "",
    ...wrap(trendText(totals), screen.width),
    ...causes(totals, screen),
    "",
    paint("bold", "Service levels"),
    ...levelsOf(totals.sum).flatMap((level) => levelLines(level, screen)),
  ].map((line) => line.trimEnd());
}

function head(totals: Totals, { url, width, paint }: Screen): string[] {
  const { sum, environment, time_zone: zone } = totals;
  const place = [environment ?? "all environments", url].map(printable).join(" · ");
  const { result_seconds: took, busiest_hour: busiest } = sum;
  const deleted = deletedText(totals);
  const loadTests = loadTestsText(totals);
  const facts = [
    `${counted(sum.processed, "report")} processed`,
    ...(sum.processed === 0
      ? []
      : [`${shareText(sum.verified_share)} accepted`, `${shareText(sum.failed_share)} failed`]),
    ...(took === null ? [] : [`mean ${secondsText(took.mean)}`, `p95 ${secondsText(took.p95)}`]),
    ...(busiest === null
      ? []
      : [
          `busiest ${dayText(busiest.day)} ${hourText(busiest.hour)}, ${counted(busiest.received, "report")}`,
        ]),
  ];
  return [
    ...wrap(`${periodText(sum)}, ${printable(zone)} · ${place}`, width).map((line) => paint("dim", line)),
    ...wrapParts(facts, width).map((line) => paint("bold", line)),
    ...(deleted === null ? [] : wrap(`${deleted}.`, width).map((line) => paint("yellow", line))),
    ...(loadTests === null ? [] : wrap(`${loadTests}.`, width).map((line) => paint("dim", line))),
  ];
}

/** Parts joined by dots, broken only between them. */
function wrapParts(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && Bun.stringWidth(`${last} · ${part}`) <= width)
      lines[lines.length - 1] = `${last} · ${part}`;
    else lines.push(part);
  }
  return lines;
}

function daysOf(totals: Totals, { paint, isDrawn }: Screen): string[] {
  const { days } = totals;
  const most = Math.max(1, ...days.map(({ processed }) => processed));
  const titles = columns.map(({ title, width }) => fit(title, width, "right")).join("");
  const rows = days.map((day) => {
    const failedOver = 100 * (day.failed_share ?? 0) >= limits.errorsPercent;
    const cells = columns.map(({ title, width, text }) => {
      const cell = fit(text(day), width, "right");
      return title === "failed" && failedOver ? paint("red", cell) : cell;
    });
    const busiest = day.busiest_hour;
    const peak =
      busiest === null ? "–" : `${hourText(busiest.hour)}${fit(grouped(busiest.received), 7, "right")}`;
    const drawn = isDrawn ? `  ${paint("cyan", bar(day.processed / most, barWidth))}` : "";
    return `${fit(dayText(day.day), nameWidth)}${cells.join("")}${fit(peak, busiestWidth, "right")}${drawn}`;
  });
  const note = `Until ${clockText(totals)} today. Times are from 202 to the result.`;
  return [
    paint("dim", `${fit("day", nameWidth)}${titles}${fit("busiest hour", busiestWidth, "right")}`),
    ...rows,
    paint("dim", note),
  ];
}

function causes({ sum }: Totals, { paint }: Screen): string[] {
  const failures = Object.entries(sum.failures).sort(([, one], [, other]) => other - one);
  if (failures.length === 0) return [];
  const width = Math.max(...failures.map(([code]) => code.length));
  return [
    "",
    paint("bold", "Failures by cause"),
    ...failures.map(
      ([code, count]) =>
        `  ${fit(printable(code), width)}${fit(countText(count), 9, "right")}${fit(shareText(count / sum.failed), 9, "right")}`,
    ),
  ];
}

function levelLines({ held, promise, found }: Level, { width, paint }: Screen): string[] {
  const mark = held === null ? "–" : held ? "✓" : "✗";
  const style = held === null ? "dim" : held ? "green" : "red";
  const word = held === null ? "not known" : held ? "held" : "not held";
  return wrap(`${mark} ${promise}: ${word}; ${found}`, width - 2).map((line, index) =>
    paint(style, `${index === 0 ? "  " : "    "}${line}`),
  );
}
