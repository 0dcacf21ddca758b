import { createSocket, type Socket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import type { Resolve } from "../../src/images/address-guard.ts";

const [typeA, typeAaaa] = [1, 28];

/**
 * A DNS server on loopback whose answers hold for no time. Each time a name is asked for, the next of its answers is
 * given, the last one for ever: so a name can mean something else a moment later.
 */
export class DnsServer {
  readonly #socket: Socket = createSocket("udp4");
  readonly #answers = new Map<string, string[][]>();
  #port = 0;
  /** How often a name was asked for, of either type. */
  readonly asked: string[] = [];

  async start(): Promise<this> {
    this.#socket.on("message", (query, { port, address }) => {
      this.#socket.send(this.#answer(query), port, address);
    });
    await new Promise<void>((resolve) => this.#socket.bind(0, "127.0.0.1", resolve));
    this.#port = this.#socket.address().port;
    return this;
  }

  /** What a name means: the first time the first addresses, then the second ones, and so on. */
  name(host: string, ...answers: string[][]): void {
    this.#answers.set(host, answers);
  }

  /** Asks this server, over the network, as the system's resolver would ask its own. */
  get resolve(): Resolve {
    const resolver = new Resolver();
    resolver.setServers([`127.0.0.1:${this.#port}`]);
    return async (host) => {
      const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      this.#answers.get(host)?.length === 1 || this.#answers.get(host)?.shift();
      return found.flatMap((outcome, index) =>
        outcome.status === "rejected"
          ? []
          : outcome.value.map((address) => ({ address, family: index === 0 ? (4 as const) : (6 as const) })),
      );
    };
  }

  close(): void {
    this.#socket.close();
  }

  #answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
    }
    const type = query.readUInt16BE(at + 1);
    const question = query.subarray(12, at + 5);
    const host = labels.join(".").toLowerCase();
    this.asked.push(host);
    const addresses = (this.#answers.get(host)?.[0] ?? []).filter(
      (address) => type === (isIPv6(address) ? typeAaaa : typeA),
    );
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    // An answer, recursion available, and how many there are.
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(addresses.length, 6);
    return Buffer.concat([head, question, ...addresses.map((address) => recordOf(type, address))]);
  }
}

/** For the name of the question, to be forgotten at once. */
function recordOf(type: number, address: string): Buffer {
  const bytes = Buffer.from(ipaddr.parse(address).toByteArray());
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(bytes.length, 10);
  return Buffer.concat([head, bytes]);
}
