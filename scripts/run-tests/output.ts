/** How far the tests are. */
export interface Progress {
  /** Files of which something was heard. */
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
}

/**
 * What `bun test` says, without what needs no look: lines of tests that passed at once or were skipped, and names of files with
 * no other line. Counts meanwhile.
 */
export class Output {
  readonly #files = new Set<string>();
  /** Tests that failed first, and passed when they were tried again. */
  readonly again: string[] = [];
  #passed = 0;
  #failed = 0;
  /** The name of a file that the next line is about, which is not printed yet. */
  #heading: string | null = null;
  #wasLeftOut = true;

  get progress(): Progress {
    return { files: this.#files.size, passed: this.#passed, failed: this.#failed };
  }

  /** What of a line is to be printed, with the end of each; mostly nothing. */
  take(line: string): string {
    const [, file] = /^(\S+\.test\.ts):$/.exec(line) ?? [];
    if (file !== undefined) {
      this.#files.add(file);
      this.#heading = line;
      return "";
    }
    if (/^ +\d+ (?:pass|skip|fail)/.test(line)) this.#heading = null;
    const [, what] = /^\((pass|skip|todo|fail)\) /.exec(line) ?? [];
    if (what === "pass") this.#passed++;
    if (what === "fail") this.#failed++;
    const [, again] = /^\(pass\) (.+) \(attempt \d+\)/.exec(line) ?? [];
    if (again !== undefined) this.again.push(again);
    const isLeftOut = (what === "pass" && again === undefined) || what === "skip" || what === "todo";
    // An empty line parts what is printed, and belongs to what stands before it.
    if (isLeftOut || (line === "" && this.#wasLeftOut)) {
      this.#wasLeftOut = true;
      return "";
    }
    this.#wasLeftOut = line === "";
    const heading = this.#heading === null ? "" : `\n${this.#heading}\n`;
    this.#heading = null;
    return `${heading}${line}\n`;
  }
}
