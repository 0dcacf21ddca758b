import { constants, type FileHandle, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { redact } from "./redact.ts";
import type { SharedAudit } from "./shared-audit.ts";

/** Something that somebody did to the service. */
export interface AuditEntry {
  /** The way on which it came. */
  readonly via: "http" | "dashboard" | "cli" | "signal";
  readonly action: string;
  /** The name of the key that was shown, or of the user of the machine; `null` where nobody has to say. */
  readonly by: string | null;
  readonly address?: string | null;
  /** What it was done to. */
  readonly target: Readonly<Record<string, unknown>>;
  /** `ok`, or the code of the failure. */
  readonly outcome: string;
  readonly request_id?: string | undefined;
}

interface Log {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

interface AuditOptions {
  /** Folder of the file. */
  readonly folder: string;
  readonly log: Log;
  /** Bytes at which a new file is begun; `null` leaves that to somebody else. */
  readonly most?: number | null;
  /** What all instances keep of it; each has its own file besides. */
  readonly shared?: SharedAudit | undefined;
  /** Hears of a file that was just created, before anything is in it. */
  readonly onCreated?: (descriptor: number) => void;
}

/** Ten megabytes, and as much again in the file before: 80,000 entries. */
const usualMost = 10_000_000;
/** Members of a list, and characters of a text, that an entry shows. */
const mostItems = 20;
const mostCharacters = 200;
/** Characters of all that an entry shows of its target: a few large ones must not push the others out of the files. */
const mostOfTarget = 2000;
const lineBreak = 0x0a;
/** Root adds entries, too: a link could have it write, or hand over, any file of the machine. */
const appending = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/**
 * Who did what, when, and how it ended: lines of JSON in `audit.jsonl`, for its owner alone, and the same in the log.
 * The file outlives the database, and other processes may add to it.
 */
export class AuditLog {
  readonly #with: AuditOptions;
  #last: Promise<void> = Promise.resolve();

  constructor(options: AuditOptions) {
    this.#with = options;
  }

  /** Resolves when the entry is on disk, and with the others', where they share it and the server answers. Never rejects: what cannot be written is in the log at least. */
  note(entry: AuditEntry): Promise<void> {
    const { log } = this.#with;
    const target = fitting(redact(short(entry.target)) as object);
    const line = redact({ at: new Date().toISOString(), ...entry, target }) as object;
    log.info(line, "audit");
    this.#last = this.#last
      .then(() => this.#write(`${JSON.stringify(line)}\n`))
      .catch((error: unknown) => log.error({ err: error, ...line }, "the audit log cannot be written"));
    const { shared } = this.#with;
    if (shared === undefined) return this.#last;
    return Promise.all([this.#last, shared.add(line)]).then(() => {});
  }

  async #write(line: string): Promise<void> {
    const { folder, most = usualMost } = this.#with;
    const path = join(folder, "audit.jsonl");
    let file = await this.#open(path);
    try {
      if (most !== null && (await file.stat()).size + line.length > most) {
        await rename(path, join(folder, "audit.1.jsonl"));
        await file.close();
        file = await this.#open(path);
      }
      // A line that a full disk cut short must not take the next one with it.
      await file.write((await endsInLine(file)) ? line : `\n${line}`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #open(path: string): Promise<FileHandle> {
    const { onCreated } = this.#with;
    const file = await open(path, appending, 0o600);
    if ((await file.stat()).size === 0) onCreated?.(file.fd);
    return file;
  }
}

async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === lineBreak;
}

/** What is free of secrets, or its beginning as a text where there is too much of it. */
function fitting(target: object): object {
  const text = JSON.stringify(target);
  return text.length > mostOfTarget ? { begins: `${text.slice(0, mostCharacters)}…` } : target;
}

/** What came with a request, as far as it fits into an entry. */
function short(value: unknown): unknown {
  if (typeof value === "string") {
    return value.length > mostCharacters ? `${value.slice(0, mostCharacters)}…` : value;
  }
  if (Array.isArray(value)) {
    const shown = value.slice(0, mostItems).map((each) => short(each));
    return value.length > mostItems ? [...shown, `and ${value.length - mostItems} more`] : shown;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).slice(0, mostItems);
  return Object.fromEntries(entries.map(([name, each]) => [short(name), short(each)]));
}
