import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Answer } from "./reader.ts";

/**
 * The other end of a `ReaderProcess`: gets ready, which gives what it is, or says why it cannot; then it answers each path on
 * standard input. peers/answer.mjs is the same for others.
 */
export async function answerEach(
  getReady: () => Promise<string>,
  read: (path: string) => Promise<Answer>,
): Promise<void> {
  try {
    say({ ready: await getReady() });
  } catch (error) {
    say({ unusable: error instanceof Error ? error.message : String(error) });
    return;
  }
  for await (const path of createInterface({ input: process.stdin }))
    say(await read(path).catch((error: unknown) => ({ failure: String(error) })));
}

/** The most memory that a process has had so far, in bytes. */
export function peakBytesOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) * 1024;
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
