import type { Command } from "commander";
import { mostDays } from "../../src/api/most-days.ts";
import type { Invocation } from "../common/io.ts";
import { aboutKeys, addRemoteOptions, environmentName, wholeNumber } from "../common/options.ts";
import type { ReportOptions } from "./report.ts";

const help = `${aboutKeys}
It needs the scope read.

Examples:
  ocr-eco report                                              the last 7 days, today included
  ocr-eco report --days 30 --environment production           a month of one environment
  ocr-eco report --html week.html                             also as a page for whoever does not use a terminal
  ocr-eco report --json --url https://ocr.example.org         another service, for programs

Accepted are readings that are booked without a human look. Times are from 202 to the result, all attempts included. Days
begin at midnight in the service's TIMEZONE; it keeps totals for HISTORY_DAYS, and earlier days are left out.

Exit status: 0 here is the report, 1 it cannot be written, 2 wrong usage or key, 3 no answer that can be used.`;

/** Adds `ocr-eco report`: says what a running service did on the last days. */
export function registerReport(program: Command, io: Invocation): void {
  addRemoteOptions(program.command("report"))
    .description(
      "say what a running service did on the last days: how many, how fast, errors, the busiest hour",
    )
    .option("--days <n>", `how many days, up to ${mostDays}, today included`, wholeNumber(mostDays), 7)
    .option("--environment <name>", "only those of this environment", environmentName)
    .option("--html <file>", "also write it as a page with charts")
    .option("--json", "print it as JSON")
    .addHelpText("after", help)
    .action(async (options: ReportOptions) => {
      const { report } = await import("./report.ts");
      io.status = await report(options, io);
    });
}
