import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quantile } from "../../src/eval/tally.ts";

/** What the executable costs. Times in milliseconds from its start to its end, medians of several runs. */
export interface ExecutableFigures {
  readonly megabytes: number;
  /** The first picture on a machine that has never run it: libraries are written to the cache. */
  readonly coldMs: number;
  /** The same with the cache in place. */
  readonly warmMs: number;
  readonly helpMs: number;
}

const runs = 5;

/** Runs a copy of the executable alone, with nothing in its environment but a home directory. */
export function measureExecutable(executable: string, picture: string): ExecutableFigures {
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-figures-"));
  try {
    const copy = join(folder, "ocr-eco");
    copyFileSync(executable, copy);
    const run = (home: string, words: readonly string[]): number => {
      mkdirSync(home, { recursive: true });
      const started = performance.now();
      const { exitCode, stderr } = Bun.spawnSync([copy, ...words], {
        cwd: folder,
        env: { HOME: home },
        stdout: "ignore",
      });
      if (exitCode !== 0) throw new Error(`${words.join(" ")} ended with status ${exitCode}: ${stderr}`);
      return performance.now() - started;
    };
    const each = (home: (index: number) => string, words: readonly string[]): number =>
      quantile(
        Array.from({ length: runs }, (_, index) => run(join(folder, home(index)), words)),
        0.5,
      ) ?? Number.NaN;
    // Once, so that the file itself is in memory: what is measured is the program, not the disk.
    run(join(folder, "first"), ["--version"]);
    return {
      megabytes: Math.round(statSync(executable).size / 1e5) / 10,
      coldMs: each((index) => `cold-${index}`, ["run", picture]),
      warmMs: each(() => "cold-0", ["run", picture]),
      helpMs: each(() => "cold-0", ["--help"]),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
