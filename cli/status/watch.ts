import type { ReadStream, WriteStream } from "node:tty";
import type { z } from "zod";
import type { jobWithDeliveriesSchema } from "../../src/api/jobs.ts";
import { loadConfig } from "../../src/config/environment.ts";
import { OcrEcoError, toFailure } from "../../src/errors.ts";
import type { KnownStatus } from "../../src/service/findings.ts";
import type { Io } from "../common/io.ts";
import { jobCard } from "../output/jobs.ts";
import { LiveScreen } from "../output/live-screen.ts";
import type { Key } from "../output/pressed-keys.ts";
import { Scroller } from "../output/scroller.ts";
import { beginning, painter, printable } from "../output/terminal.ts";
import type { Remote } from "../remote/remote.ts";
import { reportOf, statusOf } from "../remote/service-status.ts";
import type { Line } from "./jobs.ts";
import type { Histories } from "./row.ts";
import { type Away, watchLines } from "./watch-lines.ts";

/** As many looks as the widest screen shows. */
const mostRemembered = 200;

/**
 * Shows the state of a service until somebody has had enough, drawn anew every so many seconds; goes on while the service
 * is away. Rejects where the terminal is none, or the key does not let in.
 */
export async function watch(remote: Remote, seconds: number, { stdin, stdout }: Io): Promise<number> {
  if (stdout.isTTY !== true) {
    throw new OcrEcoError("USAGE", "--watch needs a terminal; with --json it prints a line for each look.");
  }
  const watcher = new Watcher(remote, seconds, loadConfig().TIMEZONE, { stdin, stdout });
  try {
    await watcher.run();
  } finally {
    watcher.close();
  }
  // A question that is not answered yet, and the terminal's input, would hold it for a while.
  process.exit(0);
}

/** Prints a line of JSON for each look, until somebody ends it. */
export async function watchAsJson(remote: Remote, seconds: number, io: Io): Promise<never> {
  for (;;) {
    const line = await statusOf(remote).then(
      (found) => reportOf(remote, found),
      (error: unknown) => ({ url: remote.url, level: "away", error: ofAway(error) }),
    );
    io.stdout.write(`${JSON.stringify(line)}\n`);
    await Bun.sleep(seconds * 1000);
  }
}

/** Throws what waiting does not mend. */
function ofAway(error: unknown): ReturnType<typeof toFailure> {
  if (!(error instanceof OcrEcoError) || !error.code.startsWith("SERVER_")) throw error;
  return toFailure(error);
}

/** A service, and somebody at a terminal who watches it. */
class Watcher {
  readonly #remote: Remote;
  readonly #seconds: number;
  readonly #timeZone: string;
  readonly #screen: LiveScreen;
  readonly #stdout: WriteStream;
  readonly #paint: ReturnType<typeof painter>;
  #last: KnownStatus | null = null;
  #away: Away | null = null;
  #histories: Histories;
  /** Where somebody is in the state, and in the job that is open. */
  readonly #scroller = new Scroller();
  #card: { readonly scroller: Scroller; readonly job: z.infer<typeof jobWithDeliveriesSchema> } | null = null;
  /** What came of the last key. */
  #said: string | null = null;

