import { OcrEcoError } from "../errors.ts";

/** What leads to this machine whoever is asked for it (RFC 6761, 6.3), with a port or without. */
const ownName = /^(?:(?:[a-z0-9-]+\.)*localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Refuses what was sent to another name than this machine's: a page of a stranger, whose name leads here for a moment (DNS
 * rebinding), has the browser of whoever looks at it send that, and believe that it is the page's own. For a service
 * without a key, which does what this machine asks; a key is nothing that such a page has. Throws `HOST_FOREIGN`.
 */
export function refuseForeignNames({ headers }: Request): void {
  if (ownName.test(headers.get("host") ?? "")) return;
  throw new OcrEcoError(
    "HOST_FOREIGN",
    "Without a key this service answers to localhost, 127.0.0.1 and [::1] alone. Ask it by one of these, or set API_KEY.",
  );
}
