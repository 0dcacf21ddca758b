import { bar, condensed, sparkline } from "../output/gauge.ts";
import { beginning, fit, type painter, printable, wrap } from "../output/terminal.ts";
import { counted, duration, size } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import type { Ledger } from "./ledger.ts";
import type { Progress } from "./measure.ts";
import { reportsIn } from "./schedule.ts";
import type { Load } from "./sender.ts";
import { spanLines } from "./span-lines.ts";
import { spansOf } from "./summary.ts";
import { wordsOf } from "./words.ts";

type Paint = ReturnType<typeof painter>;

/** What is known while a load test goes on. */
export interface View {
  readonly url: string | null;
  readonly notes: readonly string[];
  /** What is done now; empty while reports are sent that count. */
  readonly phase: string;
  readonly progress: Progress | null;
}

/** Reports that percentiles are made of while it goes on: sorting all of them would take time from the sending. */
const mostLooked = 2000;
const labelWidth = 11;
const mostCauses = 5;

/** A load test as it goes on. No line is wider than `width`. */
export function progressScreen({ url, notes, phase, progress }: View, width: number, paint: Paint): string[] {
  const title = ["ocr-eco loadtest", url, progress === null ? null : wordsOf(progress.load)];
  const head = title.filter((part) => part !== null).join(" · ");
  const above = [
    paint("bold", beginning(printable(head), width)),
    ...notes.flatMap((note) =>
      wrap(printable(note), width - 2).map((line) => paint("yellow", `  ${beginning(line, width - 2)}`)),
    ),
    beginning(progress === null ? phase : phaseWords(phase, progress), width),
  ];
  if (progress === null) return above;
  return [
    ...above,
    "",
    ...counts(progress, width, paint),
    "",
    ...times(progress.ledger, width, paint),
    ...causes(progress.ledger, width, paint),
  ];
}

function phaseWords(phase: string, { isSending, began }: Progress): string {
  const since = duration(Math.round((performance.now() - began) / 1000));
  const what = isSending ? "sending" : "waiting for results";
  return `${phase === "" ? what : `${phase}, ${what}`}, ${since} so far`;
}

/** How far it is. */
function counts({ load, ledger, samples, began }: Progress, width: number, paint: Paint): string[] {
  const seconds = Math.max(0.001, (performance.now() - began) / 1000);
  const accepted = ledger.entries.length;
  const wanted = load.reports ?? Math.max(accepted, plannedOf(load));
  const last = samples.at(-1);
  const waiting = samples.map((sample) => sample.waiting);
  const gauge = width >= 120 ? 60 : 24;
  const row = (label: string, drawn: string, style: Parameters<Paint>[0], words: string): string => {
    const room = width - labelWidth - gauge - 2;
    return `${paint("dim", fit(label, labelWidth))}${paint(style, fit(drawn, gauge))}  ${beginning(words, room)}`;
  };
  const of = (count: number): string =>
    wanted > 0 ? `${grouped(count)} of ${grouped(wanted)}` : grouped(count);
  const rate = (60 * ledger.results) / seconds;
  return [
    row("accepted", wanted > 0 ? bar(accepted / wanted, gauge) : "", "cyan", of(accepted)),
    row(
      "results",
      wanted > 0 ? bar(ledger.results / wanted, gauge) : "",
      "green",
      `${of(ledger.results)}, ${Number(rate.toPrecision(3))} a minute`,
    ),
    row(
      "queue",
      sparkline(condensed(waiting, gauge), gauge),
      "yellow",
      last === undefined ? "" : `${grouped(last.waiting)} waiting, ${grouped(last.active)} in hand`,
    ),
    row(
      "memory",
      "",
      "dim",
      last === undefined ? "" : `server ${size(last.serverBytes)}, workers ${size(last.workersBytes)}`,
    ),
  ];
}

function times(ledger: Ledger, width: number, paint: Paint): string[] {
  return spanLines(spansOf(ledger.entries.slice(-mostLooked)), width, paint);
}

function causes(ledger: Ledger, width: number, paint: Paint): string[] {
  const { errors } = ledger;
  const shown = errors.slice(0, mostCauses).map(({ cause, count }) => `${grouped(count)} × ${cause}`);
  const more = errors.length > mostCauses ? [`${counted(errors.length - mostCauses, "further cause")}`] : [];
  const lines = [...shown, ...more].map((line) => paint("red", beginning(printable(line), width)));
  return lines.length === 0 ? [] : ["", ...lines];
}

/** How many reports a load comes to, where its rate says so; else 0. */
function plannedOf({ perSecond, seconds, stages }: Load): number {
  return Math.round(stages === undefined ? (perSecond ?? 0) * (seconds ?? 0) : reportsIn(stages));
}
