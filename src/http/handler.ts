import { OcrEcoError } from "../errors.ts";
import type { Log } from "../service/log.ts";
import { answerTo, createApp } from "./app.ts";
import { Caller, type Connections, introduce } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { Garbage } from "./garbage.ts";
import { cameByHttps, towardsHttps } from "./https.ts";
import { refuseForeignNames } from "./own-name.ts";
import { secure } from "./security-headers.ts";
import { crossSite } from "./sign-in.ts";

/** Characters of an address; the longest one that makes sense here has a few hundred. */
const mostUrlLength = 8192;

/** What answers a request, for `Bun.serve`. `connections` knows the other end; without it the client is unknown. */
export type Handler = (request: Request, connections: Connections | null) => Promise<Response>;

/**
 * The HTTP side of the service, as a server calls it: what holds for all requests and all answers, around the routes of
 * `createApp`. Every answer carries the request's name, which its problem and its line in the log have, too.
 */
export function createHandler(context: HttpContext, log: Log): Handler {
  const app = createApp(context, log);
  const garbage = new Garbage();
  const { events } = context.service;
  const { REQUIRE_HTTPS, TLS_CERT_FILE } = context.service.config;
  const isTls = TLS_CERT_FILE !== undefined;
  const warnedOf = new Set<string>();
  /** Once for each key: whoever listened has it now. */
  const warnOfKey = (request: Request, { address }: Caller): void => {
    const key = context.access.keyOf(request)?.name;
    if (key === undefined || warnedOf.has(key)) return;
    warnedOf.add(key);
    log.warn({ key, client: address }, "a key was sent without https: replace it");
  };
  const answer = async (request: Request, caller: Caller, isSecure: boolean): Promise<Response> => {
    try {
      refuseOddRequests(request);
      if (context.access.isOpen) refuseForeignNames(request);
      if (isSecure || !REQUIRE_HTTPS) {
        const looking = context.signIn.lookUp(request);
        if (looking !== undefined) await looking;
        return await app.fetch(request);
      }
      warnOfKey(request, caller);
      return towardsHttps(request, caller);
    } catch (error) {
      // The routes answer for their own failures.
      return answerTo("UNKNOWN", error, request, log);
    }
  };
  return async (request, connections) => {
    const began = performance.now();
    const caller = new Caller(request, connections, context.proxies);
    introduce(request, caller);
    const isSecure = isTls || (REQUIRE_HTTPS && cameByHttps(request, caller));
    const response = await answer(request, caller, isSecure);
    caller.onAnswered();
    garbage.answered();
    const { headers, status } = response;
    secure(headers, isSecure);
    headers.set("x-request-id", caller.id);
    const limit = caller.isSubmitting ? await context.limiter.headers(caller.key, caller.address) : null;
    if (limit !== null) for (const [name, value] of Object.entries(limit)) headers.set(name, value);
    const { method } = request;
    const { route } = caller;
    const milliseconds = performance.now() - began;
    events.emit({ type: "request-answered", method, route, status, milliseconds });
    log.debug(
      {
        request_id: caller.id,
        client: caller.address,
        key: caller.key?.name,
        method,
        url: request.url,
        status,
        milliseconds: Math.round(milliseconds),
      },
      "answered",
    );
    return response;
  };
}

/** What no client that means well sends, and what different programs might understand differently. */
function refuseOddRequests({ method, url, headers }: Request): void {
  if (url.length > mostUrlLength) {
    throw new OcrEcoError(
      "URL_TOO_LONG",
      `The address has more than ${mostUrlLength} characters. Use a shorter one.`,
    );
  }
  // A page of somebody else has whoever looks at it send this: browsers say so (Fetch Metadata), and other programs say nothing.
  if (
    !["GET", "HEAD", "OPTIONS"].includes(method) &&
    /^(cross|same)-site$/.test(headers.get("sec-fetch-site") ?? "")
  )
    throw crossSite();
  // An address without an origin is what is left where Host names no host.
  if (!url.startsWith("http") || headers.get("host")?.includes(",") === true) {
    throw new OcrEcoError(
      "REQUEST_MALFORMED",
      "The header Host is missing, twice there, or no name of a host.",
    );
  }
}
