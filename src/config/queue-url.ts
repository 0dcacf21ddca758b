import { z } from "zod";

/** A server that keeps the queue, or pictures, and what of it is theirs. */
export interface QueueAddress {
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

const usualPort = 6379;
const form = "must be like redis://user@host:6379/0, or rediss:// with TLS";

/** An address as it is written, with a prefix behind it where a server keeps several installations: `?prefix=ocr-eco-test`. */
const redisUrl = (usualPrefix: string) =>
  z.string().transform((text, context): QueueAddress => {
    const refuse = (message: string): never => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    const url = URL.parse(text);
    if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === "") return refuse(form);
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
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? usualPort : Number(url.port),
      ...(username === "" ? {} : { username }),
      ...(password === "" ? {} : { password }),
      database: Number(database),
      isEncrypted: url.protocol === "rediss:",
      prefix: `{${prefix}}`,
    };
  });

/** Where the queue is kept. */
export const queueUrl = redisUrl("ocr-eco");
/** Where pictures are kept, which may be the same server. */
export const cacheUrl = redisUrl("ocr-eco-pictures");

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
