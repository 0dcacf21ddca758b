import ipaddr from "ipaddr.js";
import { OcrEcoError } from "../errors.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** Where clouds answer questions about the machine itself under an address that looks public: Azure. */
const metadata = ipaddr.parseCIDR("168.63.129.16/32");
/** The only IPv6 addresses that are given out; the rest holds old and future forms, as `::127.0.0.1`. */
const globalUnicast = ipaddr.parseCIDR("2000::/3");
/** By which networks without IPv4 reach it (RFC 6052): the last 32 bits are the address. */
const translated = ipaddr.parseCIDR("64:ff9b::/96");

/** Reads CIDRs, as in `10.0.0.0/8`, or single addresses. Throws `CONFIG_INVALID` naming the one that is none. */
export function parseNetworks(texts: readonly string[]): Network[] {
  return texts.map((text) => {
    if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
    if (!ipaddr.isValid(text) || /^\d+$/.test(text)) {
      throw new OcrEcoError("CONFIG_INVALID", `${text} is no network. Write it as in 10.20.0.0/16.`);
    }
    const address = ipaddr.parse(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
}

/**
 * Whether an IP address is a single machine on the public internet, or in one of `allowed`. Everything that has
 * another purpose is none: loopback, private, link-local, carrier-grade NAT, multicast, documentation, tunnels
 * (6to4, Teredo). An IPv4 address inside of an IPv6 one (mapped, NAT64) is judged itself.
 */
export function mayConnectTo(text: string, allowed: readonly Network[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = embedded(ipaddr.parse(text));
  return allowed.some((network) => isIn(address, network)) || isPublic(address);
}

function isPublic(address: Address): boolean {
  if (address.range() !== "unicast" || isIn(address, metadata)) return false;
  return address.kind() === "ipv4" || isIn(address, globalUnicast);
}

function isIn(address: Address, network: Network): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}

function embedded(address: Address): Address {
  if (address instanceof ipaddr.IPv4) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return isIn(address, translated) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}
