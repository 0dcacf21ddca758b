import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";
import type { InitOptions } from "./init.ts";

const help = `
Writes a .env for "ocr-eco serve", for its owner only: with a new random key for callers and a new signing secret, and all
other settings with their defaults and what they mean. What it cannot know it asks for on a terminal; options answer
beforehand. Laravel's key is never an option, because others see command lines: it is asked for, and not shown,
or read from a file.

Examples:
  ocr-eco init
  ocr-eco init --laravel-url https://app.example.org --laravel-key-file /run/secrets/laravel
  ocr-eco init --laravel-url https://app.example.org --laravel-key-file key.txt --file /etc/ocr-eco/.env`;

/** Adds `ocr-eco init`: a configuration to begin with. */
export function registerInit(program: Command, io: Invocation): void {
  program
    .command("init")
    .description("write a .env with new keys")
    .option("--file <path>", "where to write it", ".env")
    .option("--laravel-url <address>", "where results go, as in https://app.example.org")
    .option("--laravel-key-file <path>", "a file with the key that Laravel takes results with")
    .option("--data <folder>", "where the queue is kept, the DATA_DIR", "./data")
    .option("--force", "replace a file that is there")
    .addHelpText("after", help)
    .action(async (options: InitOptions) => {
      const { initialise } = await import("./init.ts");
      await initialise(options, io);
    });
}
