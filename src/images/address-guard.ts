import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { OcrEcoError } from "../errors.ts";
import { withoutQuery } from "../without-query.ts";
import { mayConnectTo, parseNetworks } from "./public-address.ts";

/** One answer of a resolver. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All IPv4 and IPv6 addresses of a name. Rejects with an error that has a `code` when there are none. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

interface GuardSettings {
  /** When there are any, pictures come from these hosts only: names, or `*.example.com` for all names below one. */
  readonly allowedHosts?: readonly string[];
  /** CIDRs that pictures may come from although they are not public. */
  readonly allowedNetworks?: readonly string[];
  /** The system's resolver, unless another is given. */
  readonly resolve?: Resolve;
}

/**
 * Decides which addresses that strangers gave may be fetched (OWASP, Server-Side Request Forgery): without it the
 * service would open to everybody what only it can reach, such as the cloud's metadata and other services' ports.
 */
export class AddressGuard {
  readonly #hosts: readonly string[];
  readonly #networks: ReturnType<typeof parseNetworks>;
  readonly #resolve: Resolve;

  /** Throws `CONFIG_INVALID` for a network that is none. */
  constructor({ allowedHosts = [], allowedNetworks = [], resolve = resolveAll }: GuardSettings = {}) {
    this.#hosts = allowedHosts.map(plainName);
    this.#networks = parseNetworks(allowedNetworks);
    this.#resolve = resolve;
  }

  /**
   * The IP addresses that `url` may be fetched from. Connect to these and nothing else: asked again, the name's
   * owner may give others. Throws `URL_FORBIDDEN`, and `DOWNLOAD_FAILED` for a name without an address.
   */
  async check(url: URL): Promise<readonly ResolvedAddress[]> {
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      throw forbidden(url, "only http and https addresses are");
    }
    if (url.username !== "" || url.password !== "") {
      throw forbidden(url, "it holds a name or password. Give the address without it");
    }
    // WHATWG's parser has made one spelling of all: 0x7f.1, 2130706433 and ①②⑦.0.0.1 are 127.0.0.1 here.
    const host = plainName(url.hostname.replace(/^\[(.*)\]$/, "$1"));
    if (this.#hosts.length > 0 && !this.#hosts.some((allowed) => isNamedBy(host, allowed))) {
      throw forbidden(url, "its host is not among ALLOWED_IMAGE_HOSTS");
    }
    const family = isIP(host);
    const answers =
      family === 0
        ? await this.#answers(url, host)
        : [{ address: host, family: family === 4 ? 4 : 6 } as const];
    // One bad answer spoils all: the next connection could take that one. Which one it was is nobody's business.
    if (!answers.every(({ address }) => mayConnectTo(address, this.#networks))) {
      throw forbidden(url, "its host is not on the public internet, nor in ALLOWED_PRIVATE_NETWORKS");
    }
    return answers;
  }

  async #answers(url: URL, host: string): Promise<readonly ResolvedAddress[]> {
    let code = "ENOTFOUND";
    try {
      const answers = await this.#resolve(host);
      if (answers.length > 0) return answers;
    } catch (error) {
      if (error instanceof Error && "code" in error) code = String(error.code);
    }
    throw new OcrEcoError(
      "DOWNLOAD_FAILED",
      `${withoutQuery(url.href)} cannot be loaded: its host has no address (${code}). Check the spelling.`,
    );
  }
}

async function resolveAll(host: string): Promise<readonly ResolvedAddress[]> {
  const answers = await lookup(host, { all: true });
  return answers.map(({ address, family }) => ({ address, family: family === 4 ? 4 : 6 }));
}

/** The same name without the point that may end it. */
function plainName(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}

function isNamedBy(host: string, allowed: string): boolean {
  return allowed.startsWith("*.") ? host.endsWith(allowed.slice(1)) : host === allowed;
}

function forbidden(url: URL, why: string): OcrEcoError {
  return new OcrEcoError("URL_FORBIDDEN", `${withoutQuery(url.href)} may not be fetched: ${why}.`);
}
