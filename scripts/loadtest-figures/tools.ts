import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadtestSchema } from "../../cli/loadtest/document.ts";
import { key, program } from "../rig/serving.ts";

/** Milliseconds from a request to its answer. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly perSecond: number;
}

const path = "/api/v1/ocr-ecosteps";
/** Ours is compiled while it runs, and slower before that. */
const warmUp = 5000;

/** `ocr-eco loadtest` on a service, with a process of its own. */
export async function ours(service: string, connections: number, requests: number): Promise<Percentiles> {
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
  const text = await output([...program, "loadtest", "--url", service, "--listen", "127.0.0.1:0", ...words], {
    API_KEY: key,
  });
  const { spans, throughput } = loadtestSchema.parse(JSON.parse(text));
  if (spans.accepted === null) throw new Error("Nothing was accepted.");
  const { p50, p90, p99 } = spans.accepted;
  return { p50, p90, p99, perSecond: throughput.accepted_per_second };
}

/** `wrk`, sending different reports for two seconds; `null`: it is not installed. */
export async function wrk(service: string, connections: number): Promise<Percentiles | null> {
  if (Bun.which("wrk") === null) return null;
  using folder = new TemporaryFolder();
  const script = join(folder.path, "reports.lua");
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
  const text = await output(["wrk", "-t1", `-c${connections}`, "-d2s", "-s", script, service + path]);
  const [p50 = 0, p90 = 0, p99 = 0, perSecond = 0] = (text.trim().split("\n").at(-1) ?? "")
    .split(" ")
    .map(Number);
  return { p50, p90, p99, perSecond };
}

/** `ab`, which can only send one report again and again; `null`: it is not installed. */
export async function ab(
  service: string,
  connections: number,
  requests: number,
): Promise<Percentiles | null> {
  if (Bun.which("ab") === null) return null;
  using folder = new TemporaryFolder();
  const [payload, table] = [join(folder.path, "payload.json"), join(folder.path, "percentiles.csv")];
  writeFileSync(payload, JSON.stringify({ report_id: 1, user_id: 1, s3_url: "http://127.0.0.1:9/a.png" }));
  const words = ["-k", "-q", "-n", String(requests), "-c", String(connections), "-H", `x-api-key: ${key}`];
  const text = await output([
    "ab",
    ...words,
    "-p",
    payload,
    "-T",
    "application/json",
    "-e",
    table,
    service + path,
  ]);
  const lines = readFileSync(table, "utf8").trim().split("\n").slice(1);
  const at = (percent: string): number =>
    Number(lines.map((line) => line.split(",")).find(([name]) => name === percent)?.[1]);
  const perSecond = Number(/Requests per second:\s+([\d.]+)/.exec(text)?.[1]);
  return { p50: at("50"), p90: at("90"), p99: at("99"), perSecond };
}

class TemporaryFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "ocr-eco-compare-"));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
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
