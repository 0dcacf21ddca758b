import { existsSync } from "node:fs";
import { reachable } from "../../src/config/environment.ts";
import { isForFiguresAlone } from "../../src/config/keys.ts";
import { usersFileOf } from "../../src/config/read-keys.ts";
import { dutiesOf } from "../../src/config/role.ts";
import type { ServiceConfig } from "../../src/config/service.ts";
import { unknownSettings } from "../../src/config/unknown-settings.ts";
import { OcrEcoError, toFailure } from "../../src/errors.ts";
import { textOf } from "../../src/outgoing/body-text.ts";
import { withDeadline } from "../../src/outgoing/deadline.ts";
import { exchange } from "../../src/outgoing/exchange.ts";
import { contentsIn, damageIn } from "../../src/queue/in-folder.ts";
import { lookAtServer, type ServerPlaces } from "../../src/queue/on-server.ts";
import { ever, pictureStores } from "../../src/service/picture-stores.ts";
import type { WorkerPool } from "../../src/workers/pool.ts";
import { findService } from "../common/find-service.ts";
import { createPool } from "../common/pool.ts";
import { counted } from "../output/units.ts";
import { bad, type Finding, good, poor } from "./finding.ts";

/** How long whoever has the port may take, in milliseconds, and bytes of what it says that are looked at. */
const [answerMs, mostAnswerBytes] = [5000, 65_536];

/** A white picture: decoding and both models have to work on it, and nothing is on it to be read. */
const blankPng = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEX///+nxBvIAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYhe3BgQAAAADDoPlT3+AEVQEAAAB0DRBAAAGx1LfoAAAAAElFTkSuQmCC",
  "base64",
);

/** Starts a worker as `serve` would, which loads libraries and models, and has it look at a picture, on the CPU. */
export async function checkReading(config: ServiceConfig, worker: readonly string[]): Promise<Finding> {
  if (!dutiesOf[config.ROLE].reads)
    return good("reading", `is for others: this instance is ROLE=${config.ROLE}`);
  const began = performance.now();
  let pool: WorkerPool | null = null;
  try {
    pool = await createPool({ ...config, OCR_DEVICE: "cpu" }, {}, config.OCR_LANGUAGES.split("+"), 1, worker);
    await pool.read("a blank picture", new Uint8Array(blankPng));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    return good("reading", `libraries and models work (${seconds} s from the start of a worker)`);
  } catch (error) {
    const { code, message } = toFailure(error);
    return bad(
      "reading",
      message,
      `look up ${code} in docs/operations.md, or run again with LOG_LEVEL=debug`,
    );
  } finally {
    await pool?.close();
  }
}

/** A file of users that nobody reads: instances that share a queue share those of its server. */
export function checkUsers(config: ServiceConfig): Finding[] {
  const file = usersFileOf(config);
  if (config.QUEUE_URL === undefined || !existsSync(file)) return [];
  const what = `${file} is not read: with QUEUE_URL, users of the dashboard are kept on its server`;
  const remedy = "see by ocr-eco users list who is there, add who is missing, and take the file away";
  return [poor("users", what, remedy)];
}

/** Asks the server that keeps pictures for several instances; nothing is found where the data folder has them. */
export async function checkPictures(config: ServiceConfig): Promise<Finding[]> {
  if (config.CACHE_URL === undefined) return [];
  const { cache, close } = pictureStores(config, ever, () => {});
  try {
    const bytes = await cache.ask();
    return [good("pictures", `${cache.place}: ${(bytes / 1e6).toFixed(1)} MB are kept`)];
  } catch (error) {
    const { code, message } = toFailure(error);
    return [bad("pictures", message, `look up ${code} in docs/operations.md`)];
  } finally {
    close();
  }
}

/** Goes through the database from beginning to end, also while a service works with it, or asks the server that keeps the queue. */
export async function checkQueue(config: ServiceConfig): Promise<Finding> {
  const { DATA_DIR, QUEUE_URL } = config;
  if (QUEUE_URL !== undefined) return checkServer({ ...config, QUEUE_URL });
  try {
    // A service that runs has looked when it started; and its log changes while one looks at it.
    const damage = findService(DATA_DIR) === null ? damageIn(DATA_DIR) : null;
    if (damage !== null) throw damage;
    const contents = contentsIn(DATA_DIR);
    if (contents === null) return good("queue", `none in ${DATA_DIR} yet`);
    const { jobs, open, pending, bytes } = contents;
    const megabytes = (bytes / 1e6).toFixed(1);
    return good(
      "queue",
      `sound: ${jobs} jobs, ${open} not ended, ${pending} deliveries pending, ${megabytes} MB`,
    );
  } catch (error) {
    return bad("queue", toFailure(error).message, "ocr-eco restore <backup>");
  }
}

