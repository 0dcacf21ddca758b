import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ManifestFile } from "./manifest.ts";

const chunkBytes = 1024 * 1024;
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * Makes sure that `folder/file.path` holds exactly the library the manifest describes, and returns that
 * path. A file that is missing, cut short or changed is written anew, so that a full disk or a crash heals
 * at the next start. Any number of processes may do this at once: each writes under a name of its own and
 * renames, and processes that have the old file loaded keep it. Throws the file system's error when the
 * file is not right and cannot be written.
 */
export function ensureLibrary(folder: string, file: ManifestFile, content: () => Uint8Array): string {
  const path = join(folder, file.path);
  if (!isIntact(path, file)) replaceFile(path, content());
  return path;
}

/** Reads in pieces: the largest library has 45 MB, which every worker would otherwise hold in memory. */
function isIntact(path: string, file: ManifestFile): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    return false;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size !== file.size) return false;
    const hash = new Bun.CryptoHasher("sha256");
    const chunk = new Uint8Array(chunkBytes);
    for (;;) {
      const read = readSync(descriptor, chunk);
      if (read === 0) break;
      hash.update(chunk.subarray(0, read));
    }
    return hash.digest("hex") === file.sha256;
  } catch {
    return false;
  } finally {
    closeSync(descriptor);
  }
}

function replaceFile(path: string, content: Uint8Array): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  removeAbandoned(folder);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`);
  const descriptor = openSync(temporary, "wx", 0o755);
  try {
    try {
      for (let written = 0; written < content.length; ) {
        written += writeSync(descriptor, content, written);
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}

/** A process that was killed while it wrote leaves its temporary file; nobody else would remove it. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(".") || !name.endsWith(".tmp")) continue;
    const path = join(folder, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > abandonedAfterMs) unlinkSync(path);
    } catch {
      // Another process was faster, or may not be disturbed; either way there is nothing to do.
    }
  }
}
