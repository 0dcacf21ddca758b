// First of all: see there.
import "./common/told-to-end.ts";
import type { Io } from "./common/io.ts";
import { ownWorker } from "./common/own-program.ts";
import { standardOutput } from "./common/standard-output.ts";
import { execute } from "./program.ts";

const own: Io = {
  // Loaded by who asks somebody.
  get stdin() {
    return process.stdin;
  },
  stdout: standardOutput(1),
  stderr: standardOutput(2),
  worker: ownWorker,
};
// Not process.exit(): what has been printed into a terminal must arrive first.
process.exitCode = await execute(process.argv.slice(2), own);
