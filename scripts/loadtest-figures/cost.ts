import { join } from "node:path";
import { Ledger } from "../../cli/loadtest/ledger.ts";
import { picturesFor } from "../../cli/loadtest/pictures.ts";
import { sendReports } from "../../cli/loadtest/sender.ts";
import { StandIn } from "../../cli/loadtest/stand-in.ts";

/** Requests a second that the load test can send and take answers of, to a process that does nothing but answer. */
export async function requestsPerSecond(connections: number, reports: number): Promise<number> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "empty-handler.ts")], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const standIn = StandIn.open(picturesFor(undefined), {
    isUnique: true,
    listen: { host: "127.0.0.1", port: 0 },
    announced: "127.0.0.1",
  });
  try {
    const { value } = await child.stdout.getReader().read();
    const url = new TextDecoder().decode(value).trim();
    const load = { connections, reports, seconds: null, perSecond: null };
    const ledger = new Ledger("cost");
    const to = {
      place: { url, certFile: null },
      key: "a-key",
      environment: "loadtest",
      standIn,
      run: "cost",
      ledger,
    };
    const { seconds } = await sendReports(load, to, new AbortController().signal);
    if (ledger.entries.length !== reports) throw new Error("Requests were not answered.");
    return Math.round(reports / seconds);
  } finally {
    child.kill();
    await standIn.close();
  }
}
