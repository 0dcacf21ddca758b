import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ManifestFile } from "./manifest.ts";
import { checksumOf, pieceBytes } from "./packed.ts";
import { readInto } from "./read-into.ts";

const abandonedAfterMs = 60 * 60 * 1000;

/**
 * Makes sure that `folder/file.path` holds exactly the library the manifest describes, and returns that
 * path. A file that is missing, cut short or changed is written anew, so that a full disk or a crash heals
 * at the next start. Any number of processes may do this at once: each writes under a name of its own and
 * renames, and processes that have the old file loaded keep it. Throws the file system's error when the
 * file is not right and cannot be written.
 */
export function ensureLibrary(
  folder: string,
  file: ManifestFile,
  content: () => Iterable<Uint8Array>,
): string {
  const path = join(folder, file.path);
  if (!isIntact(path, file)) replaceFile(path, content());
  return path;
}

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
    return checksumOf(piecesOf(descriptor)) === file.checksum;
  } catch {
    return false;
  } finally {
    closeSync(descriptor);
  }
}

/** What is left in a file, piece by piece, each in the memory of the one before: the largest library has 45 MB. */
function* piecesOf(descriptor: number): Generator<Uint8Array, void> {
  const piece = new Uint8Array(pieceBytes);
  for (;;) {
    const count = readInto(descriptor, piece, null);
    if (count > 0) yield piece.subarray(0, count);
    if (count < piece.length) return;
  }
}

/** Nobody waits for the disk: what a crash leaves of a file is found by its checksum at the next start. */
function replaceFile(path: string, content: Iterable<Uint8Array>): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  removeAbandoned(folder);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`);
  const descriptor = openSync(temporary, "wx", 0o755);
  try {
    try {
      for (const piece of content) {
        for (let written = 0; written < piece.length; ) written += writeSync(descriptor, piece, written);
      }
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
