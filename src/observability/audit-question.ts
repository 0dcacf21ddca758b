import { isoTime } from "../iso-time.ts";
import { redact } from "./redact.ts";

/** An entry of the audit log as it is shown. */
export interface NotedEntry {
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

/** Finds who did what, with a bounded amount of work for each question: in files of one instance, or on the server of all. */
export interface AuditEntries {
  /**
   * The entries that a question finds, among those that are looked at for it; what is no entry is passed over. A page goes on
   * where the one before ended, whatever was added meanwhile. Rejects with `DATA_DIR_UNUSABLE` where a file is there and cannot be
   * read, or is a link, and with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED` where a server cannot be asked.
   */
  find(question: AuditQuestion): Promise<AuditPage>;
}

/** Bytes that one question looks at: a fifth of all, 16,000 entries. */
export const usualLook = 4_000_000;
/** Characters of a part of a text that may stand for it, as of ids: fewer are in too many. */
const leastPart = 4;

/** Makes an entry of a line that the question asks for. Most lines are not, which is seen without parsing them. */
export function matcherOf({ by, action, about }: AuditQuestion): (line: Buffer) => NotedEntry | null {
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
export function entryIn(line: Buffer): NotedEntry | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line.toString("utf8"));
  } catch {
    return null;
  }
  if (!isMap(parsed)) return null;
  // What another version has written is shown by the rules of this one.
  const { at, via, action, by, address, target, outcome, request_id } = redact(parsed) as typeof parsed;
  const time = isoTime(typeof at === "string" ? Date.parse(at) : typeof at === "number" ? at : null);
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
