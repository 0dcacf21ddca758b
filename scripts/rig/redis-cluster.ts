import type { Redis } from "ioredis";
import { freePort } from "./free-port.ts";
import { until } from "./processes.ts";
import { RedisServer } from "./redis-server.ts";

/** Slots of every cluster, and how many masters share them here. */
const [slots, masters] = [16_384, 3];

/** A node of a cluster, and where the others find it. */
interface Node {
  readonly server: RedisServer;
  readonly busPort: number;
}

/**
 * A real cluster on loopback: three masters with a third of the slots each, and a replica of the one that keeps what begins with
 * `prefix`, which becomes a master when that one is gone.
 */
export class RedisCluster {
  readonly prefix: string;
  readonly #masters: readonly Node[];
  readonly #replica: Node;

  /**
   * `prefix` is as an address has it, without braces. A node that has not answered for `patience` milliseconds is taken for gone: also one
   * that only waited for a busy machine.
   */
  constructor(prefix: string, patience = 30_000) {
    this.prefix = prefix;
    this.#masters = Array.from({ length: masters }, () => newNode(patience));
    this.#replica = newNode(patience);
  }

  get #all(): readonly Node[] {
    return [...this.#masters, this.#replica];
  }

  get servers(): readonly RedisServer[] {
    return this.#all.map(({ server }) => server);
  }

  /** The one that has the replica's data before the replica takes over. */
  get replica(): RedisServer {
    return this.#replica.server;
  }

  /** As QUEUE_URL has it, with the addresses of all that were masters at first. */
  get url(): string {
    const hosts = this.#masters.map(({ server }) => `127.0.0.1:${server.port}`);
    return `redis+cluster://${hosts.join(",")}/0?prefix=${this.prefix}`;
  }

  async start(): Promise<this> {
    await Promise.all(this.servers.map((server) => server.start()));
    for (const [index, { server }] of this.#masters.entries()) {
      const [from, to] = [index, index + 1].map((each) => Math.floor((each * slots) / masters));
      await this.ask(server, "CLUSTER", "ADDSLOTSRANGE", from ?? 0, (to ?? 0) - 1);
    }
    const [first, ...others] = this.#all as [Node, ...Node[]];
    for (const { server, busPort } of others)
      await this.ask(first.server, "CLUSTER", "MEET", "127.0.0.1", server.port, busPort);
    await this.#untilAllSay("all nodes know each other", /cluster_known_nodes:4\r/);
    const id = await this.ask(await this.keeper(), "CLUSTER", "MYID");
    // It may have been heard of, and its name not yet.
    const isTaken = () =>
      this.ask(this.replica, "CLUSTER", "REPLICATE", String(id)).then(
        () => true,
        () => false,
      );
    await until("the replica knows its master", isTaken);
    await this.#untilAllSay("the cluster is up", /cluster_state:ok/);
    await this.untilReplicated();
    return this;
  }

  /** Waits until the replica has all that its master has. */
  async untilReplicated(): Promise<void> {
    const isThere = async () =>
      /master_link_status:up/.test(String(await this.ask(this.replica, "INFO", "replication")));
    await until("the replica has a copy", isThere);
  }

  /** The master of what begins with the prefix, as any node that runs says it. */
  async keeper(): Promise<RedisServer> {
    const asked = this.servers.find(({ isRunning }) => isRunning);
    if (asked === undefined) throw new Error("No node runs.");
    const slot = await this.slot();
    const found = (await this.ask(asked, "CLUSTER", "SLOTS")) as [number, number, [string, number]][];
    const [, , [, port] = []] = found.find(([from, to]) => from <= slot && slot <= to) ?? [];
    const server = this.servers.find((each) => each.port === port);
    if (server === undefined) throw new Error(`Nobody keeps slot ${slot}.`);
    return server;
  }

  /** A master that does not keep what begins with the prefix. */
  async stranger(): Promise<RedisServer> {
    const keeper = await this.keeper();
    const other = this.#masters.find(({ server }) => server !== keeper && server.isRunning);
    if (other === undefined) throw new Error("There is no other master.");
    return other.server;
  }

  /** The number of the slot of all that begins with the prefix. */
  async slot(): Promise<number> {
    const [first] = this.servers.filter(({ isRunning }) => isRunning);
    return Number(await this.ask(first as RedisServer, "CLUSTER", "KEYSLOT", `{${this.prefix}}:schema`));
  }

  /** Has a replica take over from its master, as an operator does: nobody dies. */
  async handTo(replica: RedisServer): Promise<void> {
    const hasIt = async () => (await this.keeper()) === replica;
    while (!(await hasIt())) {
      await this.ask(replica, "CLUSTER", "FAILOVER").catch(() => {});
      // Nodes give it up after five seconds, which may not be enough on a busy machine.
      await until("it has taken over", hasIt, 6000).catch(() => {});
    }
  }

  /** Begins to move what begins with the prefix to another master: nothing is there yet. */
  async beginMove(to: RedisServer): Promise<void> {
    const [from, slot] = [await this.keeper(), await this.slot()];
    const [source, target] = await Promise.all([
      this.ask(from, "CLUSTER", "MYID"),
      this.ask(to, "CLUSTER", "MYID"),
    ]);
    await this.ask(to, "CLUSTER", "SETSLOT", slot, "IMPORTING", String(source));
    await this.ask(from, "CLUSTER", "SETSLOT", slot, "MIGRATING", String(target));
  }

  /** Moves so many keys at most. Gives back how many. */
  async moveKeys(to: RedisServer, most: number): Promise<number> {
    const [from, slot] = [await this.keeper(), await this.slot()];
    const keys = (await this.ask(from, "CLUSTER", "GETKEYSINSLOT", slot, most)) as string[];
    if (keys.length > 0)
      await this.ask(from, "MIGRATE", "127.0.0.1", to.port, "", 0, 10_000, "KEYS", ...keys);
    return keys.length;
  }

  /** Moves the keys that are left, and has all nodes know it. */
  async endMove(to: RedisServer): Promise<void> {
    const [from, slot, id] = [await this.keeper(), await this.slot(), await this.ask(to, "CLUSTER", "MYID")];
    while ((await this.moveKeys(to, 100)) > 0);
    for (const server of [to, from, ...this.#masters.map(({ server }) => server)])
      await this.ask(server, "CLUSTER", "SETSLOT", slot, "NODE", String(id));
  }

  /** Sends a command to one node. */
  async ask(server: RedisServer, command: string, ...values: readonly (string | number)[]): Promise<unknown> {
    return this.with(server, (client) => client.call(command, ...values));
  }

  async with<T>(server: RedisServer, use: (client: Redis) => Promise<T>): Promise<T> {
    const client = server.client();
    try {
      return await use(client);
    } finally {
      client.disconnect();
    }
  }

  async #untilAllSay(what: string, words: RegExp): Promise<void> {
    await until(what, async () => {
      const said = await Promise.all(this.servers.map((server) => this.ask(server, "CLUSTER", "INFO")));
      return said.every((each) => words.test(String(each)));
    });
  }

  async remove(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.remove()));
  }
}

function newNode(patience: number): Node {
  const busPort = freePort();
  const settings = {
    "cluster-enabled": "yes",
    "cluster-port": String(busPort),
    "cluster-node-timeout": String(patience),
    "cluster-replica-validity-factor": "0",
    "cluster-allow-replica-migration": "no",
    "repl-diskless-sync-delay": "0",
  };
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return { server: new RedisServer(words, freePort()), busPort };
}
