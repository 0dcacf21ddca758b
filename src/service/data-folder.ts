import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Log } from "./log.ts";

/** What others than the owner may do with a folder. */
const forOthers = 0o077;

/**
 * Says so if others than its owner may look into the data folder: it holds people's pictures and what is read in them. The
 * rights of a folder that is there are its administrator's affair, so nothing is changed.
 */
export function warnOfOpenFolder(folder: string, log: Log): void {
  const mode = statSync(folder).mode & 0o777;
  if ((mode & forOthers) === 0) return;
  const path = resolve(folder);
  log.warn(
    { folder: path, mode: mode.toString(8), mend: `chmod -R go= ${quoted(path)}` },
    "others than its owner may look into the data folder: the command in `mend` stops that",
  );
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