  constructor(
    remote: Remote,
    seconds: number,
    timeZone: string,
    { stdin, stdout }: { readonly stdin: ReadStream; readonly stdout: WriteStream },
  ) {
    this.#remote = remote;
    this.#seconds = seconds;
    this.#timeZone = timeZone;
    this.#stdout = stdout;
    this.#paint = painter(stdout);
    this.#histories = { seconds, waiting: [], cpu: [], memory: [] };
    this.#screen = new LiveScreen(stdout, stdin, {
      onResize: () => this.#draw(),
      onKey: (key) => this.#press(key),
    });
  }

  /** Resolves when somebody has had enough. */
  async run(): Promise<void> {
    const { ended } = this.#screen;
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver) {
      await Promise.race([this.#look(), ended]);
      this.#draw();
      await Promise.race([Bun.sleep(this.#seconds * 1000), ended]);
    }
  }

  close(): void {
    this.#screen.close();
  }

  async #look(): Promise<void> {
    try {
      const found = await statusOf(this.#remote);
      const { seconds, waiting, cpu, memory } = this.#histories;
      const { machine } = found.details;
      this.#last = found;
      this.#away = null;
      this.#histories = {
        seconds,
        waiting: [...waiting, found.queue.waiting_in_queue].slice(-mostRemembered),
        cpu: [...cpu, machine.cpu_percent].slice(-mostRemembered),
        memory: [...memory, machine.memory_percent].slice(-mostRemembered),
      };
    } catch (error) {
      this.#away = { why: ofAway(error).message, since: this.#away?.since ?? performance.now() };
    }
  }

  #lines(): Line[] {
    const width = this.#screen.columns;
    if (this.#card !== null) {
      const view = { stream: this.#stdout, timeZone: this.#timeZone, now: Date.now() };
      const text = jobCard(this.#card.job, view).trimEnd();
      return text.split("\n").map((line) => ({ text: line, job: null }));
    }
    return watchLines(
      { last: this.#last, away: this.#away, histories: this.#histories },
      { url: this.#remote.url, width, paint: this.#paint },
    );
  }

  #draw(): void {
    const { room } = this.#screen;
    const lines = this.#lines();
    const scroller = this.#card?.scroller ?? this.#scroller;
    const from = scroller.from(lines.length, room);
    const texts = lines.map(({ text, job }) =>
      job !== null && job.name === scroller.chosen
        ? this.#paint("inverse", Bun.stripANSI(text).padEnd(this.#screen.columns))
        : text,
    );
    this.#screen.draw(texts, (hidden) => this.#footer(from, hidden), from);
  }

  #footer(above: number, below: number): string {
    const parts =
      this.#said !== null
        ? [printable(this.#said)]
        : this.#card !== null
          ? ["q back"]
          : [`every ${this.#seconds} s`, "q ends", ...this.#keys()];
    const hidden = [above > 0 ? `${above} above` : "", below > 0 ? `${below} below` : ""].filter(Boolean);
    if (hidden.length > 0) parts.push(hidden.join(", "));
    return this.#paint("dim", beginning(parts.join(" · "), this.#screen.columns));
  }

  #keys(): string[] {
    if (this.#last === null) return [];
    const hasJobs = this.#lines().some(({ job }) => job !== null);
    return [...(hasJobs ? ["↑↓ ⏎ opens a job"] : []), this.#last.details.paused ? "r resumes" : "p pauses"];
  }

  #press(key: Key): void {
    this.#said = null;
    const lines = this.#lines();
    const scroller = this.#card?.scroller ?? this.#scroller;
    const names = lines.map(({ job }) => job?.name ?? null);
    if (!scroller.press(key, names, this.#screen.room)) this.#act(key, lines);
    this.#draw();
  }

  #act(key: Key, lines: readonly Line[]): void {
    if (this.#card !== null) {
      if (["q", "escape", "enter"].includes(key)) this.#card = null;
      return;
    }
    if (key === "q") this.#screen.end();
    if (key === "p" || key === "r") void this.#trying(() => this.#pause(key === "p"));
    if (key === "enter" || key === "o") {
      const { chosen } = this.#scroller;
      const job = lines.find((line) => line.job !== null && line.job.name === chosen)?.job;
      if (job === null || job === undefined) this.#said = "Choose a job with ↑ and ↓ first.";
      else void this.#trying(() => this.#open(job.id));
    }
  }

  async #pause(isToPause: boolean): Promise<void> {
    const { paused } = await this.#remote.ask(isToPause ? "pauseQueue" : "resumeQueue");
    this.#said = paused ? "The queue is paused; r resumes." : "The queue goes on.";
    await this.#look();
  }

  async #open(id: string): Promise<void> {
    const job = await this.#remote.ask("showJob", { params: { job_id: id } });
    this.#card = { scroller: new Scroller(), job };
  }

  /** Whatever somebody asks for may fail, and watching goes on. */
  async #trying(act: () => Promise<void>): Promise<void> {
    await act().catch((error: unknown) => {
      this.#said = toFailure(error).message;
    });
    this.#draw();
  }
}
