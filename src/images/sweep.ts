import { readdir, stat, unlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { temporaryMark } from "./checked-files.ts";

interface SweepLimits {
  /** Milliseconds since it was written after which a file goes; its name is relative to the folder. */
  readonly mostMilliseconds: (name: string) => number;
  /** Bytes beyond which those go that were not used for longest. */
  readonly mostBytes: number;
}

/** How full a folder is after a sweep that made room, so that the next picture does not need one again. */
const filledAfterwards = 0.9;
/** A temporary file is renamed within moments; one this old is nobody's any more. */
const temporaryMilliseconds = 600_000;

/** Deletes what is too old or too much in a folder and below. Gives back the bytes that are left. */
export async function sweep(folder: string, { mostMilliseconds, mostBytes }: SweepLimits): Promise<number> {
  const now = Date.now();
  const kept: { path: string; bytes: number; usedAt: number }[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(noneIfMissing);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Another process, or a picture that is forgotten, may have been faster.
    const found = await stat(path).catch(() => null);
    if (found === null) continue;
    const usual = mostMilliseconds(relative(folder, path));
    const most = entry.name.includes(temporaryMark) ? Math.min(temporaryMilliseconds, usual) : usual;
    if (now - found.mtimeMs >= most) await remove(path);
    else kept.push({ path, bytes: found.size, usedAt: found.atimeMs });
  }
  let left = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  if (left <= mostBytes) return left;
  kept.sort((a, b) => a.usedAt - b.usedAt);
  for (const { path, bytes } of kept) {
    if (left <= mostBytes * filledAfterwards) break;
    await remove(path);
    left -= bytes;
  }
  return left;
}

/** Somebody else may have been faster, and what cannot be deleted must not keep the rest. */
async function remove(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}

/** A folder that is not there holds nothing: it is made with its first file. */
function noneIfMissing(error: unknown): [] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}
