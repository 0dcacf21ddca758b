import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";
import { numberBetween, wholeNumber } from "../common/options.ts";
import type { PlanOptions } from "./plan.ts";

const help = `
Reads pictures for some seconds with several numbers of workers, as serve would read them, and says which WORKER_COUNT and
MAX_QUEUE_SIZE to set, how much memory that takes, and how many users a day this machine carries. It asks no service and
writes nothing. Where one runs, or other programs work, it measures too little, and says so.

Without --images it reads drawn screenshots that it brings along. A plan uses 70 % of what was measured.

Examples:
  ocr-eco plan --users-per-day 7000                                  a fifth of the pictures within two hours
  ocr-eco plan --users-per-day 7000 --peak-share 50 --peak-hours 1   half of them within one
  ocr-eco plan --users-per-day 7000 --images screenshots/            measured with your own pictures
  ocr-eco plan --users-per-day 7000 --seconds 60 --json              for longer, and for programs

Exit status: 0 measured, 1 it could not be measured, 2 wrong usage or configuration.`;

/** Adds `ocr-eco plan`: what this machine carries, and what to set for it. */
export function registerPlan(program: Command, io: Invocation): void {
  program
    .command("plan")
    .description("measure what this machine carries, and say what to set for so many users")
    .requiredOption("--users-per-day <n>", "how many people send pictures", wholeNumber(100_000_000))
    .option("--pictures-per-user <n>", "how many each of them sends a day", numberBetween(0.01, 1000), 1)
    .option(
      "--peak-share <percent>",
      "how many of a day's pictures come in the peak",
      numberBetween(1, 100),
      20,
    )
    .option("--peak-hours <n>", "how long the peak is", numberBetween(0.1, 24), 2)
    .option("--images <folder>", "pictures to measure with, instead of those that are brought along")
    .option("--seconds <n>", "how long to measure", wholeNumber(3600), 25)
    .option("--json", "print it as JSON")
    .addHelpText("after", help)
    .action(async (options: PlanOptions) => {
      const { plan } = await import("./plan.ts");
      await plan(options, io);
    });
}
