import { constants, type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { OcrEcoError, reasonOf } from "../errors.ts";
import { isoTime } from "../iso-time.ts";
import { linesBackwards, longestLine, readAt } from "./lines-backwards.ts";
import { redact } from "./redact.ts";

/** An entry of the audit log as it is shown. */
interface NotedEntry {
  readonly at: string;
  readonly via: string;
  readonly action: string;
  readonly by: string | null;
  readonly address: string | null;
  readonly target: Readonly<Record<string, unknown>>;
  readonly outcome: string;
  readonly request_id: string | null;
}

/** Which entries: what all of the members say together. */
export interface AuditQuestion {
  /** The whole name of who did it. */
  readonly by?: string | undefined;
  /** What was done, or its beginning. */
  readonly action?: string | undefined;
  /** A value of the target: a number as a whole, of a text four characters will do. */
  readonly about?: string | undefined;
  /** `next` of the page before. */
  readonly before?: string | undefined;
  /** Entries of a page. */
  readonly limit: number;
}

export interface AuditPage {
  /** The newest first. */
  readonly entries: readonly NotedEntry[];
  /** Where to go on; `null` once all was looked at. */
  readonly next: string | null;
  readonly lookedAt: {
    readonly bytes: number;
    /** When the oldest entry that was looked at was written; `null` where none was, or that one is damaged. */
    readonly backTo: string | null;
  };
}

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
/** Bytes that one question looks at: a fifth of both files, 16,000 entries. */
const usualMost = 4_000_000;
/** Characters of a part of a text that may stand for it, as of ids: fewer are in too many. */
const leastPart = 4;
/** Bytes of a first line that tell it from others: it begins with the millisecond. */
const markBytes = 512;
// A pipe in its place must not keep us waiting for somebody who writes.
const reading = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Finds who did what in the files of an audit log, from their end, with a bounded amount of work for each question. */
export class AuditEntries {
  readonly #folder: string;
  readonly #mostBytes: number;

  /** `folder` has the files; `mostBytes` of them are looked at for one question, and a line more. */
  constructor(folder: string, mostBytes: number = usualMost) {
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

/** Makes an entry of a line that the question asks for. Most lines are not, which is seen without parsing them. */
function matcherOf({ by, action, about }: AuditQuestion): (line: Buffer) => NotedEntry | null {
  const parts = [by, action, about].filter((each) => each !== undefined);
  const needles = parts.map((each) => Buffer.from(JSON.stringify(each).slice(1, -1)));
  return (line) => {
    if (!needles.every((needle) => line.includes(needle))) return null;
    const entry = entryIn(line);
    if (entry === null) return null;
    const isAsked =
      (by === undefined || entry.by === by) &&
      (action === undefined || entry.action.startsWith(action)) &&
      (about === undefined || hasValue(entry.target, about));
    return isAsked ? entry : null;
  };
}

/** The entry that a line is; `null` for one that is damaged, or was not written to its end. */
function entryIn(line: Buffer): NotedEntry | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line.toString("utf8"));
  } catch {
    return null;
  }
  if (!isMap(parsed)) return null;
  // What another version has written is shown by the rules of this one.
  const { at, via, action, by, address, target, outcome, request_id } = redact(parsed) as typeof parsed;
  const time = typeof at === "string" ? isoTime(Date.parse(at)) : null;
  if (time === null || typeof action !== "string" || !isMap(target)) return null;
  return {
    at: time,
    via: textOf(via) ?? "",
    action,
    by: textOf(by),
    address: textOf(address),
    target,
    outcome: textOf(outcome) ?? "",
    request_id: textOf(request_id),
  };
}

/** Whether it is one of the values: report 1001 is not 10017, while the beginning of a job's id names it. */
function hasValue(value: unknown, text: string): boolean {
  if (typeof value === "object" && value !== null)
    return Object.values(value).some((each) => hasValue(each, text));
  if (String(value) === text) return true;
  return (
    typeof value === "string" && text.length >= leastPart && !/^\d+$/.test(value) && value.includes(text)
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
