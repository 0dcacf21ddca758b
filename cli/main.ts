// First of all: see there.
import "./common/told-to-end.ts";
import type { Io } from "./common/io.ts";
import { ownWorker } from "./common/own-program.ts";
import { standardOutput } from "./common/standard-output.ts";
import { execute } from "./program.ts";

const words = process.argv.slice(2);
/** Help, versions, and whether a service is there: nothing goes on beside what they print, and all of them are asked often. */
const isBrief =
  words.length === 0 ||
  words[0] === "status" ||
  words.some((word) => ["-h", "--help", "-V", "--version"].includes(word));

const own: Io = {
  // Loaded by who asks somebody.
  get stdin() {
    return process.stdin;
  },
  stdout: standardOutput(1, isBrief),
  stderr: standardOutput(2, isBrief),
  worker: ownWorker,
};
// Not process.exit(): what has been printed must arrive first.
process.exitCode = await execute(words, own);
