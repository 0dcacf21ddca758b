import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from "node:http";
import { request as requestHttps, type RequestOptions as TlsRequestOptions } from "node:https";
import type { LookupFunction } from "node:net";
import { version } from "../build-info.ts";
import type { Deadline } from "./deadline.ts";

/** What is sent. */
export interface OutgoingRequest {
  readonly url: URL;
  readonly method: string;
  /** The path and query, byte for byte, where the parsed ones are not good enough. */
  readonly target?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The only addresses that are connected to; left out, the system's resolver decides. */
  readonly addresses?: readonly { readonly address: string; readonly family: 4 | 6 }[];
  readonly tls?: Pick<TlsRequestOptions, "ca" | "checkServerIdentity" | "rejectUnauthorized">;
  /** Hears of the status line as soon as it has come, also where the head that it begins never ends. */
  readonly onStatus?: (status: number) => void;
}

/** What came back, while it comes. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body as it comes; throws where it ends before its end. */
  readonly body: AsyncIterable<Uint8Array>;
  /**
   * Whether the answer says where it ends, by its length or in chunks. Where it does not, the end of the connection is taken
   * for its end, and nobody can tell a whole body from the beginning of one (RFC 9112, 8).
   */
  readonly hasMarkedEnd: boolean;
  /** Hangs up; whoever reads the body gets `reason`. */
  readonly abandon: (reason: Error) => void;
}

/** What went wrong between the two ends; the other failures are the runtime's, and have codes as well. */
class ExchangeError extends Error {
  constructor(
    readonly code: "CONNECTION_CLOSED" | "PROTOCOL_SWITCHED" | "TOO_MANY_INTERIM_ANSWERS",
    message: string,
  ) {
    super(message);
  }
}

/** Interim answers (1xx) that are listened to: servers that mean well send one or two. */
const mostInterim = 20;

/**
 * Makes one request over a connection of its own, and gives what comes back to `use`; when that is through, the connection is
 * closed. All that the program asks of others over HTTP goes through here, because none of it may hang on what they send:
 * what settles a wait is an event of the connection or the deadline, and never a certain event of the runtime alone. (Bun's
 * client, for one, tells of a switch of protocols by closing, and of a body that was cut off by an error of the request
 * and a regular end of the body.)
 *
 * Bun's `fetch` follows the environment's proxies, and cannot be told which address to connect to; node's `request` does
 * neither, follows no redirect, and sends nothing again by itself. Rejects with an `ExchangeError`, the deadline's reason or
 * the runtime's errors.
 */
export async function exchange<T>(
  request: OutgoingRequest,
  deadline: Deadline,
  use: (answer: Answer) => Promise<T>,
): Promise<T> {
  const { signal } = deadline;
  if (signal.aborted) throw signal.reason;
  const waiting = new Waiting();
  const sent = sendOff(request);
  const fail = (reason: unknown): void => {
    waiting.fail(reason);
    sent.destroy();
  };
  const onAbort = (): void => fail(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  let interim = 0;
  const { promise, resolve } = Promise.withResolvers<IncomingMessage>();
  // They stay until the process ends or the connection does: an error that nobody listens to would end the process.
  sent.on("error", fail);
  sent.on("close", () =>
    waiting.failHead(new ExchangeError("CONNECTION_CLOSED", "it was closed without an answer")),
  );
  sent.on("upgrade", (_head, socket) => {
    socket.destroy();
    fail(new ExchangeError("PROTOCOL_SWITCHED", "the answer is a switch to another protocol"));
  });
  sent.on("information", () => {
    if (++interim > mostInterim)
      fail(new ExchangeError("TOO_MANY_INTERIM_ANSWERS", "interim answers alone came"));
  });
  sent.on("response", (response) => {
    response.on("error", fail);
    response.on("aborted", () => fail(new ExchangeError("CONNECTION_CLOSED", "it was closed too early")));
    resolve(response);
  });
  try {
    const response = await waiting.head(promise);
    const status = response.statusCode ?? 0;
    // A final answer below 200 is none: whoever sends it has not done with the request.
    if (status < 200)
      throw new ExchangeError("PROTOCOL_SWITCHED", `an answer with ${status} answers nothing`);
    return await use({
      status,
      headers: response.headers,
      body: { [Symbol.asyncIterator]: () => waiting.chunks(response) },
      hasMarkedEnd: hasMarkedEnd(response),
      abandon: fail,
    });
  } finally {
    signal.removeEventListener("abort", onAbort);
    // The rest of a body that nobody wants would still be fetched.
    sent.destroy();
  }
}

/** One wait after the other, each of which ends when the exchange has failed. */
class Waiting {
  #failure: { readonly reason: unknown } | null = null;
  #isForHead = true;
  #reject: ((reason: unknown) => void) | null = null;

  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#reject?.(this.#failure.reason);
  }

  /** The same, where an answer still has to come. */
  failHead(reason: unknown): void {
    if (this.#isForHead) this.fail(reason);
  }

  async head(promise: Promise<IncomingMessage>): Promise<IncomingMessage> {
    const response = await this.#until(promise);
    this.#isForHead = false;
    return response;
  }

  async *chunks(response: IncomingMessage): AsyncGenerator<Uint8Array> {
    const chunks = response[Symbol.asyncIterator]();
    for (;;) {
      const next = await this.#until(chunks.next());
      // A failure comes before the end that the runtime makes of it.
      if (this.#failure !== null) throw this.#failure.reason;
      if (next.done === true) return;
      yield next.value as Uint8Array;
    }
  }

  /** `promise`, unless the exchange fails before. No race: it would keep something for every chunk until the end. */
  #until<T>(promise: Promise<T>): Promise<T> {
    if (this.#failure !== null) return Promise.reject(this.#failure.reason);
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      promise.then(resolve, reject);
    });
  }
}

function sendOff({ url, method, target, headers, body, addresses, tls, onStatus }: OutgoingRequest) {
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const user = decodeURIComponent(url.username);
  const options: RequestOptions & TlsRequestOptions = {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port,
    path: target ?? url.pathname + url.search,
    method,
    // A connection that is kept open would outlive the check of its address.
    agent: false,
    headers: {
      host: url.host,
      "user-agent": `ocr-eco/${version}`,
      ...(body === undefined ? {} : { "content-length": String(body.length) }),
      ...headers,
    },
    ...tls,
    ...(user === "" ? {} : { auth: `${user}:${decodeURIComponent(url.password)}` }),
    ...(addresses === undefined ? {} : { lookup: answering(addresses) }),
  };
  const sent = send(options);
  if (onStatus !== undefined) {
    sent.on("socket", (socket) => {
      let head = "";
      socket.on("data", (chunk: Buffer) => {
        if (head.length > 64) return;
        head += chunk.toString("latin1", 0, 64);
        const status = /^HTTP\/1\.\d ([2-5]\d\d)[ \r\n]/.exec(head)?.[1];
        if (status !== undefined) onStatus(Number(status));
      });
    });
  }
  sent.end(body);
  return sent;
}

/** A resolver that knows one answer. */
function answering(addresses: readonly { address: string; family: 4 | 6 }[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses;
    if (all === true) done(null, [...addresses]);
    else done(null, first?.address ?? "", first?.family);
  };
}

function hasMarkedEnd({ headers, statusCode }: IncomingMessage): boolean {
  return (
    headers["content-length"] !== undefined ||
    headers["transfer-encoding"] !== undefined ||
    statusCode === 204 ||
    statusCode === 304
  );
}
