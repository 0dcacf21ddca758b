import { type Command, Option } from "commander";
import { engineNames } from "../../src/config/values.ts";
import type { Invocation } from "../common/io.ts";
import { wholeNumber } from "../common/options.ts";
import type { RunOptions } from "./run.ts";

const examples = `
Examples:
  ocr-eco run screenshot.png                     a card about one picture
  ocr-eco run folder/ 'more/*.jpg'               a table, a row for each picture
  ocr-eco run --json folder/ > readings.jsonl    one JSON object a line; --schema prints its schema
  ocr-eco run --overlay seen.png screenshot.png  the picture with what was found drawn on it
  ocr-eco run --text letter.jpg                  the text of any picture
  curl -s https://example.org/a.png | ocr-eco run -

Exit status: 0 everything was read, 1 something could not be read, 2 wrong usage;
with --check also 3 something needs a human, else 4 a picture shows no step count.`;

/** Adds `ocr-eco run`: reads pictures and prints what is on them. */
export function registerRun(program: Command, io: Invocation): void {
  const formats = ["json", "csv", "text", "tsv", "hocr"];
  const format = (name: string, description: string): Option =>
    new Option(`--${name}`, description).conflicts(formats.filter((other) => other !== name));
  program
    .command("run")
    .description("read pictures: files, folders, globs, http(s) addresses, or - for standard input")
    .argument("[what...]", "what to read")
    .addOption(format("json", "print one JSON object per line"))
    .addOption(format("csv", "print a table for spreadsheets"))
    .addOption(format("text", "print the text in reading order"))
    .addOption(format("tsv", "print words with boxes, as tesseract does"))
    .addOption(format("hocr", "print hOCR, as tesseract does"))
    .addOption(
      new Option("--raw", "add all lines with their boxes").conflicts(["csv", "text", "tsv", "hocr"]),
    )
    .option("--overlay <path>", "write the picture with the boxes found: a file, or a folder for several")
    .addOption(new Option("--engine <name>", "who reads").choices(engineNames))
    .option(
      "--lang <list>",
      "languages, joined by +; others than eng and ind are read by tesseract (default: eng+ind)",
    )
    .option("--workers <n>", "pictures read at the same time (default: one for each core)", wholeNumber(256))
    .option("--timeout <seconds>", "time for one picture (default: 30)", wholeNumber(3600))
    .option(
      "--received <when>",
      'when the pictures came in, for "Today" and for signs of cheating: now, or as in 2026-11-24T10:15',
    )
    .option("--no-signals", "do not look for signs that a picture was edited or is an old one")
    .option("--check", "let the exit status tell about doubtful and missing step counts")
    .option("--schema", "print the JSON Schema of --json and read nothing")
    .addHelpText("after", examples)
    .action(async (what: string[], options: RunOptions, command: Command) => {
      if (options.schema === true) {
        const { printSchema } = await import("./run.ts");
        printSchema(io);
        return;
      }
      if (what.length === 0)
        command.error("Nothing to read was named: give files, folders, globs, addresses or -");
      if (what.filter((each) => each === "-").length > 1)
        command.error("Standard input (-) can be read only once");
      const { run } = await import("./run.ts");
      io.status = await run(what, options, io);
    });
}
