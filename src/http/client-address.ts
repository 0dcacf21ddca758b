import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Proxies that a request may have passed; whoever names more has something else in mind. */
const mostHops = 20;

/**
 * Knows which proxies' `X-Forwarded-…` count. All others' are what a stranger wrote, and change nothing.
 */
export class TrustedProxies {
  readonly #networks: readonly [Address, number][];

  /** `networks` are CIDRs or single addresses, as `TRUST_PROXY` has them after it was checked. */
  constructor(networks: readonly string[]) {
    this.#networks = networks.map((text) => {
      const [address, bits] = text.includes("/") ? ipaddr.parseCIDR(text) : [ipaddr.parse(text), 128];
      if (address instanceof ipaddr.IPv4) return [address, Math.min(bits, 32)];
      return address.isIPv4MappedAddress() && bits >= 96
        ? [address.toIPv4Address(), bits - 96]
        : [address, bits];
    });
  }

  /** Whether what this neighbour says of those behind it counts. */
  trusts(address: string): boolean {
    if (this.#networks.length === 0) return false;
    const parsed = parse(address);
    return parsed !== null && this.#includes(parsed);
  }

  /**
   * The address of the client: of the neighbour, or, while that is a trusted proxy, the one that it names last in
   * `X-Forwarded-For`, and so on from right to left. What is no address ends the walk: then the proxy that was reached
   * counts. IPv4 in IPv6 is IPv4, so that one machine has one address.
   */
  clientOf(neighbour: string, forwardedFor: string | null): string {
    let client = plain(neighbour);
    if (forwardedFor === null || !this.trusts(client)) return client;
    let end = forwardedFor.length;
    for (let hop = 0; hop < mostHops && end >= 0; hop++) {
      const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(",", end - 1);
      const named = parse(withoutPort(forwardedFor.slice(comma + 1, end).trim()));
      if (named === null) return client;
      client = named.toString();
      if (!this.#includes(named)) return client;
      end = comma;
    }
    return client;
  }

  #includes(address: Address): boolean {
    return this.#networks.some(
      (network) => network[0].kind() === address.kind() && address.match(network[0], network[1]),
    );
  }
}

/** What reports are counted by: an IPv4 address, or the /64 of an IPv6 one, since that is what one customer gets. */
export function countedAddress(address: string): string {
  if (!address.includes(":")) return address;
  const parsed = parse(address);
  return parsed instanceof ipaddr.IPv6 ? prefix(parsed.parts, 4) : address;
}

/** The /24 or /48 that something which is counted is in. */
export function widerNetwork(counted: string): string {
  return counted.split(/[.:]/, 3).join(":");
}

function prefix(parts: readonly number[], count: number): string {
  return `${parts
    .slice(0, count)
    .map((part) => part.toString(16))
    .join(":")}::`;
}

/** An address as it is written everywhere here. */
function plain(address: string): string {
  return address.includes(":") ? (parse(address)?.toString() ?? address) : address;
}

/** `null` for everything that is no address as people and programs write them: four numbers, or hexadecimal groups. */
function parse(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  // A zone names an interface of the machine that wrote it.
  const address = text.replace(/%[\w.-]+$/, "");
  if (!address.includes(":") || !ipaddr.IPv6.isValid(address)) return null;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
}

/** Some proxies write `[2001:db8::1]:4711` and `192.0.2.1:4711`. */
function withoutPort(entry: string): string {
  return /^\[([^\]]*)\](?::\d{1,5})?$/.exec(entry)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(entry)?.[1] ?? entry;
}
