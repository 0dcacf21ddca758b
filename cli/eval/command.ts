import { type Command, Option } from "commander";
import { engineNames } from "../../src/config/values.ts";
import type { Invocation } from "../common/io.ts";
import { repeated, wholeNumber } from "../common/options.ts";
import type { EvalOptions } from "./eval.ts";

const examples = `
The folder holds labels.json (file name → {"steps": 1234, "app": …}) or labels.csv (a header, file first), the
pictures in images/ and pictures whose number must not be booked in negatives/. A label may say of what the number is
the count ("scope": day, part_of_day, several_days, total, average, exercise, other_person, goal, no_record or unknown)
and under which name pictures are counted together ("group"); so may that of a negative, which is named with its
folder: {"negatives/a.png": {"steps": null, "scope": "total"}}.

Perturbations: jpeg70, jpeg40, jpeg20, width720, width480, width360, crop-left, crop-right, crop-top, crop-bottom,
crop-all, rotate90, rotate180, rotate270, tilt+2, tilt-2, blur, photo, inverted. Of crops, "of whole" counts those
whose number was not cut.

Conditions: exact, accepted, doubtful, none, failed, wrong_accepted, negatives_accepted, app_right, exact_whole,
scope_right, coverage, precision, pictures, median_ms, p95_ms, each as a number or with % as a share; about the pictures as
they came, or behind the name of a perturbation, a scope or all and a colon. wrong_accepted counts negatives, too.

Examples:
  ocr-eco eval screenshots/                                     how well the pictures are read
  ocr-eco eval screenshots/ --save now.json --report out.html   and keep it, and look at every miss
  ocr-eco eval screenshots/ --baseline now.json                 what changed since then
  ocr-eco eval screenshots/ --perturb jpeg20,photo --fail-if 'all:wrong_accepted>0' --fail-if 'coverage<90%'

Exit status: 0 everything was read, 1 something could not be read, 2 wrong usage, 3 a condition of --fail-if is
met (where both occur, 3).`;

/** Adds `ocr-eco eval`: measures how well labelled pictures are read. */
export function registerEval(program: Command, io: Invocation): void {
  program
    .command("eval")
    .description("measure how well a folder of labelled pictures is read")
    .argument("[folder]", "a folder with labels.json or labels.csv, images/ and negatives/")
    .option("--perturb [names]", "do it again with damaged pictures: all ways, or some joined by commas")
    .option("--json", "print one JSON document with every result")
    .option("--save <file>", "write that document to a file, for a later --baseline")
    .option("--report <file.html>", "write a page with every miss, its picture and what was found on it")
    .option("--baseline <file.json>", "say what changed since an earlier --save")
    .option(
      "--fail-if <condition>",
      "end with status 3 if it is met, as 'wrong_accepted>0'; may be repeated",
      repeated,
    )
    .addOption(new Option("--engine <name>", "who reads").choices(engineNames))
    .option("--workers <n>", "pictures read at the same time (default: one for each core)", wholeNumber(256))
    .option("--timeout <seconds>", "time for one picture (default: 30)", wholeNumber(3600))
    .option("--schema", "print the JSON Schema of --json and read nothing")
    .addHelpText("after", examples)
    .action(async (named: string | undefined, options: EvalOptions, command: Command) => {
      if (options.schema === true) {
        const { printSchema } = await import("./eval.ts");
        printSchema(io);
        return;
      }
      // In "eval --perturb folder" the folder has gone to the option.
      const swallowed = named === undefined && typeof options.perturb === "string";
      const folder = swallowed ? String(options.perturb) : named;
      if (folder === undefined) {
        throw command.error("No folder was named: give one with labels.json and images/");
      }
      const { evaluateFolder } = await import("./eval.ts");
      io.status = await evaluateFolder(folder, swallowed ? { ...options, perturb: true } : options, io);
    });
}
