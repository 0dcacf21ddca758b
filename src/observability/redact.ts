import { withoutQuery } from "../without-query.ts";

/** What stands in the place of what is not logged. */
const hidden = "[hidden]";

/** Members whose values are keys, whatever they hold; compared without case and punctuation. */
const keyNames =
  /^(x?apikeys?|laravelapikey.*|metricskey|authorization|proxyauthorization|cookie|setcookie|password|passphrase|secrets?|.*secret|.*secretkey|privatekey|token|.*token|webhooksecret.*|webhooksignature)$/;

const scheme = String.raw`\b[a-z][a-z0-9+.-]*:(?:\\*\/){2}`;
const escaped = String.raw`\\+(?:\/|u00[0-9a-f]{2})`;
/**
 * Addresses in a text, up to what ends them in sentences and JSON. A ' is a character of addresses, and ends only those
 * that another one stands before. PHP writes slashes in JSON with a backslash, and some of its frameworks `&` as a number;
 * JSON in JSON has more backslashes.
 */
const addresses = new RegExp(
  String.raw`(?<=')${scheme}(?:[^\s"'<>\\]|${escaped})+|${scheme}(?:[^\s"<>\\]|${escaped})+`,
  "gi",
);
/** A text that is an address and nothing else: whatever stands in its query, none of it is shown. */
const oneAddress = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;
const webhookSecrets = /\bwhsec_[A-Za-z0-9+/=]+/g;
/** Keys that `ocr-eco keys` made: only their hashes are known here. */
const ownKeys = /\bocreco_[\w-]+/g;
const bearers = /\b(Bearer|Basic) [A-Za-z0-9._~+/-]+=*/gi;

/** Levels below which nothing is looked at: nobody logs that, and a circle has no end. */
const deepest = 8;

/**
 * A copy of what is about to be logged, without keys: values of members that are called like one, the given
 * `secrets` wherever they stand, signing secrets, names and passwords in addresses, and the queries of addresses,
 * which open presigned pictures to everybody. Takes anything and changes nothing of it; errors become objects.
 *
 * pino's `formatters` do not get the message, so its finished lines go through `redactText`, too.
 *
 * @example pino(
 *   { formatters: { log: (line) => redact(line, secrets) as object } },
 *   { write: (line) => output.write(redactText(line, secrets)) },
 * )
 */
export function redact(value: unknown, secrets: readonly string[] = []): unknown {
  return copy(
    value,
    secrets.filter((secret) => secret !== ""),
    0,
  );
}

/** The same for a text. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  const known = secrets.reduce(
    (rest, secret) => (secret === "" ? rest : rest.replaceAll(secret, hidden)),
    text,
  );
  return known
    .replace(webhookSecrets, hidden)
    .replace(ownKeys, hidden)
    .replace(bearers, `$1 ${hidden}`)
    .replace(oneAddress, shownAddress)
    .replace(addresses, shownAddress);
}

function shownAddress(address: string): string {
  const shown = withoutQuery(address);
  return address.includes("?") ? `${shown}?${hidden}` : shown;
}

function copy(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === "string") return redactText(value, secrets);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepest) return "[deep]";
  const inside = (each: unknown): unknown => copy(each, secrets, depth + 1);
  if (Array.isArray(value)) return value.map(inside);
  if (value instanceof URL) return inside(value.href);
  if (value instanceof Error) return Object.assign(Object.create(null), inside(plainError(value)));
  if (value instanceof Headers) return inside(Object.fromEntries(value));
  if (value instanceof Date) return value;
  // A picture in a log helps nobody.
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map || value instanceof Set) return inside([...value]);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      redactText(name, secrets),
      isKey(name, each) ? hidden : inside(each),
    ]),
  );
}

function isKey(name: string, value: unknown): boolean {
  return value != null && keyNames.test(name.toLowerCase().replace(/[^a-z0-9]/g, ""));
}

/**
 * The members of an error that are its own do not show when it is listed. Without a prototype, so that pino takes the
 * type from the name and does not call it an Object.
 */
function plainError(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return { ...error, name, message, stack, ...(cause === undefined ? {} : { cause }) };
}
