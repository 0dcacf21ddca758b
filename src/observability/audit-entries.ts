import { constants, type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { OcrEcoError, reasonOf } from "../errors.ts";
import {
  type AuditEntries,
  type AuditPage,
  type AuditQuestion,
  entryIn,
  matcherOf,
  type NotedEntry,
  usualLook,
} from "./audit-question.ts";
import { linesBackwards, longestLine, readAt } from "./lines-backwards.ts";

/** A file of the log, as it was when it was opened. */
interface Opened {
  readonly handle: FileHandle;
  readonly size: number;
  readonly inode: number;
  /** Tells it from the other one, whatever it is called by then: a hash of its first line, which never changes. */
  readonly mark: string;
}

/** The newest first. */
const names = ["audit.jsonl", "audit.1.jsonl"] as const;
/** Bytes of a first line that tell it from others: it begins with the millisecond. */
const markBytes = 512;
// A pipe in its place must not keep us waiting for somebody who writes.
const reading = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Finds who did what in the files of an audit log, from their end, with a bounded amount of work for each question. */
export class FolderAuditEntries implements AuditEntries {
  readonly #folder: string;
  readonly #mostBytes: number;

  /** `folder` has the files; `mostBytes` of them are looked at for one question, and a line more. */
  constructor(folder: string, mostBytes: number = usualLook) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /**
   * The entries that a question finds, among those that are looked at for it; what is no entry is passed over. A page goes on
   * where the one before ended, whatever was added meanwhile, also when a new file has begun since. Rejects with
   * `DATA_DIR_UNUSABLE` where the log is there and cannot be read, or is a link.
   */
  async find(question: AuditQuestion): Promise<AuditPage> {
    const files = await this.#open();
    try {
      return await look(files, question, this.#mostBytes);
    } finally {
      await Promise.all(files.map(({ handle }) => handle.close()));
    }
  }

  /** The files that there are. The newest is opened first: what becomes the older one in between is seen twice then, and not lost. */
  async #open(): Promise<Opened[]> {
    const files: Opened[] = [];
    for (const name of names) {
      const path = join(this.#folder, name);
      const file = await opened(path).catch((error: unknown) => {
        throw new OcrEcoError(
          "DATA_DIR_UNUSABLE",
          `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? reasonOf(error)}). It must be a file of the service's own, and no link.`,
          { cause: error },
        );
      });
      if (file !== null && files.some(({ inode }) => inode === file.inode)) await file.handle.close();
      else if (file !== null) files.push(file);
    }
    return files;
  }
}

/** `null` where there is no such file. */
async function opened(path: string): Promise<Opened | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, reading);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new Error("it is no file");
    const [first = ""] = (await readAt(handle, 0, markBytes)).toString("latin1").split("\n");
    return { handle, size: stat.size, inode: stat.ino, mark: Bun.hash(first).toString(36) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function look(
  files: readonly Opened[],
  question: AuditQuestion,
  mostBytes: number,
): Promise<AuditPage> {
  const matches = matcherOf(question);
  const entries: NotedEntry[] = [];
  let bytes = 0;
  let oldest: Buffer | null = null;
  const page = (next: string | null): AuditPage => ({
    entries,
    next,
    lookedAt: { bytes, backTo: oldest === null ? null : (entryIn(oldest)?.at ?? null) },
  });
  for (const { file, until, isLast } of from(files, question.before)) {
    const first = Math.max(0, until - Math.max(mostBytes - bytes, longestLine));
    let at = until;
    for await (const { start, line } of linesBackwards(file.handle, { from: first, until })) {
      at = start;
      oldest = line;
      const entry = matches(line);
      if (entry !== null) entries.push(entry);
      if (entries.length === question.limit) break;
    }
    const isFull = entries.length === question.limit;
    // All of it was one line that is too long, or the beginning has none.
    if (!isFull && (at === until || first === 0)) at = first;
    bytes += until - at;
    if (isFull || at > 0 || bytes >= mostBytes) return page(at === 0 && isLast ? null : `${file.mark}-${at}`);
  }
  return page(null);
}

/** What of the files is to be looked at: what is before a page's mark, else all of them. A file that has gone had what is older. */
function from(files: readonly Opened[], before: string | undefined) {
  const [mark, until] = before?.split("-") ?? [];
  const begin = mark === undefined ? 0 : files.findIndex((file) => file.mark === mark);
  if (begin === -1) return [];
  return files.slice(begin).map((file, index, all) => ({
    file,
    until: index === 0 && until !== undefined ? Math.min(Number(until), file.size) : file.size,
    isLast: index === all.length - 1,
  }));
}
