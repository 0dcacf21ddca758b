import { OcrEcoError } from "../errors.ts";
import { type Deadline, DeadlineError, withDeadline } from "../outgoing/deadline.ts";
import { type Answer, exchange } from "../outgoing/exchange.ts";
import { retryAfterSeconds } from "../retry-after.ts";
import { withoutQuery } from "../without-query.ts";
import type { AddressGuard } from "./address-guard.ts";
import { bodyOf } from "./body.ts";
import type { Pace } from "./least-pace.ts";
import type { DownloadLimits } from "./source.ts";

/**
 * What a server said about the version of a picture that it sent, to ask later whether it is still that one. Both are `null`
 * where nothing showed that the picture came in whole: the same stump would be confirmed for ever.
 */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchedPicture extends Validators {
  readonly bytes: Uint8Array;
}

interface FetchOptions {
  readonly limits: DownloadLimits;
  /** Checks every address, redirects included. `null` for addresses that the operator gave. */
  readonly guard: AddressGuard | null;
  /** The least that a server has to send; a parameter so that tests need not wait. */
  readonly leastPace?: Pace;
}

/** A `DOWNLOAD_SERVER_BUSY` that knows how long the server asked to be left alone for. */
export class ServerBusyError extends OcrEcoError {
  constructor(
    message: string,
    readonly retryAfterSeconds: number | null,
  ) {
    super("DOWNLOAD_SERVER_BUSY", message);
  }
}

const mostRedirects = 3;

/**
 * Loads a picture from an http or https address. Throws `URL_INVALID`, `URL_FORBIDDEN` (see AddressGuard; also a
 * redirect from https to http), `DOWNLOAD_REDIRECTS` (more than three), `DOWNLOAD_STATUS`, `DOWNLOAD_SERVER_BUSY`
 * (as a ServerBusyError), `DOWNLOAD_NOT_AN_IMAGE` (an unknown encoding), `DOWNLOAD_TOO_LARGE`, `DOWNLOAD_TIMEOUT` (all in
 * all, or a body that only drips) or `DOWNLOAD_FAILED`. No sentence holds the address's query. Given what is known of a
 * picture, `null` says that it is still that one.
 */
export async function fetchPicture(address: string, options: FetchOptions): Promise<FetchedPicture>;
export async function fetchPicture(
  address: string,
  options: FetchOptions,
  known: Validators,
): Promise<FetchedPicture | null>;
export async function fetchPicture(
  address: string,
  options: FetchOptions,
  known?: Validators,
): Promise<FetchedPicture | null> {
  const { timeoutSeconds } = options.limits;
  const shown = withoutQuery(address);
  try {
    return await withDeadline(timeoutSeconds * 1000, (deadline) =>
      fetchFollowing(address, options, known, deadline),
    );
  } catch (error) {
    if (error instanceof OcrEcoError) throw error;
    if (error instanceof DeadlineError) {
      throw new OcrEcoError(
        "DOWNLOAD_TIMEOUT",
        `${shown} did not arrive within ${timeoutSeconds} s. Try again, or set DOWNLOAD_TIMEOUT_SECONDS higher.`,
      );
    }
    // The runtime's own sentences speak to programmers; its codes say what happened.
    const detail = error instanceof Error && "code" in error ? String(error.code) : "connection lost";
    throw new OcrEcoError(
      "DOWNLOAD_FAILED",
      `${shown} cannot be loaded (${detail}). Check the address and the network.`,
      { cause: error },
    );
  }
}

