import { Serving } from "../rig/serving.ts";
import { Handler } from "./handler.ts";
import { oursInHere } from "./ours-in-here.ts";
import { ab, ours, type Percentiles, wrk } from "./tools.ts";

export const tools = ["ocr-eco loadtest", "wrk", "ab"] as const;
type Tool = (typeof tools)[number];
export type Compared = Partial<Record<Tool, Percentiles>>;

/** As many as take a second or two. */
const requests = 20_000;
const slowRequests = 5000;

/**
 * Has each tool load the same service. The queue is paused, so that nothing is read meanwhile; wrk and we send different
 * reports, ab can only send one.
 */
export async function comparedOnService(connections: number, rounds: number): Promise<Compared> {
  const serving = await Serving.start();
  try {
    await serving.post("/admin/pause");
    const { url } = serving;
    return await inTurn(rounds, {
      "ocr-eco loadtest": () => ours(url, connections, requests),
      wrk: () => wrk(url, connections),
      ab: () => ab(url, connections, requests),
    });
  } finally {
    await serving.stop();
  }
}

/** Has each tool load a process whose times are known and do not depend on who asks. */
export async function comparedOnHandler(connections: number, rounds: number): Promise<Compared> {
  const handler = await Handler.start("slow");
  try {
    const { url } = handler;
    return await inTurn(rounds, {
      "ocr-eco loadtest": () => oursInHere(url, connections, slowRequests),
      wrk: () => wrk(url, connections),
      ab: () => ab(url, connections, slowRequests),
    });
  } finally {
    handler.stop();
  }
}

/** Runs those tools that there are in alternation, and gives their medians. */
async function inTurn(
  rounds: number,
  runs: Record<Tool, () => Promise<Percentiles | null>>,
): Promise<Compared> {
  const found = new Map<Tool, Percentiles[]>();
  for (let round = 0; round < rounds; round++) {
    for (const tool of tools) {
      const measured = await runs[tool]();
      if (measured !== null) found.set(tool, [...(found.get(tool) ?? []), measured]);
    }
  }
  return Object.fromEntries([...found].map(([tool, all]) => [tool, medians(all)]));
}

function medians(all: readonly Percentiles[]): Percentiles {
  const of = (name: keyof Percentiles): number => {
    const sorted = all.map((each) => each[name]).sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return { p50: of("p50"), p90: of("p90"), p99: of("p99"), perSecond: of("perSecond") };
}
