/**
 * An address as it may be shown and logged: without its query, fragment, name and password. The query of a
 * presigned address opens the picture to everybody who reads it. Takes any text, also one that is no address.
 */
export function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:[/\\]*)[^/\\]*@/i, "$1");
}
