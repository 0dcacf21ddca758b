import type { Place } from "../remote/request.ts";

/**
 * Makes requests as they go over the wire. `key` is shown with each of them, where there is one; paths and bodies must be
 * ASCII.
 */
export function requestsTo(
  place: Place,
  key: string | null,
): (method: string, path: string, body?: string) => string {
  const { host, pathname } = new URL(place.url);
  const prefix = pathname.replace(/\/+$/, "");
  const shown = key === null ? "" : `x-api-key: ${key}\r\n`;
  const common = `Host: ${host}\r\nAccept: application/json\r\nUser-Agent: ocr-eco-loadtest\r\n${shown}`;
  return (method, path, body) =>
    body === undefined
      ? `${method} ${prefix}${path} HTTP/1.1\r\n${common}\r\n`
      : `${method} ${prefix}${path} HTTP/1.1\r\n${common}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** JSON with an escape in the place of each character that is not ASCII. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
