import type { Connection, Reply } from "./connection.ts";
import { fromServer, isOfConnection } from "./failures.ts";
import { list, number, text } from "./replies.ts";
import { evaluate, type Script } from "./script.ts";

/** Milliseconds between two tries over one connection. */
const pause = 20;

/** What a script answers: a word, and what belongs to it. */
export interface Answer {
  readonly word: string;
  readonly rest: readonly Reply[];
}

/** What a script is asked, besides who asks and when. */
type Question = Readonly<Record<string, unknown>>;

/** Why a script does nothing: all that was kept is gone, or nobody of this program may work with it. */
export type Refusal = "gone" | "shut";

/** What else each script is told, where its time decides over it. */
export interface Surroundings {
  readonly present: () => object;
  /** Hears what the server's clock shows where a script says that it is another time than it was told of. */
  readonly told: (now: number) => void;
}

export interface CallOptions {
  /** What all keys begin with, in braces, so that a cluster keeps them together. */
  readonly prefix: string;
  /** How many milliseconds an answer is waited for before a method rejects with `QUEUE_UNREACHABLE`. */
  readonly patience: number;
  /** Milliseconds by which the server's clock is taken to be ahead; a parameter so that tests can set it. */
  readonly ahead?: () => number;
  readonly surroundings?: Surroundings;
  /** Whether it is asked by who moves what is kept there. */
  readonly isMoving?: boolean;
}

/** A name that nobody else has, by chance: 96 bits. */
function newName(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString("base64url");
}

/**
 * Asks the server, once more with the same name when the connection breaks before there is an answer: what came of the
 * first time is told then, and happens no second time.
 */
export class Calls {
  readonly #connection: Connection;
  readonly #first: string;
  readonly #options: CallOptions;
  /** Who asks: whoever hears of work that he made himself knows of it. */
  readonly from = newName();
  /**
   * Begins anew where all that was kept is gone, and rejects with the reason where it is shut: a move's mark, or a newer program's
   * number, stands over it.
   */
  onRefused: (why: Refusal) => Promise<void> = () => Promise.reject(new Error("Nothing is kept there."));
  #beginning: Promise<void> | null = null;

  constructor(connection: Connection, options: CallOptions) {
    this.#options = options;
    this.#connection = connection;
    this.#first = `${options.prefix}:schema`;
  }

  /** The server, for people. */
  get server(): string {
    return this.#connection.name;
  }

  /** The whole name of a key, for commands. */
  key(name: string): string {
    return `${this.#options.prefix}:${name}`;
  }

  /** The same for who does not wait for so long. */
  within(patience: number): Calls {
    return this.#with({ patience });
  }

  /** The same for scripts that are told more. */
  telling(surroundings: Surroundings): Calls {
    return this.#with({ surroundings });
  }

  #with(other: Partial<CallOptions>): Calls {
    const calls = new Calls(this.#connection, { ...this.#options, ...other });
    calls.onRefused = (why) => this.#begunAnew(why);
    return calls;
  }

  /**
   * Runs a script. `texts` are handed over as they are, behind what is asked. Rejects with `QUEUE_UNREACHABLE`, `QUEUE_REFUSED`,
   * `QUEUE_STORAGE_FULL`, `QUEUE_MOVED` or `QUEUE_NEWER`; `before` is called each time right before it is sent, and what it throws comes through.
   */
  run(
    script: Script,
    question: Question = {},
    texts: readonly (string | Buffer)[] = [],
    before: () => void = () => {},
  ): Promise<Answer> {
    const id = newName();
    return this.#untilAnswered(async (isAgain) => {
      for (;;) {
        const moves = this.#options.isMoving === true ? { moves: true } : {};
        const who = { ...moves, id, from: this.from, again: isAgain, ahead: this.#options.ahead?.() };
        const asked = { ...question, ...who, ...this.#options.surroundings?.present() };
        const [word, ...rest] = list(await this.#evaluate(script, [json(asked), ...texts]));
        switch (text(word)) {
          case "hour":
            this.#options.surroundings?.told(number(rest[0]));
            break;
          case "gone":
          case "shut":
            await this.#begunAnew(text(word) as Refusal);
            break;
          default:
            return { word: text(word), rest };
        }
      }
    }, before);
  }

  /** Sends a command that can be sent twice. Rejects like `run`. */
  send(command: string, ...values: readonly (string | number)[]): Promise<Reply> {
    return this.#untilAnswered(() => this.#connection.send(command, ...values));
  }

  /** Once for all that find it so. */
  #begunAnew(why: Refusal): Promise<void> {
    this.#beginning ??= this.onRefused(why).finally(() => {
      this.#beginning = null;
    });
    return this.#beginning;
  }

  async #untilAnswered<T>(ask: (isAgain: boolean) => Promise<T>, before: () => void = () => {}): Promise<T> {
    const deadline = performance.now() + this.#options.patience;
    for (let isAgain = false; ; isAgain = true) {
      await this.#connection.ready(deadline);
      // Also where this process stood still meanwhile: what was answered is known for some minutes alone.
      if (isAgain && performance.now() >= deadline) throw this.#connection.unreachable();
      before();
      try {
        return await this.#until(deadline, ask(isAgain));
      } catch (error) {
        if (!isOfConnection(error)) throw fromServer(error, this.server);
        if (performance.now() >= deadline) throw this.#connection.unreachable();
      }
      await Bun.sleep(pause);
    }
  }

  /** Waits for an answer until `deadline`, and no longer. Rejects with `QUEUE_UNREACHABLE`. */
  async #until<T>(deadline: number, answer: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const left = Math.max(0, deadline - performance.now());
    const timer = setTimeout(() => reject(this.#connection.unreachable()), left);
    try {
      return await Promise.race([answer, promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #evaluate(script: Script, values: readonly (string | Buffer)[]): Promise<Reply> {
    return evaluate(script, this.#first, values, (command, ...rest) =>
      this.#connection.send(command, ...rest),
    );
  }
}

/** JSON that Lua can read: half a character, which is none, would be refused. */
function json(value: unknown): string {
  const written = JSON.stringify(value);
  if (!/\\ud[89a-f]/.test(written)) return written;
  return JSON.stringify(value, (_, each) => (typeof each === "string" ? each.toWellFormed() : each));
}
