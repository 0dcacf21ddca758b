import type { ApiKey } from "../config/keys.ts";
import type { TrustedProxies } from "./client-address.ts";

/** Who knows the other end of a connection: the server. */
export interface Connections {
  requestIP(request: Request): { readonly address: string } | null;
}

/** What a caller may call its request, so that it is found again in its own log and in ours. */
const requestId = /^[\w.:-]{1,64}$/;

/** Who sent a request, and under which name it is found in the log. */
export class Caller {
  /** The request's name: in the answer's `x-request-id`, in its problem, and in the log. */
  readonly id: string;
  /** The key that let it in; `null` where none was needed. */
  key: ApiKey | null = null;
  /** The pattern of the path that answers it; `null` where none does. */
  route: string | null = null;
  /** Whether it sends reports, and may: then its answer tells it of its limit. */
  isSubmitting = false;
  /** Is called when its request is answered: what was taken for it can be given back. */
  onAnswered: () => void = () => {};
  readonly #request: Request;
  readonly #connections: Connections | null;
  readonly #neighbour: string;
  readonly #proxies: TrustedProxies;
  #address: string | undefined;

  constructor(request: Request, connections: Connections | null, proxies: TrustedProxies) {
    const named = request.headers.get("x-request-id");
    this.id = named !== null && requestId.test(named) ? named : crypto.randomUUID();
    this.#request = request;
    this.#connections = connections;
    this.#neighbour = connections?.requestIP(request)?.address ?? "unknown";
    this.#proxies = proxies;
  }

  /** The client's address, behind all proxies that are trusted: for limits and for logs. */
  get address(): string {
    this.#address ??= this.#proxies.clientOf(this.#neighbour, this.#request.headers.get("x-forwarded-for"));
    return this.#address;
  }

  /**
   * Whether its connection is closed, by whichever end. The server knows no other end of it then; to ask the request's signal
   * would make one for each request, which costs a fifth of all that can be taken in.
   */
  get isGone(): boolean {
    return this.#connections !== null && this.#connections.requestIP(this.#request) === null;
  }

  /** Whether a proxy that is trusted passed the request on. */
  get isForwarded(): boolean {
    return this.#proxies.trusts(this.#neighbour);
  }
}

const callers = new WeakMap<Request, Caller>();

/** Notes who sent a request. */
export function introduce(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

/** Who sent a request that came in by `createHandler`. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error("a request came in around the handler of all requests");
  return caller;
}
