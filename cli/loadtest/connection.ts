import { isIP } from "node:net";
import type { Socket, TLSOptions } from "bun";
import { HTTPParser } from "http-parser-js";
import { codeOf, type Place, pinnedOf } from "../remote/request.ts";
import { turn } from "./turn.ts";

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** When its request left, on the clock of `performance.now()`. */
  readonly sentAt: number;
  /** When its last bytes came. */
  readonly at: number;
}

/** A socket, once it is open, and what it had no room for. */
interface Wire {
  socket: Socket | null;
  unsent: string | null;
}

/** `text` is ASCII, so that it has as many bytes as characters. */
function write(wire: Wire, text: string): void {
  const written = Math.max(0, wire.socket?.write(text) ?? 0);
  wire.unsent = written < text.length ? text.slice(written) : null;
}

interface Question {
  readonly text: string;
  sentAt: number;
  readonly answered: (answer: HttpAnswer) => void;
  readonly failed: (error: Unanswered) => void;
  /** When it is given up, on the clock of `performance.now()`. */
  readonly end: number;
  /** Whether this connection had carried a request before. */
  readonly isReused: boolean;
}

/** What went wrong with a request that was not answered; the code is short enough to be counted by. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";

  constructor(readonly code: string) {
    super(`The request was not answered (${code}).`);
  }
}

/**
 * A connection to a service that is kept open, with one request on it at a time: a write, and a parser for what comes back.
 * On the same processors, what a request costs here is measured as the service's time: node's `request` costs the service
 * a third of its rate. Bun's `fetch` would do, but sends keys to proxies that the environment names.
 */
export class Connection {
  readonly #place: Place;
  readonly #host: string;
  readonly #port: number;
  readonly #patience: number;
  #wire: Wire | null = null;
  #parser = this.#newParser();
  #asked: Question | null = null;
  #at = 0;
  #status = 0;
  #text = "";
  #isKept = false;
  #clock: NodeJS.Timeout | undefined;
  #answered = 0;

  /** `patience`: how long an answer may take, in milliseconds. Connects with the first request. */
  constructor(place: Place, patience: number) {
    const { protocol, hostname, port } = new URL(place.url);
    this.#place = place;
    this.#host = hostname.replace(/^\[|\]$/g, "");
    this.#port = Number(port) || (protocol === "https:" ? 443 : 80);
    this.#patience = patience;
  }

