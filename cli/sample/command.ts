import type { Command } from "commander";
import { OcrEcoError } from "../../src/errors.ts";
import type { Invocation } from "../common/io.ts";

const help = `
It was drawn for this program, and shows what nobody walked.

Examples:
  ocr-eco sample > sample.png
  ocr-eco sample | ocr-eco run -`;

/** Adds `ocr-eco sample`: a picture for whoever has none at hand. */
export function registerSample(program: Command, io: Invocation): void {
  program
    .command("sample")
    .description("write a drawn screenshot to standard output, to try the program with")
    .addHelpText("after", help)
    .action(async () => {
      if (io.stdout.isTTY === true) {
        const doing = "Write it to a file: ocr-eco sample > sample.png";
        throw new OcrEcoError("USAGE", `A picture is nothing for a terminal. ${doing}.`);
      }
      const { samples } = await import("../common/samples.ts");
      const { bytes } = samples().find(({ label }) => label.goal !== null) as { bytes: Uint8Array };
      io.stdout.write(bytes);
    });
}
