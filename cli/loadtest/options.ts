import { OcrEcoError } from "../../src/errors.ts";
import type { RemoteOptions } from "../common/options.ts";
import type { Stage } from "./schedule.ts";
import type { Load } from "./sender.ts";

/** Options of `ocr-eco loadtest`, as commander gives them. */
export interface LoadtestOptions extends RemoteOptions {
  readonly self?: true;
  readonly n?: number;
  readonly connections: number;
  /** Seconds. */
  readonly duration?: number;
  /** Reports a second. */
  readonly rate?: number;
  readonly stages?: readonly Stage[];
  readonly warmUp: number;
  readonly findLimit?: true;
  readonly images?: string;
  readonly cached?: true;
  readonly acceptOnly?: true;
  readonly environment?: string;
  readonly listen?: string;
  readonly announce?: string;
  /** Seconds. */
  readonly patience: number;
  readonly failIf?: readonly string[];
  readonly json?: true;
  readonly html?: string;
  readonly records?: string;
  readonly yes?: true;
  readonly yesProduction?: true;
}

/** Seconds of each step while a limit is looked for, and reports where nobody says how many. */
const usualStep = 30;
const usualReports = 100;

/** What cannot be asked for together. Throws `USAGE`. */
export function checkOptions(options: LoadtestOptions): void {
  const { self, url, key, environment, listen, announce, yes, yesProduction } = options;
  if (self === true) {
    const named = Object.entries({
      url,
      key,
      environment,
      listen,
      announce,
      yes,
      "yes-production": yesProduction,
    });
    const [first] = named.find(([, value]) => value !== undefined) ?? [];
    if (first !== undefined) throw usage(`--self starts a service of its own: leave out --${first}`);
  }
  if (options.stages !== undefined) {
    const { rate, duration } = options;
    const [first] = Object.entries({ rate, duration }).find(([, value]) => value !== undefined) ?? [];
    if (first !== undefined) throw usage(`--stages say how fast and for how long: leave out --${first}`);
  }
  if (options.findLimit === true) {
    const { n, rate, stages, records, acceptOnly } = options;
    const [first] =
      Object.entries({ n, rate, stages, records, "accept-only": acceptOnly }).find(
        ([, value]) => value !== undefined,
      ) ?? [];
    if (first !== undefined)
      throw usage(
        `--find-limit chooses how much is sent: leave out --${first}. --duration is how long each step takes`,
      );
  }
}

/** How much is sent. */
export function loadOf({ connections, n, duration, rate, stages, findLimit }: LoadtestOptions): Load {
  if (stages !== undefined) {
    const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
    return { connections, seconds, reports: n ?? null, perSecond: null, stages };
  }
  const seconds = duration ?? (findLimit === true ? usualStep : null);
  return {
    connections,
    seconds,
    reports: n ?? (seconds === null ? usualReports : null),
    perSecond: rate ?? null,
  };
}

function usage(message: string): OcrEcoError {
  return new OcrEcoError("USAGE", `${message}.`);
}
