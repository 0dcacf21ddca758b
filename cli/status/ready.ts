import { OcrEcoError } from "../../src/errors.ts";
import type { Io } from "../common/io.ts";
import { tell } from "../output/terminal.ts";
import { Remote } from "../remote/remote.ts";
import type { StatusOptions } from "./status.ts";

/** Less than a container waits for the answer of its health check: it shall hear why. */
const patienceMs = 3000;

/**
 * Says whether a service takes reports in now: exit status 0, or 1 where it does not, whatever the reason is. Health checks
 * of containers know these two alone. Wrong usage, which no restart mends, is 2 as ever.
 */
export async function ready(options: StatusOptions, io: Io): Promise<number> {
  const remote = Remote.withoutKey(options);
  const reason = await remote.notReady(patienceMs).catch((error: unknown) => {
    if (error instanceof OcrEcoError && error.code.startsWith("SERVER_")) return error.message;
    throw error;
  });
  if (options.json === true) {
    const because = reason === null ? {} : { reason };
    io.stdout.write(`${JSON.stringify({ url: remote.url, ready: reason === null, ...because })}\n`);
  } else if (reason === null) io.stdout.write("ready\n");
  else tell(io.stderr, `not ready: ${reason}`);
  return reason === null ? 0 : 1;
}
