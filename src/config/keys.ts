import { hash } from "node:crypto";
import { z } from "zod";

/**
 * What a key may be used for; who may read may also read the figures, who administers may also decide about doubtful reports,
 * and both may look at everybody's.
 */
const scopes = ["submit", "read", "look", "review", "admin", "metrics"] as const;
export type Scope = (typeof scopes)[number];

/** How many reports may be sent in a time; `null` is no limit. */
export interface RateLimit {
  readonly most: number;
  readonly seconds: number;
}

/** A key that callers show as `x-api-key`. Only its hash is kept. */
export interface ApiKey {
  readonly name: string;
  /**
   * SHA-256 of the key. Keys are random and long, not words that somebody thought of: a slow hash would protect
   * nothing, and cost time with every request.
   */
  readonly hash: Uint8Array;
  /** Characters of the key; `null` where only its hash is known. */
  readonly length: number | null;
  readonly scopes: readonly Scope[];
  /** `undefined`: the limit for each client address; `null`: none. */
  readonly limit: RateLimit | null | undefined;
  /** ISO day. */
  readonly issued: string | null;
  /** ISO day after which it is refused. */
  readonly expires: string | null;
}

const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;

/** `10/minute` or `unlimited`. */
export const rateLimit = z
  .string()
  .regex(/^([1-9]\d{0,8}\/(second|minute|hour|day)|unlimited)$/, "must be as in 600/minute, or unlimited")
  .transform((text): RateLimit | null => {
    const [most, unit] = text.split("/");
    return unit === undefined ? null : { most: Number(most), seconds: seconds[unit as keyof typeof seconds] };
  });

/** A limit as it is written. */
export function limitText(limit: RateLimit | null): string {
  if (limit === null) return "unlimited";
  const unit = Object.entries(seconds).find(([, length]) => length === limit.seconds);
  return `${limit.most}/${unit?.[0]}`;
}

const scopesForm = "scopes are submit, read, look, review, admin and metrics, joined by +";

/** The parts of an entry. */
export const entrySchema = z.object({
  name: z.string().regex(/^[\w.-]+$/, "the name must be of letters, digits, _ . and -"),
  key: z.string().min(1, "the key is empty"),
  scopes: z.array(z.enum(scopes, scopesForm), scopesForm).min(1),
  limit: rateLimit,
  issued: z.iso.date("the day of issue must be as in 2026-11-01"),
  expires: z.iso.date("the last day must be as in 2027-11-01").optional(),
});

/**
 * Reads `name:key:scopes:limit:issued[:expires]`, several of them separated by `separator`. `hashed` says that hex
 * hashes stand in the place of keys. Throws an `Error` that says which entry is wrong by its number (in a file: its line)
 * and its length: what is no entry may be a key, from its first letter on.
 */
export function parseKeys(text: string, separator: string | RegExp, hashed: boolean): ApiKey[] {
  const entries = text
    .split(separator)
    .map((entry, index) => ({ entry: entry.trim(), number: index + 1 }))
    .filter(({ entry }) => entry !== "" && !(hashed && entry.startsWith("#")));
  const keys = entries.map(({ entry, number }): ApiKey => {
    const [name, key, scopeList, limit, issued, expires, ...more] = entry.split(":");
    const parsed = entrySchema.safeParse({
      name,
      key,
      scopes: scopeList?.split("+"),
      limit,
      issued,
      expires: expires === "" ? undefined : expires,
    });
    const where = `${hashed ? "line" : "key number"} ${number} (${entry.length} characters)`;
    if (!parsed.success || more.length > 0) {
      const why = parsed.error?.issues[0]?.message ?? "there are too many parts";
      throw new Error(`${where} is not name:key:scopes:limit:issued[:expires] (${why})`);
    }
    if (hashed && !/^[0-9a-f]{64}$/i.test(parsed.data.key))
      throw new Error(`${where} must hold the SHA-256 of a key in hex`);
    return {
      name: parsed.data.name,
      hash: hashed ? new Uint8Array(Buffer.from(parsed.data.key, "hex")) : hashOf(parsed.data.key),
      length: hashed ? null : parsed.data.key.length,
      scopes: parsed.data.scopes,
      limit: parsed.data.limit,
      issued: parsed.data.issued,
      expires: parsed.data.expires ?? null,
    };
  });
  const twice = keys.find((key, index) => keys.findIndex((other) => other.name === key.name) !== index);
  if (twice !== undefined) throw new Error(`two keys are called ${twice.name}`);
  return keys;
}

/** The old service's one key: it may send and ask, and administer as long as no other key does. */
export function defaultKey(key: string, others: readonly ApiKey[]): ApiKey {
  const isAdmin = !others.some((other) => other.scopes.includes("admin"));
  return {
    name: "default",
    hash: hashOf(key),
    length: key.length,
    scopes: isAdmin ? ["submit", "read", "admin"] : ["submit", "read"],
    limit: undefined,
    issued: null,
    expires: null,
  };
}

/** What the key is called that METRICS_KEY sets. */
export const metricsName = "metrics";

/** The key that METRICS_KEY sets: for the figures, and for nothing else. */
export function metricsKey(key: string): ApiKey {
  return {
    name: metricsName,
    hash: hashOf(key),
    length: key.length,
    scopes: ["metrics"],
    limit: undefined,
    issued: null,
    expires: null,
  };
}

/** Whether a key lets its caller read the figures, and do nothing else. */
export function isForFiguresAlone({ scopes: own }: ApiKey): boolean {
  return own.every((scope) => scope === "metrics");
}

/** Whether a key is for something. */
export function isFor({ scopes: own }: ApiKey, scope: Scope): boolean {
  return (
    own.includes(scope) ||
    (scope === "metrics" && own.includes("read")) ||
    (scope === "look" && (own.includes("admin") || own.includes("review"))) ||
    (scope === "review" && own.includes("admin"))
  );
}

/** The hash by which a key is known. */
export function hashOf(key: string): Uint8Array {
  return hash("sha256", key, "buffer");
}
