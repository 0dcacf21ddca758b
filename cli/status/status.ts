import { findingsOf, type KnownStatus } from "../../src/service/findings.ts";
import type { Io } from "../common/io.ts";
import type { RemoteOptions } from "../common/options.ts";
import { painter, type Terminal } from "../output/terminal.ts";
import { Remote } from "../remote/remote.ts";
import { reportOf, statusOf } from "../remote/service-status.ts";
import { toldFindings } from "../remote/told-findings.ts";
import { statusScreen } from "./screen.ts";

/** Options of `ocr-eco status`, as commander gives them. */
export interface StatusOptions extends RemoteOptions {
  readonly json?: true;
  readonly ready?: true;
  /** Seconds between two looks; true for as many as usual. */
  readonly watch?: number | true;
}

/** Seconds between two looks of whoever watches. */
const usualPause = 2;
/** Columns of what is no terminal, for what has to be broken somewhere. */
const plainWidth = 120;

/** Says how a service is; the exit status is 0 when nothing is over a limit, else 1. */
export async function status(options: StatusOptions, io: Io): Promise<number> {
  const remote = Remote.from(options);
  if (options.watch !== undefined) {
    const { watch, watchAsJson } = await import("./watch.ts");
    const seconds = options.watch === true ? usualPause : options.watch;
    return options.json === true ? watchAsJson(remote, seconds, io) : watch(remote, seconds, io);
  }
  const found = await statusOf(remote);
  if (options.json === true) io.stdout.write(`${JSON.stringify(reportOf(remote, found), null, 2)}\n`);
  else io.stdout.write(`${linesOf(remote, found, io.stdout).join("\n")}\n`);
  return exitOf(found);
}

function linesOf(remote: Remote, found: KnownStatus, stream: Terminal): string[] {
  const isTerminal = stream.isTTY === true;
  return statusScreen(found, toldFindings(found), {
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
