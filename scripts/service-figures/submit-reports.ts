import { join } from "node:path";
import { key } from "../rig/serving.ts";

/** How a service took reports in: how many a second, and how long the slowest of a hundred waited, in milliseconds. */
interface Submitted {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Sends reports as `submitLoad` does; gives back how many a second. */
export async function submitReports(url: string, reports: number, first = 0): Promise<number> {
  return (await submitLoad(url, reports, first)).perSecond;
}

/**
 * Sends so many reports over 50 connections, from a process of its own, numbered from the one behind `first`. Rejects where one is
 * refused.
 */
export async function submitLoad(url: string, reports: number, first: number): Promise<Submitted> {
  const script = join(import.meta.dir, "submit-load.ts");
  const words = [`${url}/api/v1/ocr-ecosteps`, key, "50", String(reports), String(first)];
  const child = Bun.spawn([process.execPath, script, ...words], { stdout: "pipe", stderr: "inherit" });
  const { refused, ...submitted } = JSON.parse(await new Response(child.stdout).text());
  if (refused > 0) throw new Error("Reports were refused.");
  return submitted;
}
