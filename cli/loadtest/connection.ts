import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { HTTPParser } from "http-parser-js";
import { codeOf, type Place, tlsOf } from "../remote-request.ts";

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

interface Question {
  readonly bytes: string;
  readonly answered: (answer: HttpAnswer) => void;
  readonly failed: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
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
  #socket: Socket | null = null;
  #parser = this.#newParser();
  #asked: Question | null = null;
  #status = 0;
  #text = "";
  #isKept = false;
  #answers = 0;

  /** `patience`: how long an answer may take, in milliseconds. Connects with the first request. */
  constructor(place: Place, patience: number) {
    const { protocol, hostname, port } = new URL(place.url);
    this.#place = place;
    this.#host = hostname.replace(/^\[|\]$/g, "");
    this.#port = Number(port) || (protocol === "https:" ? 443 : 80);
    this.#patience = patience;
  }

  /** Sends a request as it goes over the wire. Rejects with `Unanswered`. */
  async request(bytes: string): Promise<HttpAnswer> {
    try {
      return await this.#send(bytes);
    } catch (error) {
      // A service hangs up what was silent for a while; that this request came in that moment is nobody's fault.
      if (!(error instanceof Unanswered) || error.code !== hungUp) throw error;
      return await this.#send(bytes);
    }
  }

  /** Whoever waits for an answer hears that there will be none. */
  close(): void {
    this.#fail("closed");
  }

  #send(bytes: string): Promise<HttpAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    const isReused = this.#socket !== null;
    const timer = setTimeout(() => this.#fail("time-out"), this.#patience);
    this.#asked = { bytes, answered: resolve, failed: reject, timer, isReused };
    this.#answers = 0;
    if (this.#socket === null) this.#connect();
    else this.#socket.write(bytes);
    return promise;
  }

  #connect(): void {
    const to = { host: this.#host, port: this.#port };
    const isTls = this.#place.url.startsWith("https:");
    const socket = isTls
      ? connectTls({
          ...to,
          ...(isIP(this.#host) === 0 ? { servername: this.#host } : {}),
          ...tlsOf(this.#place),
        })
      : connectTcp(to);
    this.#socket = socket;
    this.#parser = this.#newParser();
    socket.setNoDelay(true);
    socket.once(isTls ? "secureConnect" : "connect", () => {
      if (this.#asked !== null) socket.write(this.#asked.bytes);
    });
    socket.on("data", (bytes: Buffer) => {
      if (socket !== this.#socket) return;
      this.#answers += bytes.length;
      if (this.#parser.execute(bytes) instanceof Error) this.#fail("no HTTP");
    });
    socket.on("error", (error) => {
      if (socket === this.#socket) this.#fail(codeOf(error));
    });
    socket.on("close", () => {
      if (socket !== this.#socket) return;
      // An answer without a length ends with its connection.
      if (this.#answers > 0 && this.#asked !== null) this.#parser.finish();
      if (this.#asked !== null)
        this.#fail(this.#asked.isReused && this.#answers === 0 ? hungUp : "connection closed");
      this.#socket = null;
    });
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
      clearTimeout(asked.timer);
      if (!this.#isKept) this.#hangUp();
      asked.answered({ status: this.#status, text: this.#text });
    };
    return parser;
  }

  #hangUp(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #fail(code: string): void {
    const asked = this.#asked;
    this.#asked = null;
    this.#hangUp();
    if (asked === null) return;
    clearTimeout(asked.timer);
    asked.failed(new Unanswered(code));
  }
}

const hungUp = "connection closed while it was idle";
