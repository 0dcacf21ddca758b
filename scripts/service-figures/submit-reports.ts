import { join } from "node:path";
import { key } from "../rig/serving.ts";

/**
 * Sends so many reports over 50 connections, from a process of its own, numbered from the one behind `first`; gives back how many a
 * second. Rejects where one is refused.
 */
export async function submitReports(url: string, reports: number, first = 0): Promise<number> {
  const script = join(import.meta.dir, "submit-load.ts");
  const words = [`${url}/api/v1/ocr-ecosteps`, key, "50", String(reports), String(first)];
  const child = Bun.spawn([process.execPath, script, ...words], { stdout: "pipe", stderr: "inherit" });
  const { perSecond, refused } = JSON.parse(await new Response(child.stdout).text());
  if (refused > 0) throw new Error("Reports were refused.");
  return perSecond;
}
