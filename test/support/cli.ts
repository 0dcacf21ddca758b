import { type ReadingRecord, recordSchema } from "../../cli/run/record.ts";
import { programFile } from "../../scripts/rig/programs.ts";

const built = process.env["BUILT_PROGRAM"];

/** How the program is started from source. As the executable, it reads .env itself. */
export const sourceCommand: readonly string[] = [
  process.execPath,
  "--no-env-file",
  programFile("cli/main.ts"),
];

/** How the program is started: the executable that `BUILT_PROGRAM` names, which starts in two thirds of the time, else its source. */
export const ocrEcoCommand: readonly string[] = built === undefined ? sourceCommand : [built];

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd?: string;
  /** Added to an environment that is otherwise nearly empty. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
}

/** Runs `ocr-eco` as a process of its own, without a terminal. */
export async function ocrEco(words: readonly string[], around: Surroundings = {}): Promise<Ended> {
  const child = Bun.spawn([...ocrEcoCommand, ...words], {
    cwd: around.cwd ?? process.cwd(),
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...around.env },
    stdin: around.stdin ?? "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { exitCode: await child.exited, stdout, stderr };
}

/** Reads with `--json` and gives the records in the order in which they were printed. */
export async function readJson(
  words: readonly string[],
): Promise<{ ended: Ended; records: ReadingRecord[] }> {
  const ended = await ocrEco(["run", "--json", ...words]);
  return { ended, records: recordsIn(ended.stdout) };
}

/** The records in what `--json` printed, checked against their schema. */
export function recordsIn(stdout: string): ReadingRecord[] {
  const lines = stdout.split("\n");
  if (lines.pop() !== "") throw new Error("The last line has no end.");
  return lines.map((line) => {
    const record: unknown = JSON.parse(line);
    const known = recordSchema.parse(record);
    // The schema lets unknown members pass; a member that is not in it is not documented.
    if (!Bun.deepEquals(known, record)) throw new Error(`Members outside of the schema: ${line}`);
    return known;
  });
}
