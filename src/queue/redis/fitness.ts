import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { OcrEcoError } from "../../errors.ts";
import type { Calls } from "../../redis/calls.ts";
import type { Server } from "../../redis/connection.ts";
import { infoOf, settingOf } from "../../redis/info.ts";

/** What of a server matters to a queue. */
export interface ServerFacts {
  readonly version: string;
  /** Bytes that it may take; 0 without a limit. */
  readonly maxmemory: number;
  /** What it does when it has taken them. */
  readonly policy: string;
  /** Whether it keeps an append-only file, and when that is synced; `null` where it does not tell. */
  readonly isLogged: boolean;
  readonly sync: string | null;
  /** Whether that waits while the file is written anew. */
  readonly waits: boolean;
  /** Whether it is a node of a cluster. */
  readonly isNode: boolean;
}

/** The first version whose scripts are refused as a whole when there is no memory, and are replicated by what they do. */
const leastVersion = 7;

export async function factsOf(calls: Calls): Promise<ServerFacts> {
  const [server, memory, persistence, cluster, sync, waits] = await Promise.all([
    infoOf(calls, "server"),
    infoOf(calls, "memory"),
    infoOf(calls, "persistence"),
    infoOf(calls, "cluster"),
    settingOf(calls, "appendfsync"),
    settingOf(calls, "no-appendfsync-on-rewrite"),
  ]);
  return {
    version: server("redis_version"),
    maxmemory: Number(memory("maxmemory")),
    policy: memory("maxmemory_policy"),
    isLogged: persistence("aof_enabled") === "1",
    sync,
    waits: waits === "yes",
    isNode: cluster("cluster_enabled") === "1",
  };
}

/** Refuses a server on which a queue would not be one. Throws `QUEUE_REFUSED`. */
export function refuseUnfit({ version, policy }: ServerFacts, server: string): void {
  const refuse = (what: string) => new OcrEcoError("QUEUE_REFUSED", `The queue's ${server} ${what}.`);
  if (!(Number.parseInt(version, 10) >= leastVersion))
    throw refuse(
      `is of version ${version || "unknown"}, and a queue needs ${leastVersion}.0 or newer. Upgrade it`,
    );
  refuseEviction(policy, server);
}

/** Refuses a server that deletes what it likes, also one that took over or was set up anew. Throws `QUEUE_REFUSED`. */
export function refuseEviction(policy: string, server: string): void {
  if (policy === "" || policy === "noeviction") return;
  throw new OcrEcoError(
    "QUEUE_REFUSED",
    `The queue's ${server} deletes what it likes when its memory is full (maxmemory-policy is ${policy}), jobs among it. Set it to noeviction.`,
  );
}

/** What may be lost of what was accepted, as one sentence; `null` where nothing is. */
export function lossOf({ isLogged, sync, waits }: ServerFacts): string | null {
  if (!isLogged)
    return "Redis keeps no append-only file: when it ends unexpectedly, all that came in since its last snapshot is lost.";
  switch (sync) {
    case "always":
      return waits
        ? "Redis does not sync its append-only file while it writes that anew: a power cut takes what was accepted meanwhile."
        : null;
    case "everysec":
      return "Redis syncs its append-only file once a second: a power cut takes up to two seconds of what was accepted.";
    case "no":
      return "Redis never syncs its append-only file: a power cut takes what the system has not written, mostly half a minute of it.";
    default:
      return "Redis does not tell whether it syncs each write: ask whoever runs it what a power cut takes.";
  }
}

/** What an operator should know of a server that is fit, besides what may be lost. */
export async function oddOf({ maxmemory, isNode }: ServerFacts, server: Server): Promise<string[]> {
  const odd: string[] = [];
  if (isNode && !("nodes" in server.at))
    odd.push(
      "Redis is a node of a cluster, and nothing goes on where another node takes over: name the cluster, with redis+cluster:// in QUEUE_URL",
    );
  if (maxmemory === 0)
    odd.push(
      "Redis has no maxmemory: nothing is refused before the memory of its machine is used up; set it",
    );
  if (server.password === undefined && !(await isPrivate(server)))
    odd.push(
      "Redis is asked without a password on a public address: set QUEUE_PASSWORD, and a password there",
    );
  return odd;
}

async function isPrivate({ at }: Server): Promise<boolean> {
  if ("path" in at) return true;
  try {
    const places = "sentinels" in at ? at.sentinels : "nodes" in at ? at.nodes : [at];
    const found = await Promise.all(places.map(({ host }) => lookup(host, { all: true })));
    return found.flat().every(({ address }) => ipaddr.process(address).range() !== "unicast");
  } catch {
    // It was reached, so somebody knows its name; nothing can be said of it.
    return true;
  }
}
