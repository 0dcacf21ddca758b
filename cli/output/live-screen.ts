import type { ReadStream, WriteStream } from "node:tty";
import { type Key, keysIn } from "./pressed-keys.ts";

/**
 * Alternate screen, no cursor, no wrapping: a window that is made narrow breaks no line before the next drawing.
 * Sequences of xterm, see "XTerm Control Sequences", DEC Private Mode Set.
 */
const enter = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const leave = "\x1b[?7h\x1b[?25h\x1b[?1049l";
/** Between these, terminals that know synchronised output show nothing half drawn; others take no notice. */
const [begin, end] = ["\x1b[?2026h", "\x1b[?2026l"];

/** What happens at a terminal. */
interface Events {
  /** Its size changed. */
  readonly onResize: () => void;
  /** A key was pressed that does not end it; without this, `q` does, too. */
  readonly onKey?: (key: Key) => void;
}

/** A terminal that is drawn anew in place, and is as it was when that is over. */
export class LiveScreen {
  readonly #output: WriteStream;
  readonly #input: ReadStream;
  readonly #ended = Promise.withResolvers<void>();
  readonly #restore = (): void => this.close();
  #isOpen = true;

  constructor(output: WriteStream, input: ReadStream, { onResize, onKey }: Events) {
    this.#output = output;
    this.#input = input;
    // Whatever ends the process, nobody is left with a terminal that shows no cursor.
    process.on("exit", this.#restore);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, this.end);
    if (input.isTTY) {
      // What is typed would be written into what is drawn.
      input.setRawMode(true);
      input.on("data", (typed: Buffer) => {
        for (const key of keysIn(typed.toString("latin1")))
          if (key === "interrupt" || (key === "q" && onKey === undefined)) this.end();
          else onKey?.(key);
      });
    }
    output.on("resize", onResize);
    output.write(enter);
  }

  /** Somebody has had enough. */
  readonly end = (): void => this.#ended.resolve();

  /** Resolves when somebody has had enough: `q`, Ctrl-C, or a signal. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get columns(): number {
    return this.#output.columns;
  }

  /** Lines that have room above the footer. */
  get room(): number {
    return Math.max(1, this.#output.rows - 1);
  }

  /**
   * Draws lines, which must not be wider than the terminal, from the one of this number on. The footer hears how many of
   * those below have no room.
   */
  draw(lines: readonly string[], footer: (hidden: number) => string, from = 0): void {
    const { room } = this;
    const shown = lines.slice(from, from + room);
    const all = [
      ...shown,
      ...Array<string>(room - shown.length).fill(""),
      footer(Math.max(0, lines.length - from - shown.length)),
    ];
    // Behind a full line the cursor stays on its last character: what was there before is erased first.
    this.#output.write(`${begin}\x1b[H${all.map((line) => `\x1b[K${line}\x1b[0m`).join("\r\n")}${end}`);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#input.isTTY) {
      this.#input.setRawMode(false);
      // It would keep the process alive.
      this.#input.pause();
    }
    this.#output.write(leave);
  }
}
