import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../src/config/config.ts";
import { workerEnvironment } from "../../src/config/environment.ts";
import type { EngineChoice } from "../../src/reading/engines/choose.ts";
import { WorkerPool } from "../../src/workers/pool.ts";

/** What a label must say for the figures; real and drawn labels say more. */
interface Label {
  readonly steps: number | null;
  readonly app?: string | null;
  readonly also_accept?: readonly number[];
}

/** A folder with `images/`, `negatives/` and `labels.json`. */
export interface PictureSet {
  readonly images: readonly { readonly path: string; readonly label: Label }[];
  readonly negatives: readonly string[];
}

/** What one engine made of a set. Times in milliseconds for each picture, memory in MB (10⁶ bytes). */
export interface EngineFigures {
  readonly engine: string;
  readonly pictures: number;
  readonly exact: number;
  readonly accepted: number;
  readonly wrong: number;
  readonly appRight: number;
  readonly negatives: number;
  readonly negativesAccepted: number;
  /** Wall-clock time from bytes to reading, once warm. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Processor time of the worker for each picture, all its threads together. */
  readonly cpuMs: number;
  /** Highest resident memory of the worker. */
  readonly peakMb: number;
}

export function loadSet(folder: string): PictureSet {
  const labels = JSON.parse(readFileSync(join(folder, "labels.json"), "utf8")) as Record<string, Label>;
  const images = readdirSync(join(folder, "images"))
    .sort()
    .flatMap((name) => {
      const label = labels[name];
      return label === undefined ? [] : [{ path: join(folder, "images", name), label }];
    });
  const negatives = join(folder, "negatives");
  return {
    images,
    negatives: existsSync(negatives) ? readdirSync(negatives).map((name) => join(negatives, name)) : [],
  };
}

/** Reads the whole set with one worker process, after one picture that is not counted in the times. */
export async function measureEngine(set: PictureSet, engine: EngineChoice["engine"]): Promise<EngineFigures> {
  const config = parseConfig({});
  const pool = new WorkerPool({
    size: 1,
    engines: { engine, languages: config.OCR_LANGUAGES.split("+"), dataFolder: null },
    startSeconds: 60,
    timeoutSeconds: 120,
    picturesPerWorker: 1_000_000,
    workerMemoryMb: 1_000_000,
    command: [process.execPath, join(import.meta.dir, "..", "..", "cli", "main.ts"), "worker"],
    environment: workerEnvironment(config),
    log: { debug() {}, warn: (details, message) => console.error(message, details) },
  });
  const tally = { exact: 0, accepted: 0, wrong: 0, appRight: 0, negativesAccepted: 0 };
  const times: number[] = [];
  try {
    const first = set.images[0];
    if (first === undefined) throw new Error("The set holds no pictures.");
    await pool.read(first.path, readFileSync(first.path));
    const [pid = 0] = pool.processIds;
    const before = cpuMilliseconds(pid);
    for (const { path, label } of set.images) {
      const { reading } = await pool.read(path, readFileSync(path));
      times.push(reading.milliseconds);
      const right = [label.steps, ...(label.also_accept ?? [])];
      if (right.includes(reading.steps ?? reading.candidateSteps)) tally.exact++;
      if (reading.status === "verified") tally.accepted++;
      if (reading.status === "verified" && !right.includes(reading.steps)) tally.wrong++;
      if (reading.app === label.app) tally.appRight++;
    }
    const cpuMs = Math.round((cpuMilliseconds(pid) - before) / set.images.length);
    for (const path of set.negatives) {
      const { reading } = await pool.read(path, readFileSync(path));
      if (reading.status === "verified") tally.negativesAccepted++;
    }
    return {
      engine,
      pictures: set.images.length,
      ...tally,
      negatives: set.negatives.length,
      medianMs: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      cpuMs,
      peakMb: peakMegabytes(pid),
    };
  } finally {
    await pool.close();
  }
}

/** The value below which a share of the values lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN);
}

/** Processor time that a process has used, from fields 14 and 15 of /proc/PID/stat in clock ticks of 10 ms. */
function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function peakMegabytes(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round((Number(kilobytes) * 1024) / 1e6);
}
