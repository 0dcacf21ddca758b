import { cpus, loadavg } from "node:os";
import { loadPlanSettings } from "../../src/config/environment.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { cores, memory } from "../../src/host/resources.ts";
import { languageFile } from "../../src/reading/engines/tesseract/languages.ts";
import { findService } from "../common/find-service.ts";
import type { Io } from "../common/io.ts";
import { createPool } from "../common/pool.ts";
import { createProgress } from "../output/progress.ts";
import { type Terminal, tell } from "../output/terminal.ts";
import { bestOf, countsFor, type Demand, type Measured, peakOf, suggest } from "./capacity.ts";
import type { Plan } from "./document.ts";
import { type Measurement, measure, type Picture } from "./measure.ts";
import { ownPictures, picturesIn } from "./pictures.ts";
import { printPlan } from "./text.ts";

/** Options of `ocr-eco plan`, as commander gives them. */
export interface PlanOptions extends Demand {
  readonly images?: string;
  readonly seconds: number;
  readonly json?: true;
}

/** What a number of workers takes at least to start, to warm up, and to be measured, in seconds. */
const leastSeconds = 4;
/** As many as WORKER_COUNT may be. */
const mostWorkers = 256;
/** Share of the cores that others may have had in the minute before. */
const quiet = 0.25;

/** Measures this machine, and prints what it carries and what to set. */
export async function plan(options: PlanOptions, io: Io): Promise<void> {
  const { config, dataFolder } = loadPlanSettings();
  const languages = config.OCR_LANGUAGES.split("+");
  for (const language of languages) languageFile(language, config.TESSDATA_PREFIX ?? null);
  const [processors, free] = [cores(), memory()];
  const most = Math.min(mostWorkers, processors.count);
  const counts = countsFor(most);
  if (options.seconds < leastSeconds * counts.length) {
    throw new OcrEcoError(
      "USAGE",
      `--seconds ${options.seconds} is too short for ${counts.length} numbers of workers. Give at least ${leastSeconds * counts.length}.`,
    );
  }
  const limits = { timeoutSeconds: config.DOWNLOAD_TIMEOUT_SECONDS, mostMegabytes: config.DOWNLOAD_MAX_MB };
  const pictures = options.images === undefined ? ownPictures() : await picturesIn(options.images, limits);
  const machine = {
    cores: most,
    cores_limited_by: processors.limit?.file ?? null,
    available_mb: Math.round(free.availableBytes / 1e6),
    memory_limited_by: free.limitedBy,
    load: loadavg()[0] ?? 0,
  };
  // The load is that of the whole machine, whatever part of it is for this program.
  const disturbances = disturbancesOf(findService(dataFolder)?.pid ?? null, machine.load, cpus().length);
  for (const warning of disturbances) tell(io.stderr, warning);

  const pool = await createPool(config, { workers: most, asService: true }, languages, most, io.worker);
  const gpu = pool.gpu?.device?.name ?? null;
  const found = await withProgress(io.stderr, options.seconds, () =>
    measure(pool, pictures, {
      counts,
      seconds: options.seconds,
      onLeftOut: ({ message, code }) => tell(io.stderr, `${message} [${code}] It is left out.`),
    }),
  ).finally(() => pool.close());
  if (found.measured.length === 0) {
    throw new OcrEcoError(
      "WORKERS_UNAVAILABLE",
      `No worker was ready within ${options.seconds} s. Give more --seconds, or see what else this machine does.`,
    );
  }
  const late = found.late.map(
    (workers) => `${workers} workers were not ready in time: give more --seconds to measure them.`,
  );
  for (const warning of late) tell(io.stderr, warning);
  const document = documentOf(options, { ...machine, gpu }, pictures, found, [...disturbances, ...late]);
  if (options.json === true) io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else printPlan(io.stdout, document);
}

/** Why a measurement finds less than the machine can do. `service` is the process that serves the data folder. */
export function disturbancesOf(service: number | null, load: number, cores: number): string[] {
  const served =
    service === null
      ? []
      : [`A service runs here (process ${service}): too little is measured, unless it has nothing to do.`];
  const busy =
    load <= quiet * cores
      ? []
      : [
          `The load of the last minute was ${load.toFixed(1)} on ${cores} cores: too little is measured while others work.`,
        ];
  return [...served, ...busy];
}

/** With a bar that goes on by the clock. */
async function withProgress<T>(stderr: Terminal, seconds: number, work: () => Promise<T>): Promise<T> {
  const progress = createProgress(stderr, seconds);
  const began = performance.now();
  const show = (): void => progress.show(Math.floor((performance.now() - began) / 1000));
  const timer = setInterval(show, 500);
  show();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    progress.hide();
  }
}

function documentOf(
  options: PlanOptions,
  machine: Plan["machine"],
  pictures: readonly Picture[],
  { measured, memoryKind }: Measurement,
  warnings: string[],
): Plan {
  const best = bestOf(measured, machine.available_mb);
  const peak = peakOf(options);
  const suggestion = suggest(best, options);
  const rowOf = (each: Measured): Plan["measured"][number] => ({
    worker_count: each.workers,
    pictures_per_minute: rounded(each.perMinute),
    core_share: rounded(each.coreShare),
    memory_mb: Math.round(each.memoryMb),
    of_peak: rounded(each.perMinute / peak.perMinute),
    pictures: each.pictures,
    recommended: each === best,
  });
  const memoryMb = Math.round(suggestion.memoryMb);
  return {
    machine,
    pictures: { folder: options.images ?? null, count: pictures.length },
    seconds: options.seconds,
    memory_kind: memoryKind,
    measured: measured.map(rowOf),
    demand: {
      users_per_day: options.usersPerDay,
      pictures_per_user: options.picturesPerUser,
      peak_share_percent: options.peakShare,
      peak_hours: options.peakHours,
      peak_pictures: peak.pictures,
      peak_pictures_per_minute: rounded(peak.perMinute),
    },
    suggestion: {
      machines: suggestion.machines,
      WORKER_COUNT: suggestion.workers,
      MAX_QUEUE_SIZE: suggestion.queueSize,
      memory_mb: memoryMb,
      memory_suffices: memoryMb <= machine.available_mb,
      headroom: rounded(suggestion.headroom),
      longest_wait_seconds: rounded(suggestion.longestWaitSeconds),
      users_per_day: suggestion.usersPerDay,
    },
    warnings,
  };
}

const rounded = (value: number): number => Number(value.toPrecision(3));
