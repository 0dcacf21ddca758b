import { Redis } from "ioredis";
import type { Place } from "../config/queue-url.ts";
import { ClusterNodes, type ClusterPlaces, connectorTo } from "./cluster.ts";
import { isOfConnection, mistrust, partOfCluster, refusal, unreachable } from "./failures.ts";

/** Where a server listens, and as whom it is asked. */
export interface Server {
  readonly at:
    | Place
    | { readonly path: string }
    /** Those who know where it is, and what they call it. */
    | { readonly sentinels: readonly Place[]; readonly group: string; readonly password?: string }
    | ClusterPlaces;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  /** With TLS; `ca` are the certificates that are trusted, in PEM, where it is not those of the system. */
  readonly tls?: { readonly ca?: string };
}

/** What comes back from a command: texts are bytes. */
export type Reply = Buffer | number | null | readonly Reply[];

/** What the client tells of a connection that goes wrong; `command` is the one that the server refused. */
type ClientError = Error & { readonly code?: string; readonly command?: { readonly name: string } };

/** How long until a connection is tried again, in milliseconds. */
const pauses = { first: 20, firstInCluster: 50, longest: 1000 } as const;
/** A server that has not answered for so long is connected to anew. */
const longestAnswer = 5000;

/** The name of a server for people: neither user nor password. */
export function nameOf({ at, database }: Server): string {
  const which = database === 0 ? "" : `, database ${database}`;
  if ("path" in at) return `Redis at ${at.path}${which}`;
  if ("nodes" in at) return `Redis cluster at ${at.nodes.map(written).join(", ")}`;
  if (!("sentinels" in at)) return `Redis at ${written(at)}${which}`;
  return `Redis ${at.group} of the Sentinels at ${at.sentinels.map(written).join(", ")}${which}`;
}

function written({ host, port }: Place): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * A connection that comes back by itself. Whatever was asked for when it broke rejects at once, and whoever asked decides
 * whether to ask again.
 */
export class Connection {
  readonly name: string;
  readonly #redis: Redis;
  /** Where it is looked for in a cluster. */
  readonly #nodes: ClusterNodes | null;
  readonly #waiting = new Set<(error?: Error) => void>();
  #epoch = 0;
  #lastError = "no connection";
  #refused: Error | null = null;
  /** Hears of each time that there is a connection anew. */
  onReady: () => void = () => {};

