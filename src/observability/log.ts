import pino from "pino";
import pretty from "pino-pretty";
import type { logLevels } from "../config/values.ts";
import type { KnownSecrets } from "./known-secrets.ts";
import { redact, redactText } from "./redact.ts";

/**
 * The service's log on standard output: JSON lines, or readable ones on a terminal. `secrets` never appear in it, nor
 * does the query of any address.
 */
export function createLog(level: (typeof logLevels)[number], secrets: KnownSecrets): pino.Logger {
  // pino's own transports need files that are not inside the executable.
  const output = process.stdout.isTTY
    ? pretty({ sync: true, ignore: "pid,hostname" })
    : pino.destination({ fd: 1, sync: false });
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (line) => redact(line, secrets.all) as Record<string, unknown>,
      },
    },
    { write: (line: string) => output.write(redactText(line, secrets.all)) },
  );
}
