import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Puts a file in place as a whole, readable by its owner alone unless whoever had it before opened it to others. `part` is
 * where it is written at first: always the same place, so that nothing of a run that was killed stays behind.
 */
export function writePrivately(path: string, content: string | Uint8Array, part: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600;
  rmSync(part, { force: true });
  const descriptor = openSync(part, "wx", mode & 0o777);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
