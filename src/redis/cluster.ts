import { connect as connectPlainly } from "node:net";
import { connect as connectEncrypted } from "node:tls";
import { AbstractConnector, Redis, type RedisOptions } from "ioredis";
import type { Place } from "../config/queue-url.ts";

/** Nodes of a cluster that are asked where something is, and what it begins with. */
export interface ClusterPlaces {
  readonly nodes: readonly Place[];
  /** What all keys begin with, in braces: a cluster keeps all of them in one slot, and so on one node. */
  readonly prefix: string;
}

/** How a node is asked. */
export type Asking = Pick<RedisOptions, "username" | "password" | "tls">;

/** A node that has not said for so long where the slot is is not waited for: another one knows it, too. */
const longestAnswer = 2000;
/** How long until all are asked again where none could say it, in milliseconds. */
const pauses = { first: 50, longest: 1000 } as const;

/** A node of a cluster. Nodes may call it by different names, and by one id. */
interface Node extends Place {
  readonly id: string;
}

/** Most nodes that are asked besides those that are named: a large cluster has no more that could matter. */
const mostLearned = 20;

/** What a node says of one that it does not know the address of. */
const unknownHost = "?";

/** Finds which node of a cluster keeps what begins with a prefix: the master of its slot. */
export class ClusterNodes {
  readonly #places: ClusterPlaces;
  readonly #asking: Asking;
  #next = 0;
  #found: Node | null = null;
  /** What the cluster said of its nodes when it was asked last: all that were named may have been replaced since. */
  #learned: readonly Place[] = [];

  constructor(places: ClusterPlaces, asking: Asking) {
    this.#places = places;
    this.#asking = asking;
  }

  /** The node that was found last; `null` before there was one. */
  get found(): Node | null {
    return this.#found;
  }

  /**
   * Asks one node after the other, and begins each time with another one, since one that was cut off from the others may still
   * name who kept it before; then those that nobody named, but the cluster did. Rejects with what one of them said, or else with why
   * the last one could not be asked.
   */
  async find(): Promise<Place> {
    const { nodes } = this.#places;
    const start = this.#next++ % nodes.length;
    this.#found = null;
    let said: unknown = null;
    for (const node of [...nodes.slice(start), ...nodes.slice(0, start), ...this.#learned]) {
      try {
        this.#found = await this.#ask(node);
        return this.#found;
      } catch (error) {
        // An answer tells more than silence.
        if (said === null || isAnswer(error) || !isAnswer(said)) said = error;
      }
    }
    throw said;
  }

  #learn(nodes: readonly Place[]): void {
    const places = new Map<string, Place>();
    for (const { host, port } of nodes)
      if (host !== unknownHost) places.set(`${host}:${port}`, { host, port });
    for (const { host, port } of this.#places.nodes) places.delete(`${host}:${port}`);
    this.#learned = [...places.values()].slice(0, mostLearned);
  }

  async #ask(node: Place): Promise<Node> {
    const client = new Redis({
      ...this.#asking,
      ...node,
      lazyConnect: true,
      protocol: 2,
      connectionName: "ocr-eco",
      disableClientInfo: true,
      connectTimeout: longestAnswer,
      commandTimeout: longestAnswer,
      enableReadyCheck: false,
      retryStrategy: null,
      maxRetriesPerRequest: 0,
    });
    let reason: unknown = null;
    client.on("error", (error) => {
      reason ??= error;
    });
    try {
      await client.connect();
      const slot = Number(await client.call("CLUSTER", "KEYSLOT", `${this.#places.prefix}:schema`));
      const ranges = rangesOf(await client.call("CLUSTER", "SLOTS"), node);
      this.#learn(ranges.flatMap(({ nodes }) => nodes));
      return masterOf(slot, ranges);
    } catch (error) {
      // The client itself knows only that the connection was closed.
      throw reason ?? error;
    } finally {
      client.disconnect();
    }
  }
}

/** Slots from one to another, and the nodes that have them, of which the master is the first. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly nodes: readonly Node[];
}

/** What `CLUSTER SLOTS` says: from, to, and nodes, each with host, port and id. */
function rangesOf(answer: unknown, asked: Place): Range[] {
  return (answer as [number, number, ...[string | null, number, string][]][]).map(([from, to, ...nodes]) => ({
    from,
    to,
    nodes: nodes.map(([host, port, id]) => ({
      // A node that does not know by which name others reach it means the one by which it was reached.
      host: host === null || host === "" ? asked.host : host,
      port,
      id,
    })),
  }));
}

function masterOf(slot: number, ranges: readonly Range[]): Node {
  const master = ranges.find(({ from, to }) => slot >= from && slot <= to)?.nodes[0];
  if (master === undefined || master.host === unknownHost)
    throw new Error(`CLUSTERDOWN no node keeps slot ${slot}, or says where it is`);
  return master;
}

/** Whether a server said it, rather than nobody. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && /^[A-Z]+ /.test(error.message);
}

/**
 * Has a client go to the node that keeps what is meant, whenever it has no connection. Nobody who waits is told of a failure but
 * by the client's `error`: it is tried until the client is closed.
 */
export function connectorTo(nodes: ClusterNodes, tls: RedisOptions["tls"]): RedisOptions["Connector"] {
  return class extends AbstractConnector {
    constructor(options: unknown) {
      super((options as { readonly disconnectTimeout: number }).disconnectTimeout);
    }

    async connect(tell: (type: string, error: Error) => void) {
      this.connecting = true;
      for (let times = 1; this.connecting; times++) {
        try {
          const place = await nodes.find();
          if (!this.connecting) break;
          this.stream = tls === undefined ? connectPlainly(place) : connectEncrypted({ ...place, ...tls });
          this.stream.once("error", (error: Error) => {
            this.firstError = error;
          });
          return this.stream;
        } catch (error) {
          tell("error", error as Error);
        }
        await Bun.sleep(Math.min(pauses.first * times, pauses.longest));
      }
      throw new Error("Connection is closed.");
    }
  };
}
