import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadtestSchema } from "../../cli/loadtest/document.ts";
import { key, program, Serving } from "../service-figures/process.ts";

/** Milliseconds from a request to its answer. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly perSecond: number;
}

export const tools = ["ocr-eco loadtest", "wrk", "ab"] as const;
type Tool = (typeof tools)[number];

/** As many as take a second or two. */
const requests = 20_000;
/** Ours is compiled while it runs, and slower before that. */
const warmUp = 5000;

/**
 * Has each tool that there is load the same service in turn, and gives the medians. The queue is paused, so that nothing is
 * read meanwhile; wrk and we send different reports, ab can only send one.
 */
export async function compared(
  connections: number,
  rounds: number,
): Promise<Partial<Record<Tool, Percentiles>>> {
  const serving = await Serving.start();
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-compare-"));
  try {
    await serving.post("/admin/pause");
    const url = `${serving.url}/api/v1/ocr-ecosteps`;
    const runs: Record<Tool, () => Promise<Percentiles | null>> = {
      "ocr-eco loadtest": () => ours(serving.url, connections),
      wrk: () => wrk(url, connections, folder),
      ab: () => ab(url, connections, folder),
    };
    const found = new Map<Tool, Percentiles[]>();
    for (let round = 0; round < rounds; round++) {
      for (const tool of tools) {
        const measured = await runs[tool]();
        if (measured !== null) found.set(tool, [...(found.get(tool) ?? []), measured]);
      }
    }
    return Object.fromEntries([...found].map(([tool, all]) => [tool, medians(all)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await serving.stop();
  }
}

async function ours(url: string, connections: number): Promise<Percentiles> {
  const words = [
    "--accept-only",
    "--n",
    String(requests),
    "-c",
    String(connections),
    "--warm-up",
    String(warmUp),
    "--json",
  ];
  const text = await output([...program, "loadtest", "--url", url, "--listen", "127.0.0.1:0", ...words], {
    API_KEY: key,
  });
  const { spans, throughput } = loadtestSchema.parse(JSON.parse(text));
  if (spans.accepted === null) throw new Error("Nothing was accepted.");
  const { p50, p90, p99 } = spans.accepted;
  return { p50, p90, p99, perSecond: throughput.accepted_per_second };
}

async function wrk(url: string, connections: number, folder: string): Promise<Percentiles | null> {
  if (Bun.which("wrk") === null) return null;
  const script = join(folder, "reports.lua");
  const run = crypto.randomUUID().slice(0, 8);
  writeFileSync(
    script,
    `local number = 0
wrk.method = "POST"
wrk.headers["x-api-key"] = "${key}"
wrk.headers["content-type"] = "application/json"
request = function()
  number = number + 1
  return wrk.format(nil, nil, nil, '{"report_id":"wrk-${run}-' .. number .. '","user_id":"wrk","s3_url":"http://127.0.0.1:9/pictures/${run}-' .. number .. '/1"}')
end
done = function(summary, latency)
  print(string.format("%.3f %.3f %.3f %.1f", latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000, summary.requests / summary.duration * 1000000))
end
`,
  );
  const text = await output(["wrk", "-t1", `-c${connections}`, "-d2s", "-s", script, url]);
  const [p50 = 0, p90 = 0, p99 = 0, perSecond = 0] = (text.trim().split("\n").at(-1) ?? "")
    .split(" ")
    .map(Number);
  return { p50, p90, p99, perSecond };
}

async function ab(url: string, connections: number, folder: string): Promise<Percentiles | null> {
  if (Bun.which("ab") === null) return null;
  const [payload, table] = [join(folder, "payload.json"), join(folder, "percentiles.csv")];
  writeFileSync(payload, JSON.stringify({ report_id: 1, user_id: 1, s3_url: "http://127.0.0.1:9/a.png" }));
  const words = ["-k", "-q", "-n", String(requests), "-c", String(connections), "-H", `x-api-key: ${key}`];
  const text = await output(["ab", ...words, "-p", payload, "-T", "application/json", "-e", table, url]);
  const lines = readFileSync(table, "utf8").trim().split("\n").slice(1);
  const at = (percent: string): number =>
    Number(lines.map((line) => line.split(",")).find(([name]) => name === percent)?.[1]);
  const perSecond = Number(/Requests per second:\s+([\d.]+)/.exec(text)?.[1]);
  return { p50: at("50"), p90: at("90"), p99: at("99"), perSecond };
}

async function output(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = Bun.spawn([...command], {
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...env },
    stdout: "pipe",
    stderr: "ignore",
  });
  const text = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error(`${command[0]} ended with status ${child.exitCode}.`);
  return text;
}

function medians(all: readonly Percentiles[]): Percentiles {
  const of = (name: keyof Percentiles): number => {
    const sorted = all.map((each) => each[name]).sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return { p50: of("p50"), p90: of("p90"), p99: of("p99"), perSecond: of("perSecond") };
}
