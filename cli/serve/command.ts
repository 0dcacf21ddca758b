import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";

const help = `
Everything is set by the environment, or a .env file in the working directory: see .env.production.

Examples:
  API_KEY=… LARAVEL_API_URL=https://app.example.org LARAVEL_API_KEY=… ocr-eco serve
  curl -fsS http://127.0.0.1:8000/ready           200 once the models are loaded

SIGTERM lets it finish what it has in hand, a second one ends it at once; what waits is kept.
SIGHUP has it read keys and secrets again, and ends nothing.
Exit status: 0 ended as it was told to, 1 it could not start or was ended at once, 2 wrong configuration.`;

/** Adds `ocr-eco serve`: takes reports in, reads their pictures and delivers the results. */
export function registerServe(program: Command, io: Invocation): void {
  program
    .command("serve")
    .description("run the service: HTTP API, queue, workers and webhooks")
    .addHelpText("after", help)
    .action(async () => {
      const { serve } = await import("./serve.ts");
      io.status = await serve();
    });
}
