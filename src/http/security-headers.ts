/**
 * What every answer tells a browser, as far as it does not say otherwise itself: take it for what it says it is, show it in
 * no frame, keep nothing of it, run nothing in it (OWASP, REST Security Cheat Sheet). Answers hold reports of people.
 */
const usual: readonly (readonly [string, string])[] = [
  ["cache-control", "no-store"],
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["cross-origin-resource-policy", "same-origin"],
  ["referrer-policy", "no-referrer"],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
];

/** A year of https only, for this name and no other; browsers believe it by https only (RFC 6797). */
const strictTransport = "max-age=31536000";

/** Adds to an answer what all have. `isSecure` says that it goes out by https, and nobody
 * gets to this name without. */
export function secure(headers: Headers, isSecure: boolean): void {
  for (const [name, value] of usual) if (!headers.has(name)) headers.set(name, value);
  if (isSecure) headers.set("strict-transport-security", strictTransport);
}
