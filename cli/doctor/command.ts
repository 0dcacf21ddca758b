import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";

const help = `
Looks at this machine's installation, with the environment and .env that serve has, also while a service runs. Each
environment of Laravel is sent one empty result, which it refuses: nothing is booked.

Exit status: 0 when nothing is bad, 1 when something is.

Examples:
  ocr-eco doctor
  ocr-eco doctor --json`;

/** Adds `ocr-eco doctor`: what is good, poor or bad about an installation, and what mends it. */
export function registerDoctor(program: Command, io: Invocation): void {
  program
    .command("doctor")
    .description("check this installation: configuration, libraries, machine, queue, Laravel")
    .option("--json", "print the findings as JSON")
    .addHelpText("after", help)
    .action(async ({ json }: { json?: true }) => {
      const { examine } = await import("./doctor.ts");
      io.status = await examine(json === true, io);
    });
}