/** What of a report is on replicas before its 202. */
const keptByReplicas = {
  "in files": ", replicas are asked for each report in their append-only files",
  "in memory": ", replicas are asked for each report in memory",
} as const;

async function checkServer(places: ServerPlaces): Promise<Finding> {
  try {
    const { description, jobs, open, pending, replicas, odd } = await lookAtServer(places);
    const counts = `${jobs} jobs, ${open} not ended, ${pending} deliveries pending`;
    const what = `${description}: ${counts}${replicas === null ? "" : keptByReplicas[replicas]}`;
    if (odd.length === 0) return good("queue", what);
    return poor(
      "queue",
      `${what}; ${odd.map((each) => each.replace(/\.$/, "")).join("; ")}`,
      "see Redis in docs/operations.md",
    );
  } catch (error) {
    const { code, message } = toFailure(error);
    return bad("queue", message, `look up ${code} in docs/operations.md`);
  }
}

/** Who listens where the service would: nobody, the service itself, or somebody else. */
export async function checkPort({ HOST, PORT, DATA_DIR, TLS_CERT_FILE }: ServiceConfig): Promise<Finding> {
  const running = findService(DATA_DIR);
  const place = `${HOST}:${PORT}`;
  if (PORT === 0) return good("port", "any that is free");
  try {
    const server = Bun.serve({ hostname: HOST, port: PORT, reusePort: false, fetch: () => new Response() });
    await server.stop(true);
    return running === null
      ? good("port", `${place} is free, no service runs`)
      : bad(
          "port",
          `process ${running.pid} has ${DATA_DIR} in use, but nobody listens on ${place}`,
          "see its log, or wait until it has started",
        );
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code !== "EADDRINUSE")
      return bad("port", `nobody can listen on ${place} (${code})`, "set HOST and PORT");
    const url = `${TLS_CERT_FILE === undefined ? "http" : "https"}://${reachable(HOST)}:${PORT}/ready`;
    return readiness(place, url);
  }
}

async function readiness(place: string, url: string): Promise<Finding> {
  try {
    const request = { url: new URL(url), method: "GET", headers: {}, tls: { rejectUnauthorized: false } };
    const { status, text } = await withDeadline(answerMs, (deadline) =>
      exchange(request, deadline, async (answer) => ({
        status: answer.status,
        text: await textOf(answer, mostAnswerBytes),
      })),
    );
    const { reason } = JSON.parse(text) as { reason?: unknown };
    if (status === 200) return good("port", `a service listens on ${place}, and is ready`);
    if (status === 503) {
      return bad("port", `the service on ${place} is not ready: ${String(reason)}`, "see its log");
    }
  } catch {
    // No answer that ours would give.
  }
  return bad("port", `another program listens on ${place}`, "set PORT, or end what listens there");
}

/** The configuration as `serve` would take it, or all that is wrong with it. */
export function checkConfiguration(load: () => ServiceConfig): {
  config: ServiceConfig | null;
  findings: Finding[];
} {
  try {
    const config = load();
    const findings: Finding[] = [good("configuration", `complete, ${counted(config.keys.length, "key")}`)];
    if (config.keys.every(isForFiguresAlone))
      findings.push(
        poor("keys", "none: only this machine may ask", "ocr-eco keys new <name>, or set API_KEY"),
      );
    return { config, findings };
  } catch (error) {
    if (!(error instanceof OcrEcoError)) throw error;
    const problems = error.message
      .replace(/^The configuration is wrong\. /, "")
      .replace(/\.$/, "")
      .split(/; (?=[A-Z][A-Z\d_]*: )/);
    return {
      config: null,
      findings: problems.map((problem) =>
        bad("configuration", problem, "change it in .env or the environment"),
      ),
    };
  }
}

/** What is set and means nothing. */
export function checkUnknown(): Finding[] {
  return unknownSettings().map((what) =>
    poor("settings", what, "mend it, or take it out; ocr-eco config shows what is in force"),
  );
}
