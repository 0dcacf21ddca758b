import type { ReadStream, WriteStream } from "node:tty";

/**
 * Alternate screen, no cursor, no wrapping: a window that is made narrow breaks no line before the next drawing.
 * Sequences of xterm, see "XTerm Control Sequences", DEC Private Mode Set.
 */
const enter = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const leave = "\x1b[?7h\x1b[?25h\x1b[?1049l";
/** Between these, terminals that know synchronised output show nothing half drawn; others take no notice. */
const [begin, end] = ["\x1b[?2026h", "\x1b[?2026l"];

/** `q`, and what Ctrl-C and Ctrl-D are while the terminal makes no signals of them. */
const endingKeys = ["q".charCodeAt(0), 3, 4];

/** A terminal that is drawn anew in place, and is as it was when that is over. */
export class LiveScreen {
  readonly #output: WriteStream;
  readonly #input: ReadStream;
  readonly #ended = Promise.withResolvers<void>();
  readonly #stop = (): void => this.#ended.resolve();
  readonly #restore = (): void => this.close();
  #isOpen = true;

  constructor(output: WriteStream, input: ReadStream, onResize: () => void) {
    this.#output = output;
    this.#input = input;
    // Whatever ends the process, nobody is left with a terminal that shows no cursor.
    process.on("exit", this.#restore);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, this.#stop);
    if (input.isTTY) {
      // What is typed would be written into what is drawn.
      input.setRawMode(true);
      input.on("data", (typed: Buffer) => {
        if (typed.some((key) => endingKeys.includes(key))) this.#stop();
      });
    }
    output.on("resize", onResize);
    output.write(enter);
  }

  /** Resolves when somebody has had enough: `q`, Ctrl-C, or a signal. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get columns(): number {
    return this.#output.columns;
  }

  /** Draws lines, which must not be wider than the terminal. The footer hears how many of them have no room. */
  draw(lines: readonly string[], footer: (hidden: number) => string): void {
    const room = Math.max(1, this.#output.rows - 1);
    const shown = lines.slice(0, room);
    const all = [
      ...shown,
      ...Array<string>(room - shown.length).fill(""),
      footer(lines.length - shown.length),
    ];
    this.#output.write(`${begin}\x1b[H${all.map((line) => `${line}\x1b[0m\x1b[K`).join("\r\n")}\x1b[J${end}`);
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
