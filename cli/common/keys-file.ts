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
import type { ApiKey } from "../../src/config/keys.ts";
import { parseKeysFile, readKeysFile } from "../../src/config/read-keys.ts";
import { OcrEcoError } from "../../src/errors.ts";

/** How long another command may take with the file, in milliseconds. */
const patience = 10_000;
const header = "# name:SHA-256 of the key:scopes:limit:issued[:expires]\n";

/** The keys in a file; none in one that does not exist. Throws `KEYS_FILE_UNUSABLE`. */
export function keysIn(file: string): ApiKey[] {
  return parsed(file, textOf(file));
}

/** Adds a line to a file of keys, which is created if it is missing. `check` gets the keys that are there. */
export function addLine(file: string, line: string, check: (keys: readonly ApiKey[]) => void): void {
  change(file, (text, keys) => {
    check(keys);
    const before = text === "" ? header : text;
    return `${before}${before.endsWith("\n") ? "" : "\n"}${line}\n`;
  });
}

/** Takes the line of a key out of a file, and leaves all others as they are. `check` gets the keys that are there. */
export function removeLine(file: string, name: string, check: (keys: readonly ApiKey[]) => void): void {
  change(file, (text, keys) => {
    check(keys);
    return text
      .split(/(?<=\n)/)
      .filter((line) => line.trim().split(":")[0] !== name)
      .join("");
  });
}

/** Hands a new file to the owner of what it belongs to: root makes keys for a service that does not run as root. */
export function handOver(descriptor: number, { uid, gid }: Pick<Stats, "uid" | "gid">): void {
  if (process.getuid?.() === 0) fchownSync(descriptor, uid, gid);
}

/** Throws `KEYS_FILE_UNUSABLE`; what `edit` throws goes through, and nothing is changed then. */
function change(file: string, edit: (text: string, keys: readonly ApiKey[]) => string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const real = realPath(file);
    const unlock = lock(real);
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
      "KEYS_FILE_UNUSABLE",
      `The file of keys ${file} cannot be changed (${code}). Check its permissions and those of its folder.`,
      { cause: error },
    );
  }
}

/**
 * Only one command at a time changes the file. SQLite's own lock on an empty database ends with its process, in whatever
 * way that ends.
 */
function lock(file: string): () => void {
  const path = join(dirname(file), `.${basename(file)}.lock`);
  createLock(path, statSync(dirname(file)));
  const database = new Database(path);
  try {
    database.run(`PRAGMA busy_timeout = ${patience}`);
    database.run("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!(error instanceof SQLiteError) || !error.code?.startsWith("SQLITE_BUSY")) throw error;
    throw new OcrEcoError(
      "KEYS_FILE_UNUSABLE",
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
function createLock(path: string, owner: Stats): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (lstatSync(path).isFile()) return;
    throw new OcrEcoError(
      "KEYS_FILE_UNUSABLE",
      `${path} is no ordinary file. Find out who put it there, and delete it.`,
    );
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

function textOf(file: string): string {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return "";
  try {
    return readKeysFile(file);
  } catch (error) {
    throw unusable(file, error);
  }
}

function parsed(file: string, text: string): ApiKey[] {
  try {
    return parseKeysFile(text);
  } catch (error) {
    throw unusable(file, error);
  }
}

function unusable(file: string, error: unknown): OcrEcoError {
  const what = error instanceof Error ? error.message : String(error);
  return new OcrEcoError("KEYS_FILE_UNUSABLE", `The file of keys ${file} cannot be used: ${what}. Mend it.`);
}

/** Where a link leads: the file behind it is replaced, and not the link. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}
