import pino from "pino";
import pretty from "pino-pretty";
import type { logLevels } from "../config/values.ts";
import type { KnownSecrets } from "./known-secrets.ts";
import { localTimes } from "./local-time.ts";
import { redact, redactText } from "./redact.ts";

/**
 * The service's log on standard output: JSON lines, or readable ones on a terminal. `secrets` never appear in it, nor
 * does the query of any address. Times are those of `timeZone`, as commands print them, with their offset.
 */
export function createLog(
  level: (typeof logLevels)[number],
  secrets: KnownSecrets,
  timeZone: string,
): pino.Logger {
  const timeOf = localTimes(timeZone);
  // pino's own transports need files that are not inside the executable.
  const output = process.stdout.isTTY
    ? pretty({
        sync: true,
        ignore: "pid,hostname",
        // As it is: it would be taken for a time of UTC.
        customPrettifiers: { time: (time) => String(time) },
      })
    : pino.destination({ fd: 1, sync: false });
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${timeOf(Date.now())}"`,
      formatters: {
        level: (label) => ({ level: label }),
        log: (line) => redact(line, secrets.all) as Record<string, unknown>,
      },
    },
    { write: (line: string) => output.write(redactText(line, secrets.all)) },
  );
}
