/** `__Host-`: browsers take it by https, or from localhost, alone, for this name and no other, and for all paths (RFC 6265bis, 4.1.3.2). */
const name = "__Host-ocr_eco";
/** Seconds that a session lasts at most, see sessions.ts. */
const seconds = 43_200;
const attributes = "Path=/; Secure; HttpOnly; SameSite=Strict";

/** What the cookie of a session holds; `null` without one. */
export function sessionCookie(headers: Headers): string | null {
  const all = headers.get("cookie");
  if (all === null) return null;
  const found = all.split(";").find((each) => each.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1) ?? null;
}

/** Has the browser keep a value. */
export function keepingCookie(token: string): string {
  return `${name}=${token}; ${attributes}; Max-Age=${seconds}`;
}

/** Has the browser keep none. */
export const droppingCookie = `${name}=; ${attributes}; Max-Age=0`;
