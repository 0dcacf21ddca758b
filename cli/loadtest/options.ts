import { OcrEcoError } from "../../src/errors.ts";
import type { LoadtestOptions } from "../loadtest.ts";
import type { Load } from "./sender.ts";

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

const rateForm = /^(\d+(?:\.\d+)?)\s*(?:\/\s*(s|min|h))?$/;
const perUnit = { s: 1, min: 60, h: 3600 } as const;
/** More than a machine with two cores can send; who needs more needs more machines. */
const mostPerSecond = 100_000;

/** Reports a second, of `5`, `5/s`, `300/min` or `7000/h`; `null` when it is none that can be sent. */
export function parseRate(text: string): number | null {
  const [, number = "", unit = "s"] = rateForm.exec(text.trim()) ?? [];
  const rate = Number(number) / perUnit[unit as keyof typeof perUnit];
  return number !== "" && rate > 0 && rate <= mostPerSecond ? rate : null;
}

const durationForm = /^(\d+(?:\.\d+)?)\s*(s|min|h)?$/;
const mostSeconds = 86_400;

/** Seconds, of `30`, `30s`, `5min` or `1h`; `null` when it is nothing like that, or more than a day. */
export function parseDuration(text: string): number | null {
  const [, number = "", unit = "s"] = durationForm.exec(text.trim()) ?? [];
  const seconds = Number(number) * perUnit[unit as keyof typeof perUnit];
  return number !== "" && seconds > 0 && seconds <= mostSeconds ? seconds : null;
}

function usage(message: string): OcrEcoError {
  return new OcrEcoError("USAGE", `${message}.`);
}
