import type { WriteStream } from "node:tty";
import type { Io } from "../common/io.ts";
import { LiveScreen } from "../output/live-screen.ts";
import { beginning, painter } from "../output/terminal.ts";
import { counted } from "../output/units.ts";
import type { Progress } from "./measure.ts";
import { progressScreen, type View } from "./screen.ts";

/** Between two drawings, in milliseconds. */
const pause = 500;

/**
 * Shows a load test while it goes on, and hears when somebody has had enough: on a terminal drawn in place, elsewhere
 * nothing is shown.
 */
export class Display {
  readonly #output: WriteStream | null;
  readonly #controller = new AbortController();
  readonly #stop = (): void => this.#controller.abort();
  #screen: LiveScreen | null = null;
  #timer: NodeJS.Timeout | null = null;
  #view: View = { url: null, notes: [], phase: "", progress: null };

  /** `null`: nothing is to be shown. */
  constructor(io: Pick<Io, "stdin" | "stdout"> | null) {
    this.#output = io?.stdout.isTTY === true ? io.stdout : null;
    if (io === null || this.#output === null) {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, this.#stop);
      return;
    }
    this.#screen = new LiveScreen(this.#output, io.stdin, {
      onResize: () => this.#draw(),
    });
    void this.#screen.ended.then(this.#stop);
    this.#timer = setInterval(() => this.#draw(), pause);
  }

  /** Aborts when somebody has had enough. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Says what is done before reports are sent. */
  say(phase: string): void {
    this.#view = { ...this.#view, phase };
    this.#draw();
  }

  begin(url: string, notes: readonly string[]): void {
    this.#view = { ...this.#view, url, notes };
  }

  /** Shows a measurement from now on. */
  follow(phase: string, progress: Progress): void {
    this.#view = { ...this.#view, phase, progress };
    this.#draw();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#screen?.close();
    this.#screen = null;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, this.#stop);
  }

  #draw(): void {
    const screen = this.#screen;
    if (screen === null || this.#output === null) return;
    const paint = painter(this.#output);
    const width = screen.columns;
    screen.draw(progressScreen(this.#view, width, paint), (hidden) => {
      const more = hidden === 0 ? "" : `, ${counted(hidden, "more line")} below`;
      const words = this.signal.aborted ? "ending" : "q ends it, with the figures so far";
      return paint("dim", beginning(`${words}${more}`, width));
    });
  }
}
