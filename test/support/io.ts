import { execute } from "../../cli/program.ts";
import type { Ended } from "./cli.ts";

/**
 * Runs a command line in this process, without a terminal; `worker` starts what reads pictures. It has this process's
 * environment and folder: a command that heeds them, or that ends on a signal, is run as a process of its own (`ocrEco`).
 */
export async function executed(
  words: readonly string[],
  worker: readonly string[] = ["no-worker"],
): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof said) => ({
    write: (text: string | Uint8Array): void => {
      said[name] += typeof text === "string" ? text : Buffer.from(text).toString("latin1");
    },
  });
  const io = { stdin: process.stdin, stdout: stream("stdout"), stderr: stream("stderr"), worker };
  const exitCode = await execute(words, io);
  return { exitCode, ...said };
}
