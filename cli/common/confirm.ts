import { createInterface } from "node:readline/promises";
import { OcrEcoError } from "../../src/errors.ts";
import { paragraph } from "../output/terminal.ts";
import type { Io } from "./io.ts";

/**
 * Asks somebody at a terminal whether it is meant. False when it is not. Without a terminal nobody can be asked: throws
 * `USAGE`, which names `--yes`.
 */
export async function confirm(question: string, { stdin, stderr }: Io): Promise<boolean> {
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new OcrEcoError("USAGE", `Nobody can be asked here: ${question} Add --yes if that is meant.`);
  }
  const asked = createInterface({ input: stdin, output: stderr });
  // Whoever ends the input, or the command, did not agree.
  const closed = new Promise<null>((resolve) => asked.once("close", () => resolve(null)));
  try {
    const answer = await Promise.race([
      asked.question(`${paragraph(stderr, `${question} [y/N]`).trimEnd()} `),
      closed,
    ]);
    if (answer === null) stderr.write("\n");
    return /^y(es)?$/i.test(answer?.trim() ?? "");
  } finally {
    asked.close();
  }
}
