import type { Reply } from "./connection.ts";

/** What a script answers, each in the form that it must have: anything else is a mistake of this program. */

export function text(reply: Reply | undefined): string {
  if (Buffer.isBuffer(reply)) return reply.toString();
  if (typeof reply === "number") return String(reply);
  throw new TypeError("Redis answered something that is no text.");
}

export function number(reply: Reply | undefined): number {
  return Number(text(reply));
}

export function list(reply: Reply | undefined): readonly Reply[] {
  if (Array.isArray(reply)) return reply as readonly Reply[];
  throw new TypeError("Redis answered something that is no list.");
}

export function texts(reply: Reply | undefined): string[] {
  return list(reply).map(text);
}

/** `null` for what is not there. */
export function orNull<T>(reply: Reply | undefined, as: (reply: Reply) => T): T | null {
  return reply === null || reply === undefined ? null : as(reply);
}

/** Fields and values of a hash. */
export function fields(reply: Reply | undefined): ReadonlyMap<string, string> {
  const all = texts(reply);
  const map = new Map<string, string>();
  for (let index = 0; index + 1 < all.length; index += 2) map.set(all[index] ?? "", all[index + 1] ?? "");
  return map;
}
