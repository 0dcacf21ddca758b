import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { inLanes } from "../../src/eval/evaluate.ts";
import { quantile } from "../../src/eval/tally.ts";
import { key, Serving } from "../rig/serving.ts";

/** Pictures sent to the service, so many at once, each from its POST to its answer. */
export interface ServiceFigures {
  readonly atOnce: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly perSecond: number;
}

/** Sends the files to a service of ours that reads each anew, `callers` of which each sends the next when the last was answered. */
export async function measureService(
  files: readonly string[],
  workers: number,
  callers: readonly number[],
): Promise<ServiceFigures[]> {
  const serving = await Serving.start({
    WORKER_COUNT: String(workers),
    CACHE_HOURS: "0",
    DIRECT_WAIT_SECONDS: "60",
  });
  const send = async (file: string): Promise<number> => {
    const body = new FormData();
    body.append("file", new Blob([readFileSync(file)]), basename(file));
    const began = performance.now();
    const response = await fetch(`${serving.url}/api/v1/ocr`, {
      method: "POST",
      headers: { "x-api-key": key },
      body,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The service answered with ${response.status}: ${text}`);
    return performance.now() - began;
  };
  try {
    await inLanes(files.slice(0, 2 * workers), workers, send);
    const all: ServiceFigures[] = [];
    for (const atOnce of callers) {
      const began = performance.now();
      const times = await inLanes(files, atOnce, send);
      const seconds = (performance.now() - began) / 1000;
      all.push({
        atOnce,
        medianMs: quantile(times, 0.5) ?? Number.NaN,
        p95Ms: quantile(times, 0.95) ?? Number.NaN,
        perSecond: files.length / seconds,
      });
    }
    return all;
  } finally {
    await serving.stop();
  }
}
