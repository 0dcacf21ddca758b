import { hash, randomBytes } from "node:crypto";

/** Random bytes of a cookie: nobody guesses 256 bits. */
const tokenBytes = 32;

export function newToken(): string {
  return randomBytes(tokenBytes).toString("base64url");
}

/** What is kept of a value: its SHA-256 in hex. */
export function hashed(token: string): string {
  return hash("sha256", token, "hex");
}

/** Whether something could be a value that `newToken` made: nothing else has to be looked for. */
export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}
