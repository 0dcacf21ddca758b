import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";
import { aboutKeys, addRemoteOptions } from "../common/options.ts";
import type { ExportOptions } from "./export.ts";
import type { ReviewStatusOptions } from "./status.ts";

const help = `${aboutKeys}
It needs the scope look, which review and admin have, too. People decide at the dashboard.

Export makes a folder that eval takes, or adds to one: a picture for each that was decided about, named by its hash, and
labels.json with its steps; pictures without a count go to negatives/. Rejected ones are left out: what stands on them was
not said. What somebody changed in labels.json stays. The pictures are people's, and ocr-eco forget does not reach them
there. Times without a zone are those of TIMEZONE.

Examples:
  ocr-eco review status
  ocr-eco review status --json --url https://ocr.example.org
  ocr-eco review export labelled                      then: ocr-eco eval labelled
  ocr-eco review export labelled --since 2026-11-24   only what was decided about since then

Exit status: 0 done, 1 the folder cannot be used, 2 wrong usage or key, 3 no answer that can be used.`;

/** Adds `ocr-eco review`: what people decide about doubtful reports, and the test set that this makes. */
export function registerReview(program: Command, io: Invocation): void {
  const review = program
    .command("review")
    .description("status, export: what people decide about doubtful reports, as a test set, too")
    .helpCommand(false)
    .addHelpText("after", help);
  addRemoteOptions(review.command("status"))
    .description("say how much there is to decide, and who does")
    .option("--json", "print it as JSON")
    .action(async (options: ReviewStatusOptions) => {
      const { reviewStatus } = await import("./status.ts");
      io.status = await reviewStatus(options, io);
    });
  addRemoteOptions(review.command("export"))
    .description("write what was decided, with its pictures, as a test set for eval")
    .argument("<folder>", "a new one, or one of an export before")
    .option("--since <time>", "only pictures about which something was decided from then on")
    .option("--json", "print what it came to as JSON")
    .action(async (folder: string, options: ExportOptions) => {
      const { exportLabels } = await import("./export.ts");
      io.status = await exportLabels(folder, options, io);
    });
}
