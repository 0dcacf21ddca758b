import { connect } from "node:net";
import { random } from "../common/random.ts";
import { type Material, oddRequest } from "./odd-requests.ts";
import { residentMegabytes } from "./processes.ts";
import { apiKey, type RunningService } from "./running-service.ts";

/** Connections at the same time. */
const connections = 64;
/** How long an answer is waited for, in milliseconds: to what is cut off in the middle there is none. */
const patience = 300;
/** Requests after which memory is what it is in use: code is compiled, pools are filled. */
const warmUp = 3000;

/** What came of a run. */
export interface FuzzRun {
  /** How often each status was answered; 0 for connections that were closed or kept silent. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests that something broke on, with what was answered. */
  readonly broken: readonly { readonly request: string; readonly answer: string }[];
  /** By how much the memory of the server's process grew. */
  readonly grownMegabytes: number;
}

/**
 * Sends so many odd requests to a running service, each over a connection of its own; the same seed sends the same. What is
 * answered with 500 or more has broken something, but for 503, which says that there is no room now, and 505, with which
 * Bun refuses what is no HTTP/1.1.
 */
export async function fuzzRun(
  running: RunningService,
  { count, seed }: { count: number; seed: string },
): Promise<FuzzRun> {
  const { paths } = (await running.get("/docs/json")) as { paths: Record<string, Record<string, unknown>> };
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const material: Material = {
    routes: [
      ...documented,
      // What strangers' data get into is asked more often.
      ...documented.filter((route) => /^POST .*(ecosteps|ocr|batch)$/.test(route)),
      "GET /docs",
      "GET /docs/json",
      "GET /docs/start.js",
      "GET /nothing",
    ],
    key: apiKey,
  };
  const run = {
    statuses: new Map<number, number>(),
    broken: [] as { request: string; answer: string }[],
  };
  await send(running, material, seed, 0, Math.min(warmUp, count), run);
  const before = residentMegabytes(running.pid);
  await send(running, material, seed, Math.min(warmUp, count), count, run);
  return { ...run, grownMegabytes: residentMegabytes(running.pid) - before };
}

async function send(
  { url }: RunningService,
  material: Material,
  seed: string,
  first: number,
  end: number,
  run: { readonly statuses: Map<number, number>; readonly broken: { request: string; answer: string }[] },
): Promise<void> {
  let next = first;
  const work = async (): Promise<void> => {
    while (next < end) {
      const request = oddRequest(random(`${seed}/${next++}`), material);
      const answer = await answerTo(url, request);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
      run.statuses.set(status, (run.statuses.get(status) ?? 0) + 1);
      if (status >= 500 && status !== 503 && status !== 505)
        run.broken.push({ request: Buffer.from(request).toString("latin1").slice(0, 2000), answer });
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
}

/** What comes back, up to the end of the first answer's head or of all patience. */
function answerTo(url: string, request: Uint8Array): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(Number(port), hostname);
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    const timer = setTimeout(finish, patience);
    socket.on("data", (bytes) => {
      received = (received + bytes.toString("latin1")).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, "");
      if (received.includes("\r\n\r\n")) finish();
    });
    socket.on("close", finish);
    socket.on("error", finish);
    socket.write(request);
  });
}
