import { reasonOf } from "../errors.ts";
import type { Calls } from "../redis/calls.ts";
import { list, text } from "../redis/replies.ts";
import { script } from "../redis/script.ts";
import {
  type AuditEntries,
  type AuditPage,
  type AuditQuestion,
  entryIn,
  matcherOf,
  type NotedEntry,
  usualLook,
} from "./audit-question.ts";

/** What is kept on the server: about as much as two files have. */
const usualMost = { entries: 80_000, bytes: 20_000_000 } as const;
/** How long who does something waits for its entry to be on the server, in milliseconds, and between two tries. */
const usualPatience = 1000;
const usualPause = 5000;
/** Entries that wait here while the server is away. */
const mostWaiting = 1000;
/** Entries that are read at once. */
const batch = 200;
/** What a place of the server's stream looks like. */
const placeForm = /^(?!0+-0+$)\d{1,13}-\d{1,12}$/;

/**
 * `audit`: a stream of entries, each a line of JSON in the field e. `audit-bytes`: characters of all. What an entry says
 * of the time is the server's, less as long as the entry waited. Also where the server has no memory left: somebody mends that.
 */
const addOne = script([
  `
local kept = recall()
if kept then return kept end
local stream = key('audit')
local line = string.gsub(ask.line, '"at":""', '"at":' .. string.format('%.0f', now - ask.age), 1)
call('XADD', stream, '*', 'e', line)
local bytes = call('INCRBY', key('audit-bytes'), #line)
for _ = 1, 100 do
  if bytes <= ask.bytes and call('XLEN', stream) <= ask.entries then break end
  local first = call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
  call('XDEL', stream, first[1])
  bytes = call('DECRBY', key('audit-bytes'), #first[2][2])
end
return remember({'ok'})
`,
]);

interface Log {
  error(details: object, message: string): void;
}

interface Options {
  readonly calls: Calls;
  readonly log: Log;
  readonly most?: { readonly entries: number; readonly bytes: number };
  /** Milliseconds between two tries, and that the server has for an answer: parameters so that tests can set them. */
  readonly pause?: number;
  readonly patience?: number;
}

interface Waiting {
  readonly line: string;
  readonly since: number;
  /** Is called when it was tried for the first time. */
  readonly onTried: () => void;
}

/** The audit log of all instances, beside the files of each. */
export class SharedAudit {
  readonly #with: Options;
  readonly #calls: Calls;
  readonly #waiting: Waiting[] = [];
  #isAdding = false;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: Options) {
    this.#with = options;
    this.#calls = options.calls.within(options.patience ?? usualPatience);
  }

  /**
   * Adds an entry that was made just now. Resolves when it is there, or was tried once: what does not get there waits for the
   * server, as long as this process runs. Never rejects.
   */
  add(entry: object): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({
      line: JSON.stringify({ ...entry, at: "" }),
      since: performance.now(),
      onTried: resolve,
    });
    if (this.#waiting.length > mostWaiting) {
      this.#waiting.shift()?.onTried();
      this.#with.log.error(
        {},
        "an entry of the audit log is in the file of this instance alone: too many wait",
      );
    }
    void this.#addAll();
    return promise;
  }

  /** Tries no more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const { onTried } of this.#waiting) onTried();
  }

  async #addAll(): Promise<void> {
    if (this.#isAdding) return;
    this.#isAdding = true;
    try {
      for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
        const age = Math.round(performance.now() - first.since);
        await this.#calls.run(addOne, { line: first.line, age, ...(this.#with.most ?? usualMost) });
        first.onTried();
        // The first ones may have made room for others meanwhile.
        if (this.#waiting[0] === first) this.#waiting.shift();
      }
    } catch (error) {
      for (const { onTried } of this.#waiting) onTried();
      if (this.#timer === undefined && !this.#isClosed)
        this.#with.log.error(
          { reason: reasonOf(error) },
          "the audit log that instances share cannot be written: the file of this one has the entry",
        );
      this.#again();
    } finally {
      this.#isAdding = false;
    }
  }

  #again(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      void this.#addAll().then(() => {
        if (this.#waiting.length === 0) this.#timer = undefined;
      });
    }, this.#with.pause ?? usualPause);
    this.#timer.unref();
  }
}

/** Finds entries of all instances, from the newest on. */
export class SharedAuditEntries implements AuditEntries {
  readonly #calls: Calls;
  readonly #mostBytes: number;

  /** `mostBytes` are looked at for one question, and a few entries more. */
  constructor(calls: Calls, mostBytes: number = usualLook) {
    this.#calls = calls;
    this.#mostBytes = mostBytes;
  }

  async find(question: AuditQuestion): Promise<AuditPage> {
    const matches = matcherOf(question);
    const entries: NotedEntry[] = [];
    let [bytes, before] = [0, question.before ?? null];
    let oldest: Buffer | null = null;
    const page = (next: string | null): AuditPage => ({
      entries,
      next,
      lookedAt: { bytes, backTo: oldest === null ? null : (entryIn(oldest)?.at ?? null) },
    });
    // What is no place of ours finds nothing.
    if (before !== null && !placeForm.test(before)) return page(null);
    for (;;) {
      const placed = await this.#read(before);
      for (const { place, line } of placed) {
        [before, oldest] = [place, line];
        bytes += line.length;
        const entry = matches(line);
        if (entry !== null) entries.push(entry);
        if (entries.length === question.limit || bytes >= this.#mostBytes) return page(place);
      }
      if (placed.length < batch) return page(null);
    }
  }

  async #read(before: string | null) {
    const reply = await this.#calls.send(
      "XREVRANGE",
      this.#calls.key("audit"),
      before === null ? "+" : `(${before}`,
      "-",
      "COUNT",
      batch,
    );
    return list(reply).map((each) => {
      const [place, fields] = list(each);
      return { place: text(place), line: list(fields)[1] as Buffer };
    });
  }
}
