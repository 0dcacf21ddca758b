import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";

const help = `
Examples:
  ocr-eco man > /usr/local/share/man/man1/ocr-eco.1   for everybody: man ocr-eco
  ocr-eco man | man -l -                              once`;

/** Adds `ocr-eco man`: the manual page of `program`. */
export function registerMan(program: Command, io: Invocation): void {
  program
    .command("man")
    .description("print the manual page")
    .addHelpText("after", help)
    .action(async () => {
      const { manualOf } = await import("./manual.ts");
      io.stdout.write(manualOf(program));
    });
}
