import { Argument, type Command } from "commander";
import type { Invocation } from "../common/io.ts";

const help = `
Examples:
  source <(ocr-eco completion bash)                                  for this shell
  ocr-eco completion bash > /etc/bash_completion.d/ocr-eco           for everybody
  ocr-eco completion zsh > "\${fpath[1]}/_ocr-eco"
  ocr-eco completion fish > ~/.config/fish/completions/ocr-eco.fish`;

/** Adds `ocr-eco completion`: what a shell offers on the tabulator key, for all commands of `program`. */
export function registerCompletion(program: Command, io: Invocation): void {
  program
    .command("completion")
    .description("print what a shell needs to complete commands, options, values and ids")
    .addArgument(new Argument("<shell>", "which one").choices(["bash", "zsh", "fish"]))
    .addHelpText("after", help)
    .action(async (shell: "bash" | "zsh" | "fish") => {
      const { completionFor } = await import("./completion.ts");
      io.stdout.write(completionFor(shell, program));
    });
}
