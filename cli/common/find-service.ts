import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { lockIn } from "../../src/queue/in-folder.ts";

/** A process that serves a data folder. */
export interface FoundService {
  readonly pid: number;
  /** Whether it was seen to hold the folder; false where it is another user's, and nobody can tell. */
  readonly isSure: boolean;
}

/**
 * Finds the service of a data folder. Its number in `lock.pid` may have gone to another process since, or be one of
 * another container: the service is the process that has the folder's lock open.
 */
export function findService(dataFolder: string): FoundService | null {
  const { file, holder } = lockIn(dataFolder);
  const pid = Number(textOf(holder));
  // A link could lead to what any process has open.
  const lock = lstatSync(file, { throwIfNoEntry: false });
  if (!Number.isInteger(pid) || pid < 1 || lock === undefined) return null;
  const open = join("/proc", String(pid), "fd");
  try {
    const isHeld = readdirSync(open).some((descriptor) => {
      const file = statSync(join(open, descriptor), { throwIfNoEntry: false });
      return file !== undefined && file.ino === lock.ino && file.dev === lock.dev;
    });
    return isHeld ? { pid, isSure: true } : null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    return code === "EACCES" || code === "EPERM" ? { pid, isSure: false } : null;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
