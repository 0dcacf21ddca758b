import { z } from "zod";
import { isRetryable, OcrEcoError } from "../src/errors.ts";
import { appStatusSchema } from "../src/service/app-status-schema.ts";
import type { RemoteOptions } from "./commands/options.ts";
import { findingsOf, type KnownStatus } from "./output/status/findings.ts";
import { statusScreen } from "./output/status/screen.ts";
import { painter, type Terminal } from "./output/terminal.ts";
import { Remote } from "./remote.ts";

/** Options of `ocr-eco status`, as commander gives them. */
export interface StatusOptions extends RemoteOptions {
  readonly json?: true;
}

/** Columns of what is no terminal, for what has to be broken somewhere. */
const plainWidth = 120;

/** Says how a service is; the exit status is 0 when nothing is over a limit, else 1. */
export async function status(options: StatusOptions): Promise<number> {
  const remote = Remote.from(options);
  const found = await statusOf(remote);
  if (options.json === true) process.stdout.write(`${JSON.stringify(reportOf(remote, found), null, 2)}\n`);
  else process.stdout.write(`${linesOf(remote, found, process.stdout).join("\n")}\n`);
  return exitOf(found);
}

/** Asks for the state of a service, with what only callers with a key hear. Rejects with what `Remote` rejects with. */
async function statusOf(remote: Remote): Promise<KnownStatus> {
  const found = await remote.get("/app-status", appStatusSchema);
  const { details } = found;
  if (details !== undefined) return { ...found, details };
  // Whoever shows no key that is known is answered all the same; another route says what is wrong with it.
  await remote.get("/api/v1/ocr-ecosteps/none", z.unknown()).catch((error: unknown) => {
    if (!(error instanceof OcrEcoError) || error.code.startsWith("KEY_") || isRetryable(error.code))
      throw error;
  });
  throw new OcrEcoError(
    "SERVER_OLDER",
    `${remote.url} says nothing of its details: it is of another version than this command. Update it.`,
  );
}

/** What `--json` prints. */
function reportOf(remote: Remote, found: KnownStatus) {
  const findings = findingsOf(found);
  return {
    url: remote.url,
    level: findings.some(({ level }) => level === "over") ? "over" : "fine",
    findings,
    status: found,
  };
}

function linesOf(remote: Remote, found: KnownStatus, stream: Terminal): string[] {
  const isTerminal = stream.isTTY === true;
  return statusScreen(found, findingsOf(found), {
    url: remote.url,
    width: isTerminal ? (stream.columns ?? 80) : plainWidth,
    paint: painter(stream),
    isDrawn: isTerminal,
    histories: null,
  });
}

function exitOf(found: KnownStatus): number {
  return findingsOf(found).some(({ level }) => level === "over") ? 1 : 0;
}
