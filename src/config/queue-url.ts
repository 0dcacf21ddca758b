import { z } from "zod";

/** A server that keeps the queue, or pictures, and what of it is theirs. */
export interface QueueAddress {
  /** Those that know which server it is at present, and what they call it; `null` for a server that is named itself. */
  readonly sentinels: { readonly at: readonly Place[]; readonly group: string } | null;
  /** Nodes of a cluster, which know which of them keeps what; `null` for a server that is none. */
  readonly nodes: readonly Place[] | null;
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
  cluster:
    "must be like redis://user@host:6379/0, rediss:// with TLS, or redis+cluster://user@host:6379,host:6379",
  sentinels:
    "must be like redis://user@host:6379/0, rediss:// with TLS, redis+sentinel://user@host:26379,host:26379/name/0, or redis+cluster://user@host:6379,host:6379",
} as const;

/** An address as it is written, with a prefix behind it where a server keeps several installations: `?prefix=ocr-eco-test`. */
const redisUrl = (usualPrefix: string, takesSentinels = true) =>
  z.string().transform((text, context): QueueAddress => {
    const refuse = (message: string): never => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    const wrong = takesSentinels ? form.sentinels : form.cluster;
    const several = severalIn(text);
    const url = URL.parse(several === null ? text : several.rest);
    if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === "") return refuse(wrong);
    if (several !== null && several.at.length === 0) return refuse(wrong);
    const group = several?.group ?? null;
    if (group !== null && !takesSentinels) return refuse(wrong);
    const others = [...url.searchParams.keys()].filter((name) => name !== "prefix");
    // Neither is told: a password that is not URL-encoded may go on there.
    if (others.length > 0 || url.hash !== "")
      return refuse("has more behind its ? or # than prefix=…; a user and password must be URL-encoded");
    const [, database = "0"] = /^\/?(\d{0,4})$/.exec(url.pathname) ?? [];
    if (!/^\/?\d{0,4}$/.test(url.pathname)) return refuse("must end with the number of a database, as in /0");
    if (several !== null && group === null && Number(database) !== 0)
      return refuse("must end with /0, or with no number: a cluster has no other database");
    const prefix = url.searchParams.get("prefix") ?? usualPrefix;
    if (!/^[\w.-]{1,64}$/.test(prefix))
      return refuse("has a prefix that is not of letters, digits, dots, _ and -");
    const [username, password] = [decoded(url.username), decoded(url.password)];
    if (username === null || password === null)
      return refuse("has a user or password that is not URL-encoded");
    return {
      sentinels: several === null || group === null ? null : { at: several.at, group },
      nodes: several === null || group !== null ? null : several.at,
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
 * The Sentinels, or the nodes of a cluster, that an address names, whose hosts stand where others have one. Sentinels have the name
 * of their group where others have the database; `group` is `null` for a cluster. `rest` is what the address would be for a
 * server. No places where one of them is none.
 */
function severalIn(
  text: string,
): { readonly at: readonly Place[]; readonly group: string | null; readonly rest: string } | null {
  const [, tls, kind, user = "", hosts = "", path = ""] =
    /^redis(s?)\+(sentinel|cluster):\/\/([^/?#@]*@)?([^/?#@]+)(.*)$/.exec(text) ?? [];
  if (tls === undefined) return null;
  const isCluster = kind === "cluster";
  const [, group, end] = isCluster ? [path, null, path] : (/^\/([\w.-]+)((?:[/?#].*)?)$/.exec(path) ?? []);
  if (group === undefined || end === undefined) return null;
  const urls = hosts.split(",").map((host) => URL.parse(`redis://${host}`));
  const port = isCluster ? usualPort : usualSentinelPort;
  const at = urls.flatMap((url) => (url === null || url.hostname === "" ? [] : [placeOf(url, port)]));
  const rest = `redis${tls}://${user}${urls[0]?.host ?? ""}${end.startsWith("/") ? end : `/${end}`}`;
  return { at: at.length === urls.length ? at : [], group, rest };
}

function placeOf({ hostname, port }: URL, otherwise: number): Place {
  return { host: bare(hostname), port: port === "" ? otherwise : Number(port) };
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
