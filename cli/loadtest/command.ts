import { type Command, InvalidArgumentError } from "commander";
import type { Invocation } from "../common/io.ts";
import { aboutKeys, addRemoteOptions, repeated, wholeNumber } from "../common/options.ts";
import type { LoadtestOptions } from "./options.ts";
import { parseDuration, parseRate } from "./rates.ts";
import { parseStages, type Stage } from "./schedule.ts";

const help = `${aboutKeys}

It serves pictures and takes results on an address of this machine, so that it sees the whole way: accepted, waited, read,
delivered. A running service delivers there only for the environment loadtest, with the settings that it prints; without
them the jobs are asked for instead. Reports have ids that no application takes, so that nothing is ever booked.

Conditions: lost, wrong, duplicate, unsure, failed, errors, as a number or in %; accepted_per_second,
results_per_minute; p50, p90, p95, p99, p99.9, mean, max with a time, of the whole way or behind accepted., waited., read.,
delivered. or whole.

Examples:
  ocr-eco loadtest --self --n 1000 -c 50                       a service of its own, and all of its way
  ocr-eco loadtest --n 200 --fail-if 'p95>30s' --fail-if 'errors>1%'   the service of this configuration
  ocr-eco loadtest --rate 120/min --duration 10min --url https://staging.example.org   at a fixed rate
  ocr-eco loadtest --self --stages 30s:1/s,1min:4/s,30s:0 --records reports.csv   up, on, and down again
  ocr-eco loadtest --self --find-limit --duration 20s          the highest rate that meets the service levels
  ocr-eco loadtest --self --images screenshots/ --html load.html   own labelled pictures, and a page with charts

Exit status: 0 nothing was lost, wrong or doubled, and no condition is met; 1 something was, nothing was accepted, the
figure of a condition was not measured, or it was ended early; 2 wrong usage or key; 3 no answer that can be used.`;

/** Adds `ocr-eco loadtest`: loads a service and says how it did. */
export function registerLoadtest(program: Command, io: Invocation): void {
  addRemoteOptions(program.command("loadtest"))
    .description("load a service the whole way, from report to delivered result, and say how it did")
    .option("--self", "start a service of its own for it, in a temporary folder")
    .option(
      "--n <reports>",
      "how many reports (default: 100, or as many as --duration lets)",
      wholeNumber(10_000_000),
    )
    .option("-c, --connections <n>", "connections that are used at the same time", wholeNumber(10_000), 10)
    .option("--duration <time>", "how long to send, as in 30s, 5min; with --find-limit each step", duration)
    .option(
      "--rate <rate>",
      "send at a fixed rate, as in 5/s, 120/min; times count from when a report was due",
      rate,
    )
    .option(
      "--stages <stages>",
      "send at rates that change, as in 30s:5/s,1min:20/s,30s:0: each goes in a line to its rate, from 0 at first",
      stages,
    )
    .option("--warm-up <reports>", "reports before these, which no figure counts", atLeastNone(100_000), 5)
    .option("--find-limit", "look for the highest rate that meets the service levels")
    .option("--images <folder>", "own pictures with labels, as for eval (default: drawn ones)")
    .option("--cached", "show the same pictures again and again, so that the service's cache answers")
    .option("--accept-only", "do not wait for results: their jobs stay in the service's queue")
    .option(
      "--environment <name>",
      "the environment that reports name (default: loadtest, if the service knows it)",
    )
    .option("--listen <address>", "where to serve pictures and take results, as in 8099 or 10.1.2.3:8099")
    .option("--announce <url>", "how the service reaches that, if not under the same address")
    .option(
      "--patience <seconds>",
      "how long nothing may come until it is given up and what is missing is lost",
      wholeNumber(86_400),
      120,
    )
    .option(
      "--fail-if <condition>",
      "end with status 1 if it is met, as 'p95>30s'; may be repeated",
      repeated,
    )
    .option("--yes", "load a service although it has a destination for real reports, without asking")
    .option("--yes-production", "load a service although its INSTANCE_ENV is production")
    .option("--json", "print one JSON document with every figure")
    .option("--html <file>", "write a page with charts")
    .option("--records <file>", "write a record of each report: CSV in a file *.csv, else JSON lines")
    .option("--schema", "print the JSON Schema of --json and send nothing")
    .addHelpText("after", help)
    .action(async (options: LoadtestOptions & { readonly schema?: true }) => {
      const { loadtest, printSchema } = await import("./loadtest.ts");
      if (options.schema === true) printSchema(io);
      else io.status = await loadtest(options, io);
    });
}

function rate(text: string): number {
  const found = parseRate(text);
  if (found !== null) return found;
  throw new InvalidArgumentError(
    "It must be more than 0 and at most 100000/s, as in 5/s, 120/min or 7000/h.",
  );
}

function duration(text: string): number {
  const found = parseDuration(text);
  if (found !== null) return found;
  throw new InvalidArgumentError("It must be more than 0 and at most a day, as in 30s, 5min or 1h.");
}

function atLeastNone(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text !== "" && Number.isInteger(value) && value >= 0 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${most}.`);
  };
}

function stages(text: string): Stage[] {
  const value = parseStages(text);
  if (value !== null) return value;
  throw new InvalidArgumentError("It must be times and rates, as in 30s:5/s,1min:20/s,30s:0.");
}
