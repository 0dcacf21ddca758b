import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { version } from "../build-info.ts";
import type { ResolvedAddress } from "./address-guard.ts";

/** One GET, as it goes out. */
interface Get {
  readonly url: URL;
  /** The path and query, byte for byte. */
  readonly target: string;
  /** The only addresses that are connected to; `null` leaves that to the system's resolver. */
  readonly addresses: readonly ResolvedAddress[] | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Sends a GET over a connection of its own and resolves with the head of the answer. Bun's `fetch` cannot be told
 * which address to connect to; node's `request` can, and looks at no proxy settings either. Rejects with the
 * runtime's errors.
 */
export function get({ url, target, addresses, headers, signal }: Get): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const user = decodeURIComponent(url.username);
  return new Promise((resolve, reject) => {
    const sent = send({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port,
      path: target,
      // A connection that is kept open would outlive the check of its address.
      agent: false,
      headers: {
        host: url.host,
        accept: "image/*",
        // Screenshots are compressed already; whoever sends them encoded all the same is understood.
        "accept-encoding": "identity",
        "user-agent": `ocr-eco/${version}`,
        ...headers,
      },
      signal,
      ...(user === "" ? {} : { auth: `${user}:${decodeURIComponent(url.password)}` }),
      ...(addresses === null ? {} : { lookup: answering(addresses) }),
    });
    sent.on("response", resolve);
    // Also after the answer began: an error that nobody listens to would end the process.
    sent.on("error", reject);
    sent.end();
  });
}

/** A resolver that knows one answer. */
function answering(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses;
    if (all === true) done(null, [...addresses]);
    else done(null, first?.address ?? "", first?.family);
  };
}

/**
 * What to ask a server for: the path, and the query as it was written. Signatures are made over the query, and a
 * parser that writes `'` as `%27` would break them.
 */
export function targetOf(url: URL, written: string): string {
  const query = /^[^?#]*(\?[^#]*)/.exec(written.trim())?.[1] ?? "";
  return url.pathname + (/^[\x21-\x7e]*$/.test(query) ? query : url.search);
}
