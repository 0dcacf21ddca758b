import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { loadPlaces } from "../../src/config/environment.ts";
import { OcrEcoError, reasonOf } from "../../src/errors.ts";
import { findService } from "../common/find-service.ts";
import type { Io } from "../common/io.ts";
import { jsonIn } from "../common/json-in.ts";
import { tell } from "../output/terminal.ts";

/** How long the service may take to say what came of it, in milliseconds, and how often its audit log is looked at. */
const [patience, pause] = [10_000, 50];

const reloadEntry = z.object({ action: z.literal("reload"), via: z.literal("signal"), outcome: z.string() });

/**
 * Has the service of this configuration take up changed keys, secrets and certificates, and says whether it did. Gives back
 * the exit status. Throws `RELOAD_IMPOSSIBLE` where no service can be told.
 */
export async function reload(io: Io): Promise<number> {
  const { DATA_DIR } = loadPlaces();
  const service = findService(DATA_DIR);
  if (service === null) {
    throw impossible(
      `No service was found that runs here with ${DATA_DIR}. Start one with "ocr-eco serve", or name its settings with --env-file`,
    );
  }
  const { pid, isSure } = service;
  if (!isSure) {
    throw impossible(
      `The service may be process ${pid} of another user. Run "ocr-eco reload" as that user or as root`,
    );
  }
  const file = join(DATA_DIR, "audit.jsonl");
  const before = sizeOf(file);
  try {
    process.kill(pid, "SIGHUP");
  } catch (error) {
    throw impossible(`The service (process ${pid}) cannot be told to reload: ${reasonOf(error)}`);
  }
  const outcome = await outcomeIn(file, before);
  if (outcome === "ok") {
    tell(io.stderr, `The service (process ${pid}) took up what has changed.`);
    return 0;
  }
  tell(
    io.stderr,
    outcome === null
      ? `The service (process ${pid}) was told, and has not said within ${patience / 1000} s whether it did. Its log says.`
      : `The service (process ${pid}) goes on with what it had (${outcome}): its log says what is wrong.`,
  );
  return 1;
}

/** What came of a reload that is noted in the audit log beyond `before` bytes; `null` when nothing is for too long. */
async function outcomeIn(file: string, before: number): Promise<string | null> {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const outcomes = linesFrom(file, before).flatMap((line) => {
      const entry = reloadEntry.safeParse(jsonIn(line));
      return entry.success ? [entry.data.outcome] : [];
    });
    const [first] = outcomes;
    if (first !== undefined) return first;
    await Bun.sleep(pause);
  }
  return null;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Whole lines behind `from` bytes; from the beginning where a new file was begun meanwhile. */
function linesFrom(file: string, from: number): string[] {
  const size = sizeOf(file);
  const start = size < from ? 0 : from;
  if (size <= start) return [];
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(size - start);
    const length = readSync(descriptor, bytes, 0, bytes.length, start);
    return bytes.toString("utf8", 0, length).split("\n").slice(0, -1);
  } finally {
    closeSync(descriptor);
  }
}

function impossible(message: string): OcrEcoError {
  return new OcrEcoError("RELOAD_IMPOSSIBLE", `${message}.`);
}