  constructor(server: Server) {
    this.name = nameOf(server);
    const options = optionsOf(server);
    const { at, tls } = server;
    this.#nodes = "nodes" in at ? new ClusterNodes(at, options) : null;
    this.#redis = new Redis(
      this.#nodes === null ? options : { ...options, Connector: connectorTo(this.#nodes, tls) },
    );
    this.#redis.on("ready", () => {
      this.#refused = null;
      this.#epoch++;
      this.onReady();
      for (const go of this.#waiting) go();
    });
    this.#redis.on("error", (error: ClientError) => this.#note(error));
    this.#redis.connect().catch(() => {});
  }

  /** Another number with each connection, behind which there may be another server. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The client itself, for what only it does: to subscribe. */
  get client(): Redis {
    return this.#redis;
  }

  /**
   * Resolves when there is a connection; rejects with `QUEUE_UNREACHABLE` when there is none at `deadline`, by `performance.now()`,
   * and with `QUEUE_REFUSED` as soon as the server has said no.
   */
  ready(deadline: number): Promise<void> {
    if (this.#redis.status === "ready") return Promise.resolve();
    if (this.#refused !== null) return Promise.reject(this.#refused);
    return new Promise((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        this.#waiting.delete(settle);
        if (error === undefined) resolve();
        else reject(error);
      };
      const timer = setTimeout(() => settle(this.unreachable()), Math.max(0, deadline - performance.now()));
      this.#waiting.add(settle);
    });
  }

  /** Sends a command. Rejects with what the client or the server says. */
  async send(command: string, ...values: readonly (string | Buffer | number)[]): Promise<Reply> {
    try {
      return (await this.#redis.callBuffer(command, ...values)) as Reply;
    } catch (error) {
      // Whoever was told of one node alone does not know of the others.
      if (this.#nodes === null && (error as Error).message.startsWith("MOVED"))
        throw partOfCluster(this.name);
      if (isOfConnection(error)) this.#doubt(error);
      throw error;
    }
  }

  /** The id of the node of a cluster that this leads to; `null` for a server that is none, and while none is known. */
  get node(): string | null {
    return this.#nodes?.found?.id ?? null;
  }

  /** Has it look anew for its server, if there is a connection. */
  leave(): void {
    if (this.#redis.status === "ready") this.#redis.disconnect(true);
  }

  unreachable(): Error {
    return unreachable(this.name, this.#lastError);
  }

  close(): void {
    for (const go of this.#waiting) go(this.unreachable());
    this.#redis.disconnect();
  }

  #note(error: ClientError): void {
    const found = this.#nodes?.found ?? null;
    const at = found === null ? "" : ` at ${written(found)}, where the cluster says that its keys are`;
    this.#lastError = `${error.code ?? error.message}${at}`;
    this.#refused = refusal(error.message, this.name) ?? mistrust(error.code ?? "", this.name);
    // The client would go on in the first database, whatever was wrong with the one that is meant.
    if (error.command?.name === "select") this.#redis.disconnect(true);
    if (this.#refused !== null) for (const go of this.#waiting) go(this.#refused);
  }

  /** A connection that is silent, or leads to a server that may not write any more, is given up for another one. */
  #doubt(error: unknown): void {
    const { message } = error as Error;
    const doubt = doubts.find(({ at }) => at.test(message));
    if (doubt === undefined) return;
    this.#lastError = doubt.why;
    if (doubt.leaves) this.leave();
  }
}

/** What answers say of the server, and whether another one is to be looked for. */
const doubts: readonly { readonly at: RegExp; readonly why: string; readonly leaves: boolean }[] = [
  { at: /^Command timed out/, why: "it is silent", leaves: true },
  { at: /^(READONLY|MASTERDOWN)/, why: "it is a replica", leaves: true },
  { at: /^MOVED/, why: "another node has its keys", leaves: true },
  // One that was cut off from the others says so as well as one that waits for them.
  { at: /^CLUSTERDOWN/, why: "its cluster is down", leaves: true },
  // All of it goes on at this node, or at the other, once all is there.
  { at: /^(ASK|TRYAGAIN)/, why: "its keys are being moved to another node of its cluster", leaves: false },
];

function optionsOf({ at, username, password, database, tls }: Server) {
  return {
    ...("sentinels" in at ? bySentinels(at, tls) : "nodes" in at ? {} : at),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
    db: database,
    lazyConnect: true,
    protocol: 2 as const,
    connectionName: "ocr-eco",
    disableClientInfo: true,
    connectTimeout: longestAnswer,
    commandTimeout: longestAnswer,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    // While nodes of a cluster disagree, each connection ends with the first answer.
    retryStrategy: (times: number) =>
      Math.min(("nodes" in at ? pauses.firstInCluster : pauses.first) * times, pauses.longest),
  };
}

/** How a server is found that others know of: whenever there is no connection, they are asked which one it is now. */
function bySentinels(
  { sentinels, group, password }: Extract<Server["at"], { readonly sentinels: unknown }>,
  tls: Server["tls"],
) {
  return {
    sentinels: sentinels.map(({ host, port }) => ({ host, port })),
    name: group,
    ...(password === undefined ? {} : { sentinelPassword: password }),
    ...(tls === undefined ? {} : { sentinelTLS: tls, enableTLSForSentinelMode: true }),
    sentinelRetryStrategy: (times: number) => Math.min(pauses.first * times, pauses.longest),
    sentinelCommandTimeout: longestAnswer,
    // They tell of a change, too, so that nobody goes on with one that was told to step down.
    failoverDetector: true,
  };
}
