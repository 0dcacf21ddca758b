import { createSocket, type RemoteInfo } from "node:dgram";
import { Resolver } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import type { Resolve, ResolvedAddress } from "../../src/images/address-guard.ts";
import { cleanUp } from "./clean-up.ts";

type Type = "A" | "AAAA";
const typeNumbers: Readonly<Record<number, Type>> = { 1: "A", 28: "AAAA" };
const headBytes = 12;

/**
 * A name server on loopback (RFC 1035), as an attacker runs one: it answers what a test says, with no time to live, and
 * another thing the next time.
 */
export class DnsServer {
  readonly #socket = createSocket("udp4");
  /** Answers of a name and a type, one after the other; the last one stays. */
  readonly #answers = new Map<string, (readonly string[])[]>();
  /** What was asked for, as in `AAAA pictures.example`. */
  readonly asked: string[] = [];

  /** Listens for the rest of the test. */
  static async open(): Promise<DnsServer> {
    const server = new DnsServer();
    server.#socket.on("message", (query, from) => server.#answer(query, from));
    await new Promise<void>((done) => server.#socket.bind(0, "127.0.0.1", done));
    cleanUp(() => void server.#socket.close());
    return server;
  }

  /** Has a name lead to these addresses: each list is the answer to one lookup, the last one also to all further ones. */
  lead(name: string, ...lookups: (readonly string[])[]): void {
    for (const [type, isOf] of [
      ["A", (address: string) => !address.includes(":")],
      ["AAAA", (address: string) => address.includes(":")],
    ] as const)
      this.#answers.set(
        `${type} ${name}`,
        lookups.map((addresses) => addresses.filter(isOf)),
      );
  }

  /** A resolver that asks this server, with a real lookup of both kinds of addresses. */
  resolve: Resolve = async (host) => {
    const resolver = new Resolver({ timeout: 2000, tries: 1 });
    resolver.setServers([`127.0.0.1:${this.#socket.address().port}`]);
    const none = (): string[] => [];
    const [four, six] = [
      await resolver.resolve4(host).catch(none),
      await resolver.resolve6(host).catch(none),
    ];
    return [
      ...four.map((address): ResolvedAddress => ({ address, family: 4 })),
      ...six.map((address): ResolvedAddress => ({ address, family: 6 })),
    ];
  };

  #answer(query: Buffer, from: RemoteInfo): void {
    const labels: string[] = [];
    let at = headBytes;
    for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += length + 1;
    }
    const end = at + 5;
    const type = typeNumbers[query.readUInt16BE(at + 1)];
    const question = `${type} ${labels.join(".").toLowerCase()}`;
    this.asked.push(question);
    const lookups = this.#answers.get(question) ?? [];
    const addresses = (lookups.length > 1 ? lookups.shift() : lookups[0]) ?? [];
    const records = addresses.map((address) => {
      const data = Buffer.from(ipaddr.parse(address).toByteArray());
      // The question's name, its type, class IN, no time to live.
      const fields = [0xc00c, query.readUInt16BE(at + 1), 1, 0, 0, data.length];
      return Buffer.concat([...fields.map(sixteenBits), data]);
    });
    // The query's id; an answer without an error, to one question.
    const head = [query.readUInt16BE(0), 0x8180, 1, records.length, 0, 0].map(sixteenBits);
    const answer = Buffer.concat([...head, query.subarray(headBytes, end), ...records]);
    this.#socket.send(answer, from.port, from.address);
  }
}

function sixteenBits(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(number);
  return bytes;
}
