import { until } from "../../scripts/rig/processes.ts";
import { cleanUp } from "./clean-up.ts";
import { ocrEcoCommand } from "./cli.ts";
import { temporaryFolder } from "./temporary.ts";

/** A terminal without a screen, with `ocr-eco` running in it, on a server of tmux of its own; it ends with the test. */
export class TmuxTerminal {
  readonly #socket: string;

  private constructor(socket: string) {
    this.#socket = socket;
  }

  /** Runs the command there; when it has ended, its exit status stands in the last line: `ended 0`. */
  static run(
    words: readonly string[],
    { columns = 80, rows = 40, env = {} as Readonly<Record<string, string>> } = {},
  ): TmuxTerminal {
    const folder = temporaryFolder();
    const terminal = new TmuxTerminal(`${folder}/tmux`);
    const command = [...ocrEcoCommand, ...words].map(quoted).join(" ");
    const set = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
    terminal.#tmux(
      ...["-f", "/dev/null", "new-session", "-d", "-x", String(columns), "-y", String(rows), "-c", folder],
      `printf 'before\\n'; env ${set.join(" ")} ${command}; echo "ended $?"; exec sleep 1000`,
    );
    cleanUp(() => {
      terminal.#tmux("kill-server");
    });
    return terminal;
  }

  /** What is on the screen, a text for each row that is not empty at the end. */
  rows(): string[] {
    return this.#tmux("capture-pane", "-p").trimEnd().split("\n");
  }

  get text(): string {
    return this.rows().join("\n");
  }

  /** Rows that have gone out at the top. */
  get scrolled(): number {
    return Number(this.#tmux("display-message", "-p", "#{history_size}"));
  }

  /** Whether the terminal is as a shell wants it: its own screen, a cursor, and what is typed is seen. */
  get isRestored(): boolean {
    return this.#tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").trim() === "0 1";
  }

  type(keys: string): void {
    this.#tmux("send-keys", keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  async shows(what: RegExp): Promise<void> {
    await until(`the terminal shows ${what}`, () => what.test(this.text)).catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : error} It shows:\n${this.text}`);
    });
  }

  #tmux(...words: string[]): string {
    const { stdout, stderr, exitCode } = Bun.spawnSync(["tmux", "-u", "-S", this.#socket, ...words], {
      env: { PATH: process.env["PATH"] ?? "", TERM: "xterm-256color", LANG: "C.UTF-8" },
    });
    if (exitCode !== 0) throw new Error(`tmux ${words[0]} failed: ${stderr}`);
    return stdout.toString();
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
