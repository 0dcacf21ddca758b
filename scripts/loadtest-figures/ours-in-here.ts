import { Ledger } from "../../cli/loadtest/ledger.ts";
import { picturesFor } from "../../cli/loadtest/pictures.ts";
import { sendReports } from "../../cli/loadtest/sender.ts";
import { spanOf } from "../../cli/loadtest/spans.ts";
import { StandIn } from "../../cli/loadtest/stand-in.ts";
import type { Percentiles } from "./tools.ts";

/** The sender of `ocr-eco loadtest` in this process, against what answers as if it took reports and knows nothing else. */
export async function oursInHere(url: string, connections: number, reports: number): Promise<Percentiles> {
  const standIn = StandIn.open(picturesFor(undefined), {
    isUnique: true,
    listen: { host: "127.0.0.1", port: 0 },
    announced: "127.0.0.1",
  });
  try {
    const ledger = new Ledger("cost");
    const { seconds } = await sendReports(
      { connections, reports, seconds: null, perSecond: null },
      {
        place: { url, certFile: null },
        key: "a-key",
        environment: "loadtest",
        standIn,
        run: "cost",
        ledger,
        patience: 60,
      },
      new AbortController().signal,
    );
    const span = spanOf(
      ledger.entries.flatMap(({ acceptedAt, dueAt }) => (acceptedAt === null ? [] : [acceptedAt - dueAt])),
    );
    if (span === null || span.count !== reports) throw new Error("Requests were not answered.");
    const { p50, p90, p99 } = span;
    return { p50, p90, p99, perSecond: Math.round(reports / seconds) };
  } finally {
    await standIn.close();
  }
}
