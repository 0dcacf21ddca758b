import { OcrEcoError } from "../errors.ts";
import { Connection, type Server } from "./connection.ts";
import { fromServer, isOfConnection } from "./failures.ts";
import { infoOf, waitsForFiles } from "./info.ts";
import { list, number } from "./replies.ts";

/**
 * How long is waited, in milliseconds: for a connection to ask over, for replicas to have something in memory, and for them to
 * have it in their files, of which some tell once a second.
 */
const patience = { connection: 2000, memory: 500, files: 2500 } as const;
/** For so long after that, in milliseconds, nobody waits for replicas that were not there. */
const pause = 1000;

interface Options {
  /** Over which is written. */
  readonly connection: Connection;
  readonly server: Server;
  /** What all keys begin with. */
  readonly prefix: string;
  /** How many replicas have to have what is promised; 0 for a server without, or whose operator takes the risk. */
  readonly count: number;
}

/** What is asked once of whatever a connection leads to. */
class OnceEach<T> {
  readonly #connection: Connection;
  readonly #ask: (connection: Connection) => Promise<T>;
  #known: { readonly epoch: number; readonly answer: T } | null = null;

  constructor(connection: Connection, ask: (connection: Connection) => Promise<T>) {
    this.#connection = connection;
    this.#ask = ask;
  }

  async answer(): Promise<T> {
    const { epoch } = this.#connection;
    if (this.#known?.epoch !== epoch) this.#known = { epoch, answer: await this.#ask(this.#connection) };
    return this.#known.answer;
  }
}

/** Another one for each start of a server. */
const runOf = async (connection: Connection): Promise<string> =>
  (await infoOf(connection, "server"))("run_id");

/** A connection over which nothing is asked but for replicas: the server answers nothing else on it meanwhile. */
class Asking {
  readonly connection: Connection;
  readonly run: OnceEach<string>;
  readonly files: OnceEach<boolean>;

  constructor(server: Server) {
    this.connection = new Connection(server);
    this.run = new OnceEach(this.connection, runOf);
    this.files = new OnceEach(this.connection, waitsForFiles);
  }
}

/**
 * Sees that what was written is on replicas as well, so that one of them can take over without losing it: in their append-only files
 * where the server can wait for that, else in their memory. All who wait at the same time are answered by one question.
 */
export class Replicas {
  readonly #with: Options;
  readonly #writtenTo: OnceEach<string>;
  #asking: Asking | null = null;
  #asked: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #awayUntil = 0;
  /** Whether they were asked for it in their files when they were asked last. */
  #isFile = false;

  /** Connects once somebody asks. */
  constructor(options: Options) {
    this.#with = options;
    this.#writtenTo = new OnceEach(options.connection, runOf);
  }

  /** What to give `haveIt`, from before it was written. */
  get epoch(): number {
    return this.#with.connection.epoch;
  }

  /**
   * Resolves when enough replicas have all that was written since `epoch` was asked for. Rejects with `QUEUE_REPLICAS_AWAY`: it is
   * written, and may be lost with the server that it was written to; or with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED`.
   */
  async haveIt(epoch: number): Promise<void> {
    if (this.#with.count === 0) return;
    await this.#haveAll();
    // Of another connection: who answers now may be another server, that never heard of it.
    if (this.epoch !== epoch) throw this.#away();
  }

  close(): void {
    this.#asking?.connection.close();
  }

  #haveAll(): Promise<void> {
    this.#next ??= this.#asked
      .catch(() => {})
      .then(() => {
        this.#next = null;
        this.#asked = this.#ask();
        return this.#asked;
      });
    return this.#next;
  }

  async #ask(): Promise<void> {
    const { server, prefix, count } = this.#with;
    if (performance.now() < this.#awayUntil) throw this.#away();
    this.#asking ??= new Asking(server);
    const { connection, run, files } = this.#asking;
    try {
      await connection.ready(performance.now() + patience.connection);
      const isFile = await files.answer();
      this.#isFile = isFile;
      // Replicas get everything in one order: who has this has all that came before it, over whichever connection.
      const mark = connection.send("SET", `${prefix}:replicated`, Date.now());
      const question = isFile
        ? connection.send("WAITAOF", 1, count, patience.files)
        : connection.send("WAIT", count, patience.memory);
      const [, answer] = await Promise.all([mark, question]);
      const have = number(isFile ? list(answer)[1] : answer);
      const [asked, writtenTo] = [await run.answer(), await this.#writtenTo.answer()];
      // Either has found another server: where it was written to is not known to have any.
      if (asked !== writtenTo) connection.leave();
      else if (have >= count) return;
    } catch (error) {
      if (!isOfConnection(error)) throw fromServer(error, connection.name);
      throw this.#away();
    }
    this.#awayUntil = performance.now() + pause;
    throw this.#away();
  }

  #away(): OcrEcoError {
    const { count } = this.#with;
    const where = this.#isFile ? " in their append-only files" : "";
    return new OcrEcoError(
      "QUEUE_REPLICAS_AWAY",
      `Fewer than ${count} ${count === 1 ? "replica" : "replicas"} of the queue's server have it${where} for now. Send it again: it stays one report.`,
    );
  }
}
