import { resolve } from "node:path";
import { z } from "zod";

/** Something that reads pictures: a process that is asked for one after the other. */
export interface Reader {
  readonly name: string;
  /** What is set otherwise than by default. */
  readonly settings: string;
  readonly command: readonly string[];
  readonly folder?: string;
  /** Why it cannot be run at all. */
  readonly missing?: string;
  /** Whether it is this program: then it says itself which number is the count. */
  readonly isOurs: boolean;
}

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const partSchema = z.object({ text: z.string(), box: boxSchema, confidence: z.number() });

const answerSchema = z.object({
  /** From the name of the file to its text. */
  milliseconds: z.number(),
  lines: z.array(partSchema.extend({ words: z.array(partSchema).optional() })),
  /** The most memory that whatever reads has had so far. */
  peakBytes: z.number(),
  /** What our program says of the count; nobody else says any such thing. */
  verdict: z.object({ count: z.number().nullable(), isAccepted: z.boolean() }).optional(),
});

/** What a reader makes of one picture. */
export type Answer = z.infer<typeof answerSchema>;

const messageSchema = z.union([
  answerSchema,
  z.object({ ready: z.string() }),
  z.object({ failure: z.string() }),
  z.object({ unusable: z.string() }),
]);

type Child = Bun.Subprocess<"pipe", "pipe", "pipe">;

const noAnswer = "it gave no answer";
const longestStart = 120_000;
const longestAnswer = 120_000;

/** A reader's process, on the cores that it was given. */
export class ReaderProcess {
  readonly reader: Reader;
  /** What it said that it is, with its version. */
  readonly version: string;
  readonly #process: Child;
  readonly #lines: AsyncIterator<string>;

  private constructor(reader: Reader, version: string, child: Child, lines: AsyncIterator<string>) {
    this.reader = reader;
    this.version = version;
    this.#process = child;
    this.#lines = lines;
  }

  /** Starts it on these cores, all of them where that is `null`. A sentence that says why it did not start is the other answer. */
  static async start(reader: Reader, cores: string | null): Promise<ReaderProcess | string> {
    if (reader.missing !== undefined) return reader.missing;
    const pinned = cores === null ? [] : ["taskset", "-c", cores];
    const child = Bun.spawn([...pinned, ...reader.command], {
      ...(reader.folder === undefined ? {} : { cwd: reader.folder }),
      env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    // What nobody reads would hold it up in the end.
    const complaints = new Response(child.stderr).text();
    const lines = linesOf(child.stdout);
    const first = await within(next(lines), longestStart);
    if (first !== null && "ready" in first) return new ReaderProcess(reader, first.ready, child, lines);
    child.kill("SIGKILL");
    if (first !== null && "unusable" in first) return oneLine(first.unusable);
    return `it did not start: ${oneLine((await complaints).slice(-300)) || "it said nothing"}`;
  }

  /** Has it read a picture. A sentence that says why that failed is the other answer. */
  async read(path: string): Promise<Answer | string> {
    try {
      // It may run in another folder.
      this.#process.stdin.write(`${resolve(path)}\n`);
      await this.#process.stdin.flush();
    } catch {
      // It has ended.
      return noAnswer;
    }
    const message = await within(next(this.#lines), longestAnswer);
    // What it says later would be taken for the answer to the next picture.
    if (message === null) this.#process.kill("SIGKILL");
    if (message !== null && "lines" in message) return message;
    if (message !== null && "failure" in message) return oneLine(message.failure);
    return noAnswer;
  }

  async end(): Promise<void> {
    this.#process.stdin.end();
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), 3000);
    await this.#process.exited;
    clearTimeout(timer);
  }
}

/** The next message; what a package prints besides is passed over. `null` when the process is at its end. */
async function next(lines: AsyncIterator<string>): Promise<z.infer<typeof messageSchema> | null> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) return null;
    if (value.startsWith("{")) return messageSchema.parse(JSON.parse(value));
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  return undefined;
}

async function within<T>(answer: Promise<T>, milliseconds: number): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), milliseconds);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Without the addresses and folders that complaints are full of, which are other ones elsewhere: their last part says enough. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[^\s'"]*\//g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
