import { execute } from "../../cli/program.ts";
import { readSettingsFrom } from "../../src/config/variables.ts";
import type { Ended } from "./cli.ts";

interface Around {
  /** Starts what reads pictures. */
  readonly worker?: readonly string[];
  /** Added to an environment that is otherwise nearly empty; without it, there is the one of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

let isEnvironmentTaken = false;

/**
 * Runs a command line in this process, without a terminal and without a file of settings. It has this process's folder and
 * standard input: a command that heeds them, or that ends on a signal, is run as a process of its own (`ocrEco`), and so is
 * one run of each command, because processes are what people start.
 */
export async function executed(
  words: readonly string[],
  { worker = ["no-worker"], env }: Around = {},
): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof said) => ({
    write: (text: string | Uint8Array): void => {
      said[name] += typeof text === "string" ? text : Buffer.from(text).toString("latin1");
    },
  });
  const io = { stdin: process.stdin, stdout: stream("stdout"), stderr: stream("stderr"), worker };
  readSettingsFrom("/dev/null");
  const exitCode = await inEnvironment(env, () => execute(words, io));
  return { exitCode, ...said };
}

/** There is one environment in a process, so that two such commands cannot run at the same time. */
async function inEnvironment<T>(env: Around["env"], run: () => Promise<T>): Promise<T> {
  if (env === undefined) return await run();
  if (isEnvironmentTaken) throw new Error("Commands with environments of their own run one after the other.");
  isEnvironmentTaken = true;
  const before = { ...process.env };
  const set = (variables: Readonly<Record<string, string | undefined>>): void => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, variables);
  };
  set({ PATH: before["PATH"] ?? "", HOME: before["HOME"] ?? "", ...env });
  try {
    return await run();
  } finally {
    set(before);
    isEnvironmentTaken = false;
  }
}
