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

/** Finds which node of a cluster keeps what begins with a prefix: the master of its slot. */
export class ClusterNodes {
  readonly #places: ClusterPlaces;
  readonly #asking: Asking;
  #next = 0;
  #found: Place | null = null;

  constructor(places: ClusterPlaces, asking: Asking) {
    this.#places = places;
    this.#asking = asking;
  }

  /** The node that was found last; `null` before there was one. */
  get found(): Place | null {
    return this.#found;
  }

  /**
   * Asks one node after the other, and begins each time with another one, since one that was cut off from the others may still
   * name who kept it before. Rejects with what one of them said, or else with why the last one could not be asked.
   */
  async find(): Promise<Place> {
    const { nodes } = this.#places;
    const start = this.#next++;
    this.#found = null;
    let said: unknown = null;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[(start + index) % nodes.length] as Place;
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

  async #ask(node: Place): Promise<Place> {
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
      return masterOf(slot, await client.call("CLUSTER", "SLOTS"), node);
    } catch (error) {
      // The client itself knows only that the connection was closed.
      throw reason ?? error;
    } finally {
      client.disconnect();
    }
  }
}

/** What `CLUSTER SLOTS` says of a slot: from, to, and its nodes with host and port, of which the master is the first. */
function masterOf(slot: number, slots: unknown, asked: Place): Place {
  for (const [from, to, master] of slots as [number, number, [string | null, number]][]) {
    if (slot < from || slot > to) continue;
    const [host, port] = master;
    if (host === "?") break;
    // A node that does not know by which name others reach it means the one by which it was reached.
    return { host: host === null || host === "" ? asked.host : host, port };
  }
  throw new Error(`CLUSTERDOWN no node keeps slot ${slot}, or says where it is`);
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
