import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../../src/reading/median.ts";
import { key, Serving } from "../rig/serving.ts";
import { submitLoad } from "./submit-reports.ts";

const root = join(import.meta.dir, "..", "..");

/** From the start of the process to the first `/ready` that says so: the median of some starts, in milliseconds. */
export async function measureStart(times: number): Promise<number> {
  const all: number[] = [];
  for (let count = 0; count < times; count++) {
    const serving = await Serving.start();
    all.push(serving.readyMs);
    await serving.stop();
  }
  return Math.round(median(all));
}

export interface SubmissionFigures {
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly residentMb: number;
}

/** Different reports over 50 connections, each answered when it is on disk: medians of some rounds. */
export async function measureSubmissions(rounds: number): Promise<SubmissionFigures> {
  const serving = await Serving.start();
  try {
    await serving.post("/admin/pause");
    const results: { perSecond: number; p99Ms: number }[] = [];
    // Of each round other reports, so that none replaces another one's picture.
    for (let round = 0; round < rounds; round++)
      results.push(await submitLoad(serving.url, 20_000, round * 20_000));
    return {
      perSecond: Math.round(median(results.map(({ perSecond }) => perSecond))),
      p99Ms: Math.round(10 * median(results.map(({ p99Ms }) => p99Ms))) / 10,
      residentMb: serving.residentMb,
    };
  } finally {
    await serving.stop();
  }
}

/** The load test of the old guide: failed requests of `ab`, `null` where it is not installed. */
export async function measureAb(): Promise<number | null> {
  if (Bun.which("ab") === null) return null;
  const serving = await Serving.start({ MAX_QUEUE_SIZE: "1000" });
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-ab-"));
  try {
    const payload = join(folder, "test_payload.json");
    writeFileSync(payload, JSON.stringify({ report_id: 1, user_id: 1, s3_url: "http://127.0.0.1:9/a.png" }));
    const words = ["-q", "-n", "1000", "-c", "50", "-H", `x-api-key: ${key}`, "-p", payload];
    const child = Bun.spawn(
      ["ab", ...words, "-T", "application/json", `${serving.url}/api/v1/ocr-ecosteps`],
      { stdout: "pipe", stderr: "ignore" },
    );
    const text = await new Response(child.stdout).text();
    if (!/Complete requests:\s+1000/.test(text) || /Non-2xx/.test(text)) return 1000;
    return Number(/Failed requests:\s+(\d+)/.exec(text)?.[1] ?? Number.NaN);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await serving.stop();
  }
}

export interface JourneyFigures {
  readonly pictures: number;
  /** Of those of the first round, in which the workers still get faster, and of the others. */
  readonly perMinuteAtFirst: number;
  readonly perMinute: number;
  /** The server process after all of it, without its children. */
  readonly residentMb: number;
}

/** Two workers, cache off, the pictures of a folder so many times: pictures a minute from POST to acknowledged webhook. */
export async function measureJourney(
  folder: string,
  times: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<JourneyFigures> {
  const names = readdirSync(join(folder, "images"));
  const pictures = new Map(names.map((name) => [name, readFileSync(join(folder, "images", name))]));
  const [first, done] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  const wanted = names.length * times;
  let delivered = 0;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (request.method === "GET") {
        const bytes = pictures.get(decodeURIComponent(pathname.slice(1)));
        return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes);
      }
      await request.json();
      if (++delivered === names.length) first.resolve(performance.now());
      if (delivered === wanted) done.resolve(performance.now());
      return Response.json({ success: true });
    },
  });
  const url = `http://127.0.0.1:${server.port}`;
  const serving = await Serving.start({ LARAVEL_API_URL: url, CACHE_HOURS: "0", ...settings });
  try {
    const began = performance.now();
    for (let report_id = 0; report_id < wanted; report_id++) {
      const name = names[report_id % names.length] ?? "";
      await serving.post("/api/v1/ocr-ecosteps", { report_id, user_id: 1, s3_url: `${url}/${name}` });
    }
    const [between, ended] = await Promise.all([first.promise, done.promise]);
    const perMinute = (pictures: number, milliseconds: number): number =>
      Math.round((60_000 * pictures) / milliseconds);
    return {
      pictures: wanted,
      perMinute: perMinute(wanted - names.length, ended - between),
      perMinuteAtFirst: perMinute(names.length, between - began),
      residentMb: serving.residentMb,
    };
  } finally {
    await serving.stop();
    await server.stop(true);
  }
}

/** Share of one core that the idle service takes with its workers, in percent. */
export async function measureIdle(seconds: number): Promise<number> {
  const serving = await Serving.start();
  try {
    // What starting left behind is tidied up by then: memory is given back, code is compiled.
    await Bun.sleep(25_000);
    const before = serving.cpuSeconds;
    await Bun.sleep(seconds * 1000);
    return Math.round((1000 * (serving.cpuSeconds - before)) / seconds) / 10;
  } finally {
    await serving.stop();
  }
}

export interface QueueFigures {
  readonly ours: number;
  readonly plainjob: number;
  readonly plainjobItself: number;
}

/** Jobs a second through the queue alone, see bench-queue.ts. */
export async function measureQueue(): Promise<QueueFigures> {
  const script = join(root, "scripts", "bench-queue.ts");
  const child = Bun.spawn([process.execPath, script, "--json"], { stdout: "pipe", stderr: "inherit" });
  const { jobsPerSecond } = JSON.parse(await new Response(child.stdout).text()) as {
    jobsPerSecond: Record<string, Record<string, number>>;
  };
  const rate = (name: string): number => Math.round(jobsPerSecond[name]?.["all steps"] ?? Number.NaN);
  return {
    ours: rate("ours, without a delivery"),
    plainjob: rate("plainjob"),
    plainjobItself: rate("plainjob, as its worker does it"),
  };
}

/** The folder of labelled screenshots to take: the real ones, else the drawn ones. */
export function pictureFolder(): string {
  const real = join(root, "..", "shared", "screenshots");
  return existsSync(real) ? real : join(root, "test", "fixtures");
}
