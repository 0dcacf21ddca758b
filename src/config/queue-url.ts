import { z } from "zod";

/** A server that keeps the queue, or pictures, and what of it is theirs. */
export interface QueueAddress {
  /** Those that know which server it is at present, and what they call it; `null` for a server that is named itself. */
  readonly sentinels: { readonly at: readonly Place[]; readonly group: string } | null;
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  /** The number of one of its databases. */
  readonly database: number;
  readonly isEncrypted: boolean;
  /** What all keys begin with. */
  readonly prefix: string;
}

/** Where somebody listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

const [usualPort, usualSentinelPort] = [6379, 26_379];
const form = {
  server: "must be like redis://user@host:6379/0, or rediss:// with TLS",
  sentinels:
    "must be like redis://user@host:6379/0, rediss:// with TLS, or redis+sentinel://user@host:26379,host:26379/name/0",
} as const;

/** An address as it is written, with a prefix behind it where a server keeps several installations: `?prefix=ocr-eco-test`. */
const redisUrl = (usualPrefix: string, takesSentinels = true) =>
  z.string().transform((text, context): QueueAddress => {
    const refuse = (message: string): never => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    const wrong = takesSentinels ? form.sentinels : form.server;
    const sentinel = sentinelsIn(text);
    const url = URL.parse(sentinel === null ? text : sentinel.rest);
    if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === "") return refuse(wrong);
    if (sentinel !== null && (!takesSentinels || sentinel.at.length === 0)) return refuse(wrong);
    const others = [...url.searchParams.keys()].filter((name) => name !== "prefix");
    // Neither is told: a password that is not URL-encoded may go on there.
    if (others.length > 0 || url.hash !== "")
      return refuse("has more behind its ? or # than prefix=…; a user and password must be URL-encoded");
    const [, database = "0"] = /^\/?(\d{0,4})$/.exec(url.pathname) ?? [];
    if (!/^\/?\d{0,4}$/.test(url.pathname)) return refuse("must end with the number of a database, as in /0");
    const prefix = url.searchParams.get("prefix") ?? usualPrefix;
    if (!/^[\w.-]{1,64}$/.test(prefix))
      return refuse("has a prefix that is not of letters, digits, dots, _ and -");
    const [username, password] = [decoded(url.username), decoded(url.password)];
    if (username === null || password === null)
      return refuse("has a user or password that is not URL-encoded");
    return {
      sentinels: sentinel === null ? null : { at: sentinel.at, group: sentinel.group },
      host: bare(url.hostname),
      port: url.port === "" ? usualPort : Number(url.port),
      ...(username === "" ? {} : { username }),
      ...(password === "" ? {} : { password }),
      database: Number(database),
      isEncrypted: url.protocol === "rediss:",
      prefix: `{${prefix}}`,
    };
  });

/**
 * The Sentinels that an address names, whose hosts stand where others have one, and the name of their group where others have
 * the database: `rest` is what it would be for a server. No places where one of them is none.
 */
function sentinelsIn(
  text: string,
): { readonly at: readonly Place[]; readonly group: string; readonly rest: string } | null {
  const [, tls, user = "", hosts = "", group = "", end = ""] =
    /^redis(s?)\+sentinel:\/\/([^/?#@]*@)?([^/?#@]+)\/([\w.-]+)((?:\/[^?#]*)?(?:[?#].*)?)$/.exec(text) ?? [];
  if (tls === undefined) return null;
  const urls = hosts.split(",").map((host) => URL.parse(`redis://${host}`));
  const first = urls[0]?.host ?? "";
  const at = urls.flatMap((url) => (url === null || url.hostname === "" ? [] : [placeOf(url)]));
  const rest = `redis${tls}://${user}${first}${end === "" || !end.startsWith("/") ? `/${end}` : end}`;
  return { at: at.length === urls.length ? at : [], group, rest };
}

function placeOf({ hostname, port }: URL): Place {
  return { host: bare(hostname), port: port === "" ? usualSentinelPort : Number(port) };
}

/** IPv6 addresses stand in brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** Where the queue is kept. */
export const queueUrl = redisUrl("ocr-eco");
/** Where pictures are kept, which may be the same server. */
export const cacheUrl = redisUrl("ocr-eco-pictures", false);

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
