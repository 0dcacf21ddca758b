import type { Command } from "commander";

const help = `
Examples:
  ocr-eco man > /usr/local/share/man/man1/ocr-eco.1   for everybody: man ocr-eco
  ocr-eco man | man -l -                              once`;

/** Adds `ocr-eco man`: the manual page of `program`. */
export function registerMan(program: Command): void {
  program
    .command("man")
    .description("print the manual page")
    .addHelpText("after", help)
    .action(async () => {
      const { manualOf } = await import("../manual.ts");
      process.stdout.write(manualOf(program));
    });
}