async function fetchFollowing(
  address: string,
  { limits, guard, leastPace }: FetchOptions,
  known: Validators | undefined,
  deadline: Deadline,
): Promise<FetchedPicture | null> {
  const shown = withoutQuery(address);
  let written = address;
  let url = parse(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const addresses = guard === null ? null : await guard.check(url);
    const request = {
      url,
      method: "GET",
      target: targetOf(url, written),
      headers: {
        accept: "image/*",
        // Screenshots are compressed already; whoever sends them encoded all the same is understood.
        "accept-encoding": "identity",
        ...conditions(known),
      },
      ...(addresses === null ? {} : { addresses }),
    };
    const found = await exchange(request, deadline, async (answer) => {
      const location = locationOf(answer);
      if (location !== null) return { location, next: parseRedirect(location, url, shown) };
      return { picture: await picture(answer, shown, limits, known !== undefined, leastPace) };
    });
    if ("picture" in found) return found.picture;
    [written, url] = [found.location, found.next];
  }
  throw new OcrEcoError(
    "DOWNLOAD_REDIRECTS",
    `${shown} leads on more than ${mostRedirects} times. Give the address of the picture itself.`,
  );
}

function parse(address: string): URL {
  if (!URL.canParse(address)) {
    throw new OcrEcoError(
      "URL_INVALID",
      `${withoutQuery(address)} is no address. Write it as in https://example.org/picture.png.`,
    );
  }
  return new URL(address);
}

/** Where the answer leads; `null` for one that is meant to be the picture. */
function locationOf({ status, headers }: Answer): string | null {
  return [301, 302, 303, 307, 308].includes(status) ? (headers.location ?? null) : null;
}

function parseRedirect(location: string, from: URL, shown: string): URL {
  const refuse = (why: string) =>
    new OcrEcoError("URL_FORBIDDEN", `${shown} leads to ${why}. Give the address of the picture itself.`);
  const url = URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw refuse("something that is no http or https address");
  }
  if (from.protocol === "https:" && url.protocol === "http:") {
    throw refuse("an address without encryption, where anybody could change the picture");
  }
  return url;
}

/** An entity tag says more than a date; a server that got both might look at the date alone. */
function conditions(known: Validators | undefined): Record<string, string> {
  if (known?.etag != null) return { "if-none-match": known.etag };
  return known?.lastModified == null ? {} : { "if-modified-since": known.lastModified };
}

async function picture(
  answer: Answer,
  shown: string,
  limits: DownloadLimits,
  conditional: boolean,
  leastPace: Pace | undefined,
): Promise<FetchedPicture | null> {
  const { status, headers } = answer;
  if (status === 304 && conditional) return null;
  if (status === 408 || status === 429 || status >= 500) {
    throw new ServerBusyError(
      busySentence(shown, status),
      retryAfterSeconds(headers["retry-after"], Date.now()),
    );
  }
  // Nobody asked for a part.
  if (status < 200 || status > 299 || status === 206) {
    throw new OcrEcoError("DOWNLOAD_STATUS", statusSentence(shown, status));
  }
  const bytes = await bodyOf(answer, shown, limits, leastPace);
  if (!answer.hasMarkedEnd) return { bytes, etag: null, lastModified: null };
  return { bytes, etag: headers.etag ?? null, lastModified: headers["last-modified"] ?? null };
}

function statusSentence(address: string, status: number): string {
  if (status === 404 || status === 410) return `${address} does not exist (${status}). Check the address.`;
  if (status === 401 || status === 403)
    return `${address} may not be read (${status}). A signed address may have expired.`;
  if (status === 206) return `${address} was answered with a part of it (206). Look at its server.`;
  return `${address} was answered with ${status}. Check the address.`;
}

function busySentence(address: string, status: number): string {
  if (status >= 500) return `The server of ${address} is in trouble (${status}). Try again later.`;
  return `The server of ${address} is busy (${status}). Try again later.`;
}

/**
 * What to ask a server for: the path, and the query as it was written. Signatures are made over the query, and a
 * parser that writes `'` as `%27` would break them.
 */
function targetOf(url: URL, written: string): string {
  const query = /^[^?#]*(\?[^#]*)/.exec(written.trim())?.[1] ?? "";
  return url.pathname + (/^[\x21-\x7e]*$/.test(query) ? query : url.search);
}
