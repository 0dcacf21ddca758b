import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { median } from "../../src/reading/median.ts";
import { key, Serving } from "../rig/serving.ts";

/** From the start of a process to its end, medians in milliseconds. */
export interface StartFigures {
  readonly helpMs: number;
  /** The least that an executable of Bun takes: it only writes a line. */
  readonly leastMs: number;
  /** One picture on a machine that has never run the program: libraries are written to the cache. */
  readonly coldMs: number;
  /** The same with the cache in place. */
  readonly warmMs: number;
}

/** Runs the executable with nothing in its environment but a home directory; its file is in memory, so no disk is measured. */
export async function measureStart(executable: string, picture: string): Promise<StartFigures> {
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-start-"));
  const times = { help: [] as number[], least: [] as number[], cold: [] as number[], warm: [] as number[] };
  try {
    const least = await compileOneLine(folder);
    const run = (home: string, ...command: readonly string[]): number => {
      mkdirSync(join(folder, home), { recursive: true });
      const began = performance.now();
      const { exitCode, stderr } = Bun.spawnSync([...command], {
        cwd: folder,
        env: { HOME: join(folder, home) },
        stdio: ["ignore", "ignore", "pipe"],
      });
      if (exitCode !== 0) throw new Error(`${command.join(" ")} ended with status ${exitCode}: ${stderr}`);
      return performance.now() - began;
    };
    run("first", executable, "--version");
    for (let count = 0; count < 40; count++) {
      times.help.push(run("first", executable, "--help"));
      times.least.push(run("first", least));
    }
    for (let count = 0; count < 7; count++) {
      times.cold.push(run(`home-${count}`, executable, "run", picture));
      times.warm.push(run(`home-${count}`, executable, "run", picture));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    helpMs: median(times.help),
    leastMs: median(times.least),
    coldMs: median(times.cold),
    warmMs: median(times.warm),
  };
}

/** An executable made as ours is, of a program that does nothing but write a line to its standard output. */
async function compileOneLine(folder: string): Promise<string> {
  const source = join(folder, "one-line.ts");
  const outfile = join(folder, "one-line");
  await Bun.write(source, 'process.stdout.write("one line\\n");\n');
  await Bun.build({
    entrypoints: [source],
    target: "bun",
    format: "esm",
    bytecode: true,
    compile: { outfile },
  });
  return outfile;
}

/**
 * A picture that the service has read before, sent to it again: milliseconds from each request to its answer. Throws where an
 * answer is another one than the first.
 */
export async function measureKnown(picture: string, times: number): Promise<number[]> {
  const serving = await Serving.start();
  try {
    const first = await send(serving, picture);
    const all: number[] = [];
    for (let count = 0; count < times; count++) {
      const began = performance.now();
      const answer = await send(serving, picture);
      all.push(performance.now() - began);
      if (answer !== first) throw new Error(`The service answered ${answer}, and at first ${first}`);
    }
    return all;
  } finally {
    await serving.stop();
  }
}

/** What the service answers, without how long it took. */
async function send(serving: Serving, picture: string): Promise<string> {
  const body = new FormData();
  body.append("file", new Blob([readFileSync(picture)]), basename(picture));
  const headers = { "x-api-key": key };
  const response = await fetch(`${serving.url}/api/v1/ocr`, { method: "POST", headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`The service answered with ${response.status}: ${text}`);
  return text.replace(/"processing_time_ms":\d+/, "");
}
