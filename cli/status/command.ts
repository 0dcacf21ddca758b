import { type Command, Option } from "commander";
import type { Invocation } from "../common/io.ts";
import { aboutKeys, addRemoteOptions, wholeNumber } from "../common/options.ts";
import type { StatusOptions } from "./status.ts";

const help = `${aboutKeys}
Any key will do.

Examples:
  ocr-eco status                                 the service of this configuration
  ocr-eco status --url https://ocr.example.org   another one, with the key in API_KEY
  ocr-eco status --json                          for programs
  ocr-eco status --watch 5                       on a terminal, with what was before
  ocr-eco status --ready                         for health checks of containers

Over a limit: the queue over 80 % of its capacity, CPU over 80 %, memory over 85 %, disk over 90 %, the database over 80 %
of DATABASE_MAX_MB; of the last hour's jobs, more than 1 % failed (from the second on), or 5 % took longer than 30 s to
read; a job that waits for 5 min; a service that is paused, not ready or without workers; deliveries that are held,
refused in the last hour, or whose destination is down.

Exit status: 0 nothing is over a limit, 1 something is, 2 wrong usage or key, 3 no answer that can be used. With --ready: 0
it takes reports in, 1 it does not, or does not say so within 3 s; 2 wrong usage.`;

/** Adds `ocr-eco status`: says how a running service is. */
export function registerStatus(program: Command, io: Invocation): void {
  addRemoteOptions(program.command("status"))
    .description("say how a running service is, and what to do about it")
    .option(
      "--watch [seconds]",
      "draw it anew every so many seconds (default: 2), until q or Ctrl-C",
      wholeNumber(3600),
    )
    .addOption(
      new Option(
        "--ready",
        "only whether it takes reports in now, by the exit status; needs no key",
      ).conflicts("watch"),
    )
    .option("--json", "print it as JSON; with --watch a line for each look")
    .addHelpText("after", help)
    .action(async (options: StatusOptions) => {
      if (options.ready === true) {
        const { ready } = await import("./ready.ts");
        io.status = await ready(options, io);
        return;
      }
      const { status } = await import("./status.ts");
      io.status = await status(options, io);
    });
}
