import { fieldNames } from "../../src/reading/extract/fields.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { sentencesOf } from "../../src/reading/reasons.ts";
import { scopeNames } from "../../src/reading/scope/sentences.ts";
import { painter, printable, type Terminal, wrap } from "../output/terminal.ts";
import { fieldWords, grouped, percent, statusWords } from "../output/words.ts";
import type { Outcome, Output } from "./outcome.ts";
import { plainText } from "./text.ts";

const languages = { en: "English", id: "Indonesian" } as const;
const engineWords = { tally: "tally", paddle: "PP-OCR", tesseract: "tesseract" } as const;
/** Width of the column with the names of fields. */
const nameWidth = 12;

/** A short card about one picture for a person. With `raw`, all lines with their boxes follow. */
export function cardOutput(stream: Terminal, raw: boolean): Output {
  return {
    write(outcome: Outcome) {
      if (outcome.ok) stream.write(card(outcome.reading, outcome.source, outcome.overlayFile, stream, raw));
    },
  };
}

function card(
  reading: Reading,
  source: string,
  overlayFile: string | null,
  stream: Terminal,
  raw: boolean,
): string {
  const paint = painter(stream);
  const width = Math.min(100, stream.columns ?? 100) - nameWidth - 2;
  const row = (name: string, text: string): string =>
    wrap(text, width)
      .map((line, index) => `  ${paint("dim", (index === 0 ? name : "").padEnd(nameWidth))}${line}`)
      .join("\n");

  const { mark, word, style } = statusWords[reading.status];
  const count = reading.steps ?? reading.candidateSteps;
  const sure = reading.steps === null ? "" : `, ${percent(reading.confidence)} sure`;
  const head = count === null ? "" : `${paint("bold", `${grouped(count)} steps`)}  `;
  const lines = [`  ${head}${paint(style, `${mark} ${word}${sure}`)}`];
  if (reading.app !== null) {
    const page = reading.page?.replaceAll("_", " ");
    const about = [page, reading.locale === null ? null : languages[reading.locale], reading.theme];
    lines.push(`  ${[reading.app, ...about.filter((part) => part != null)].join(" · ")}`);
  }
  if (reading.scope !== null && reading.scope.kind !== "day")
    lines.push(`  count of ${scopeNames[reading.scope.kind]}`);
  lines.push("");
  const before = lines.length;
  const { fields, values } = reading;
  for (const name of fieldNames) {
    const field = fields[name];
    if (field !== undefined) lines.push(row(fieldWords[name], field.text));
  }
  if (values.goal !== null) lines.push(row("goal", `${grouped(values.goal)} steps`));
  if (fields.clock !== undefined) lines.push(row("clock", fields.clock.text));
  if (lines.length > before) lines.push("");
  if (reading.status === "not_a_step_screen" && reading.lines.length > 0) {
    lines.push(
      ...plainText(reading)
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => `  ${line}`),
      "",
    );
  }
  sentencesOf(reading.reasons).forEach((reason, index) => {
    lines.push(row(index === 0 ? "why" : "", reason));
  });
  for (const reason of sentencesOf(reading.signals)) lines.push(row("signal", reason));
  for (const warning of reading.warnings) lines.push(row("warning", printable(warning)));
  if (overlayFile !== null) lines.push(row("overlay", printable(overlayFile)));
  const { width: across, height: down, format } = reading.image;
  const engines = reading.engines.map((engine) => engineWords[engine]).join(" + ");
  lines.push(
    row(
      "picture",
      `${printable(source)}, ${across} × ${down} ${format.toUpperCase()}, read by ${engines} in ${(reading.milliseconds / 1000).toFixed(2)} s`,
    ),
  );
  if (raw) {
    lines.push("", `  ${paint("dim", "     x     y     w     h  sure  text")}`);
    for (const { text, box, confidence } of reading.lines) {
      const place = [box.x, box.y, box.width, box.height]
        .map((value) => String(Math.round(value)).padStart(6))
        .join("");
      lines.push(`${place.slice(0, 24)}  ${confidence.toFixed(2).padStart(6)}  ${text}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
