import { Database, SQLiteError } from "bun:sqlite";
import {
  closeSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { OcrEcoError } from "../../src/errors.ts";

/** How long another command may take with the file, in milliseconds. */
const patience = 10_000;

/** A file of lines that commands change, and what is told of it where that cannot be. */
export interface LinedFile<Entry> {
  readonly path: string;
  /** As in `the file of keys`. */
  readonly called: string;
  readonly code: "KEYS_FILE_UNUSABLE" | "USERS_FILE_UNUSABLE";
  /** Its text; throws an `Error` that says why it cannot be read. */
  readonly read: (path: string) => string;
  /** What its lines say; throws an `Error` that says what is wrong with them. */
  readonly parse: (text: string) => Entry[];
}

/** What a file says; nothing where there is none. Throws its code. */
export function entriesIn<Entry>(file: LinedFile<Entry>): Entry[] {
  return parsed(file, textOf(file));
}

function parsed<Entry>(file: LinedFile<Entry>, text: string): Entry[] {
  try {
    return file.parse(text);
  } catch (error) {
    throw unusable(file, error);
  }
}

/** The text of a file; empty where there is none. */
function textOf(file: LinedFile<unknown>): string {
  if (statSync(file.path, { throwIfNoEntry: false }) === undefined) return "";
  try {
    return file.read(file.path);
  } catch (error) {
    throw unusable(file, error);
  }
}

/** What is told of a file that is not what it should be. */
function unusable({ path, called, code }: LinedFile<unknown>, error: unknown): OcrEcoError {
  const what = error instanceof Error ? error.message : String(error);
  return new OcrEcoError(code, `${capital(called)} ${path} cannot be used: ${what}. Mend it.`);
}

/**
 * Puts what `edit` makes of a file's text and entries in its place; the file, and its folder, are made if they are missing. One command
 * at a time does. Throws its code; what `edit` throws goes through, and nothing is changed then.
 */
export function changeFile<Entry>(
  file: LinedFile<Entry>,
  edit: (text: string, entries: readonly Entry[]) => string,
): void {
  const { path, called, code: ownCode } = file;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const real = realPath(path);
    const unlock = lock(real, ownCode);
    try {
      const text = textOf(file);
      replace(real, edit(text, parsed(file, text)));
    } finally {
      unlock();
    }
  } catch (error) {
    if (error instanceof OcrEcoError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new OcrEcoError(
      ownCode,
      `${capital(called)} ${path} cannot be changed (${code}). Check its permissions and those of its folder.`,
      { cause: error },
    );
  }
}

/** A text with another line at its end, below `header` where it was empty. */
export function withLine(text: string, line: string, header: string): string {
  const before = text === "" ? header : text;
  return `${before}${before.endsWith("\n") ? "" : "\n"}${line}\n`;
}

/** A text without the line that begins with a name; all others stay as they are. */
export function withoutLine(text: string, name: string): string {
  return text
    .split(/(?<=\n)/)
    .filter((line) => line.trim().split(":")[0] !== name)
    .join("");
}

/** Hands a new file to the owner of what it belongs to: root makes keys for a service that does not run as root. */
export function handOver(descriptor: number, { uid, gid }: Pick<Stats, "uid" | "gid">): void {
  if (process.getuid?.() === 0) fchownSync(descriptor, uid, gid);
}

/**
 * Only one command at a time changes the file. SQLite's own lock on an empty database ends with its process, in whatever
 * way that ends.
 */
function lock(file: string, code: LinedFile<unknown>["code"]): () => void {
  const path = join(dirname(file), `.${basename(file)}.lock`);
  createLock(path, statSync(dirname(file)), code);
  const database = new Database(path);
  try {
    database.run(`PRAGMA busy_timeout = ${patience}`);
    database.run("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!(error instanceof SQLiteError) || !error.code?.startsWith("SQLITE_BUSY")) throw error;
    throw new OcrEcoError(
      code,
      `Another command has been at ${file} for ${patience / 1000} s. End it, then try again.`,
      { cause: error },
    );
  }
  return () => database.close();
}

/**
 * Only what was created here is handed over: whoever may write to the folder could put a link there, and would be given
 * what it leads to.
 */
function createLock(path: string, owner: Stats, ownCode: LinedFile<unknown>["code"]): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (lstatSync(path).isFile()) return;
    throw new OcrEcoError(ownCode, `${path} is no ordinary file. Find out who put it there, and delete it.`);
  }
  try {
    handOver(descriptor, owner);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts other content in the place of a file: whoever reads it finds the old or the new, also after a power failure. */
function replace(file: string, content: string): void {
  const folder = dirname(file);
  const before = statSync(file, { throwIfNoEntry: false });
  const temporary = join(folder, `.${basename(file)}.${process.pid}.tmp`);
  rmSync(temporary, { force: true });
  // A group that may read it stays able to, others never are.
  const descriptor = openSync(temporary, "wx", 0o600 | ((before?.mode ?? 0) & 0o060));
  try {
    handOver(descriptor, before ?? statSync(folder));
    writeSync(descriptor, content);
    fsyncSync(descriptor);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  const parent = openSync(folder, "r");
  fsyncSync(parent);
  closeSync(parent);
}

/** Where a link leads: the file behind it is replaced, and not the link. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
