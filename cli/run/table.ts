import type { Reading } from "../../src/reading/reading.ts";
import { sentencesOf } from "../../src/reading/reasons.ts";
import { fit, painter, printable, type Terminal } from "../output/terminal.ts";
import { grouped, percent, statusWords } from "../output/words.ts";
import type { Output } from "./outcome.ts";

/** Columns after the picture's name, with their widths. */
const columns = [
  { title: "steps", width: 8, align: "right" },
  { title: "status", width: 17, align: "left" },
  { title: "sure", width: 7, align: "right" },
  { title: "app", width: 14, align: "left" },
  { title: "date", width: 20, align: "left" },
  { title: "distance", width: 9, align: "right" },
] as const;
const gap = "  ";
/** Columns that are given up, in this order, where the terminal is narrow. */
const dispensable = ["date", "distance", "app"] as const;
const leastNameWidth = 16;

/** A table that grows by a row for each picture, and a line with sums under it. */
export function tableOutput(stream: Terminal, names: readonly string[]): Output {
  const paint = painter(stream);
  const total = stream.isTTY === true ? (stream.columns ?? 100) : Number.POSITIVE_INFINITY;
  const shown = columnsFor(total);
  const rest = shown.reduce((sum, column) => sum + column.width + gap.length, 0);
  const longest = Math.max(leastNameWidth, ...names.map((name) => Bun.stringWidth(name)));
  const nameWidth = Math.min(longest, Math.max(leastNameWidth, total - rest));
  const tally = new Map<string, number>();

  const titles = shown.map(({ title, width, align }) => fit(title, width, align));
  stream.write(`${paint("dim", [fit("picture", nameWidth), ...titles].join(gap).trimEnd())}\n`);
  return {
    write(outcome) {
      const word = outcome.ok ? statusWords[outcome.reading.status].word : "failed";
      tally.set(word, (tally.get(word) ?? 0) + 1);
      const name = fit(printable(outcome.source), nameWidth);
      if (!outcome.ok) {
        const [steps] = shown;
        stream.write(
          `${[name, fit("", steps?.width ?? 0), paint("red", "✗ failed"), outcome.failure.code].join(gap)}\n`,
        );
        return;
      }
      const { reading } = outcome;
      const cells = cellsOf(reading);
      const row = shown.map(({ title, width, align }) => {
        const cell = fit(cells[title], width, align);
        if (title !== "status") return cell;
        return paint(statusWords[reading.status].style, cell);
      });
      stream.write(`${[name, ...row].join(gap).trimEnd()}\n`);
      for (const reason of sentencesOf(reading.signals))
        stream.write(`${paint("yellow", `  signal  ${printable(reason)}`)}\n`);
    },
    end() {
      const counts = [...tally].map(([word, count]) => `${count} ${word}`).join(", ");
      stream.write(`${paint("dim", `${names.length} pictures: ${counts}`)}\n`);
    },
  };
}

function columnsFor(total: number): (typeof columns)[number][] {
  let shown = [...columns];
  for (const title of dispensable) {
    const needed = leastNameWidth + shown.reduce((sum, column) => sum + column.width + gap.length, 0);
    if (needed > total) shown = shown.filter((column) => column.title !== title);
  }
  return shown;
}

function cellsOf(reading: Reading): Record<(typeof columns)[number]["title"], string> {
  const { mark, word } = statusWords[reading.status];
  const count = reading.steps ?? reading.candidateSteps;
  return {
    steps: count === null ? "" : grouped(count),
    status: `${mark} ${word}`,
    sure: reading.steps === null ? "" : percent(reading.confidence),
    app: reading.app ?? "",
    date: reading.fields.date?.text ?? "",
    distance: reading.fields.distance?.text ?? "",
  };
}
