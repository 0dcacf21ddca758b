import { OcrEcoError } from "../errors.ts";
import type { Caller } from "./caller.ts";

/** Names of hosts and addresses as they stand in a Host header; nothing that could lead elsewhere. */
const host = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
/** What a probe of this machine may ask without TLS. */
const probes = /^https?:\/\/[^/]+\/(health|ready)\/?$/;

/**
 * Whether a request came by https, as far as a trusted proxy knows, or is a probe of this machine, which needs none. For
 * services that speak no TLS themselves.
 */
export function cameByHttps({ headers, url }: Request, caller: Caller): boolean {
  if (caller.isForwarded && lastOf(headers.get("x-forwarded-proto"))?.toLowerCase() === "https") return true;
  return isLoopback(caller.address) && probes.test(url);
}

/**
 * What a request without https hears: a GET is sent to the same address with it. Throws `HTTPS_REQUIRED` for everything
 * else, and `REQUEST_MALFORMED` where there is no host to send to.
 */
export function towardsHttps({ headers, method, url }: Request, caller: Caller): Response {
  if (method !== "GET" && method !== "HEAD") {
    throw new OcrEcoError(
      "HTTPS_REQUIRED",
      "This service is asked by https only, and did nothing. A key that was sent without it may have been read on its way: replace it.",
    );
  }
  const forwarded = caller.isForwarded ? lastOf(headers.get("x-forwarded-host")) : undefined;
  const name = host.exec(forwarded ?? headers.get("host") ?? "")?.[1];
  if (name === undefined) throw new OcrEcoError("REQUEST_MALFORMED", "The header Host is no name of a host.");
  const path = url.slice(url.indexOf("/", url.indexOf("//") + 2));
  return new Response(null, { status: 308, headers: { location: `https://${name}${path}` } });
}

/** What the proxy next to us said; before it may stand what the client made up. */
function lastOf(list: string | null): string | undefined {
  return list?.slice(list.lastIndexOf(",") + 1).trim();
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}