  /** Sends a request as it goes over the wire. Rejects with `Unanswered`. */
  request(text: string): Promise<HttpAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    this.ask(text, resolve, reject);
    return promise;
  }

  /** The same for whoever sends the next request at once: the sender of a load test. */
  ask(text: string, answered: (answer: HttpAnswer) => void, failed: (error: Unanswered) => void): void {
    this.#send(text, answered, (error) => {
      // A service hangs up what was silent for a while; that this request came in that moment is nobody's fault.
      if (error.code === hungUp) this.#send(text, answered, failed);
      else failed(error);
    });
  }

  /** Whoever waits for an answer hears that there will be none. */
  close(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
    this.#fail(closed);
  }

  #send(text: string, answered: Question["answered"], failed: Question["failed"]): void {
    const isReused = this.#wire !== null;
    const now = performance.now();
    const asked = { text, sentAt: now, answered, failed, end: now + this.#patience, isReused };
    this.#asked = asked;
    // A timer for each request would cost more than the rest of it.
    this.#clock ??= setInterval(() => this.#look(), Math.min(1000, this.#patience));
    this.#answered = 0;
    const wire = this.#wire;
    if (wire === null) this.#connect();
    else turn.leaves(() => this.#write(wire, asked));
  }

  #write(wire: Wire, asked: Question): void {
    asked.sentAt = performance.now();
    write(wire, asked.text);
  }

  #connect(): void {
    const wire: Wire = { socket: null, unsent: null };
    this.#wire = wire;
    this.#parser = this.#newParser();
    const isCurrent = (): boolean => wire === this.#wire;
    const whenCurrent = (look: () => void): void =>
      turn.arrived(() => {
        if (isCurrent()) look();
      });
    const begin = (socket: Socket): void => {
      wire.socket = socket;
      if (!isCurrent()) socket.terminate();
      else if (this.#asked !== null) this.#write(wire, this.#asked);
    };
    const secure = this.#place.url.startsWith("https:") ? this.#secure() : null;
    const connecting = Bun.connect({
      hostname: this.#host,
      port: this.#port,
      ...(secure === null ? {} : { tls: secure.options }),
      socket: {
        binaryType: "buffer",
        open: (socket) => {
          if (secure === null) begin(socket);
        },
        handshake: (socket, isAuthorized, error) => {
          if (secure?.isTrusted(socket, isAuthorized) === true) begin(socket);
          else if (isCurrent()) this.#fail(error === null ? "certificate of another" : codeOf(error));
        },
        data: (_socket, bytes) => {
          const at = performance.now();
          whenCurrent(() => this.#take(bytes, at));
        },
        drain: () => {
          if (wire.unsent !== null) write(wire, wire.unsent);
        },
        error: (_socket, error) => whenCurrent(() => this.#fail(codeOf(error))),
        close: () => whenCurrent(() => this.#closed()),
        connectError: (_socket, error) => whenCurrent(() => this.#fail(codeOf(error))),
      },
    });
    // What goes wrong has been told by then.
    connecting.catch((error: unknown) => whenCurrent(() => this.#fail(codeOf(error))));
  }

  #take(bytes: Buffer, at: number): void {
    this.#at = at;
    this.#answered += bytes.length;
    if (this.#parser.execute(bytes) instanceof Error) this.#fail("no HTTP");
  }

  #closed(): void {
    // An answer without a length ends with its connection.
    if (this.#answered > 0 && this.#asked !== null) this.#parser.finish();
    // Before anybody hears of it: the next request may be sent at once.
    this.#wire = null;
    if (this.#asked !== null)
      this.#fail(this.#asked.isReused && this.#answered === 0 ? hungUp : "connection closed");
  }

  /** How https is spoken, and whom with: as `remote-request.ts` does. */
  #secure(): { options: TLSOptions; isTrusted: (socket: Socket, isAuthorized: boolean) => boolean } {
    const pinned = pinnedOf(this.#place);
    if (pinned === null) {
      const name = isIP(this.#host) === 0 ? { serverName: this.#host } : {};
      return { options: { rejectUnauthorized: true, ...name }, isTrusted: (_, isAuthorized) => isAuthorized };
    }
    return {
      options: { rejectUnauthorized: false },
      isTrusted: (socket) => socket.getPeerX509Certificate()?.fingerprint256 === pinned.fingerprint,
    };
  }

  #newParser(): InstanceType<typeof HTTPParser> {
    const parser = new HTTPParser(HTTPParser.RESPONSE);
    parser[HTTPParser.kOnHeadersComplete] = ({ statusCode, shouldKeepAlive }) => {
      this.#status = statusCode;
      this.#text = "";
      this.#isKept = shouldKeepAlive;
    };
    parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
      this.#text += chunk.toString("utf8", offset, offset + length);
    };
    parser[HTTPParser.kOnMessageComplete] = () => {
      const asked = this.#asked;
      if (asked === null) return;
      this.#asked = null;
      if (!this.#isKept) this.#hangUp();
      asked.answered({ status: this.#status, text: this.#text, sentAt: asked.sentAt, at: this.#at });
    };
    return parser;
  }

  #look(): void {
    if (this.#asked !== null && performance.now() >= this.#asked.end) this.#fail("time-out");
  }

  #hangUp(): void {
    const wire = this.#wire;
    this.#wire = null;
    wire?.socket?.terminate();
  }

  #fail(code: string): void {
    const asked = this.#asked;
    this.#asked = null;
    this.#hangUp();
    if (asked === null) return;
    asked.failed(new Unanswered(code));
  }
}

/** The code of requests that we ourselves gave up. */
export const closed = "closed";
const hungUp = "connection closed while it was idle";
