// First of all: see there.
import "./common/told-to-end.ts";
import { writeSync } from "node:fs";
import { exitStatus } from "../src/errors.ts";
import type { Io } from "./common/io.ts";
import { ownWorker } from "./common/own-program.ts";
import { execute } from "./program.ts";

process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  // A reader that has seen enough, as in "ocr-eco licenses | head", is no failure of ours.
  if (code === "EPIPE") process.exit(0);
  writeSync(2, `ocr-eco: Standard output cannot be written (${code ?? message}). Check where it leads to.\n`);
  process.exit(exitStatus("OUTPUT_NOT_WRITABLE"));
});

const own: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  worker: ownWorker,
};
// Not process.exit(): what has been printed into a pipe must arrive first.
process.exitCode = await execute(process.argv.slice(2), own);
