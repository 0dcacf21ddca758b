import { OcrEcoError, toFailure } from "../errors.ts";
import type { Log } from "../service/log.ts";
import type { Handler } from "./handler.ts";
import { loadTls, stampOf, type Tls, type TlsFiles } from "./tls.ts";

/** Seconds that a connection may be silent, a request may take to come in whole, and an answer may lie untaken. */
const usualIdleSeconds = 60;
/** How often the files of the certificate are looked at, in milliseconds. */
const usualWatchMs = 60_000;
const dayMs = 86_400_000;
/** Days before its end from which on a certificate is spoken of. */
const warnDays = 14;

interface ListenerOptions {
  readonly hostname: string;
  readonly port: number;
  readonly handler: Handler;
  readonly log: Log;
  /** The settings that say where; PORT or HOST where they are left out. */
  readonly settings?: string;
  /** Without them it speaks HTTP. */
  readonly tls?: TlsFiles | null;
  readonly idleSeconds?: number;
  readonly watchMs?: number;
}

/** What listens on the service's address, and hands every request to its handler. */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #timer: Timer | undefined;
  /** Servers with former certificates that still have something to answer. */
  readonly #former = new Set<Bun.Server<unknown>>();
  #server: Bun.Server<unknown>;
  #tls: Tls | null;
  #stamp: string;
  #warnedAt = Number.NEGATIVE_INFINITY;

  private constructor(options: ListenerOptions) {
    const { hostname, port, settings = "PORT or HOST", tls = null, watchMs = usualWatchMs } = options;
    this.#options = options;
    this.#stamp = tls === null ? "" : stampOf(tls);
    this.#tls = tls === null ? null : loadTls(tls);
    try {
      // Servers that take over from each other share the port, and would share it with strangers, too.
      if (tls !== null && port !== 0) this.#serve(port, false).stop(true);
      this.#server = this.#serve(port, tls !== null);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      throw new OcrEcoError(
        "PORT_UNAVAILABLE",
        `Nobody can listen on ${hostname}:${port} (${code}). Set ${settings}, or end what listens there.`,
      );
    }
    if (tls !== null) this.#timer = setInterval(() => this.#watch(), watchMs).unref();
    this.#warnOfEnd();
  }

  /** Throws `PORT_UNAVAILABLE`, or `CONFIG_INVALID` for a certificate that cannot be used. */
  static open(options: ListenerOptions): Listener {
    return new Listener(options);
  }

  get address(): string {
    return this.#server.url.href;
  }

  /**
   * Reads the certificate's files again, and gives back what puts them in force: new connections get what is in them,
   * requests on others are answered as ever. Throws `CONFIG_INVALID` for files that cannot be used.
   */
  prepareTls(): () => void {
    const { tls = null } = this.#options;
    if (tls === null) return () => {};
    // Before they are read: what is written meanwhile is looked at again.
    this.#stamp = stampOf(tls);
    const next = loadTls(tls);
    return () => this.#takeUp(next);
  }

  #takeUp(tls: Tls): void {
    const { log } = this.#options;
    const before = this.#tls;
    try {
      this.#tls = tls;
      // Bun takes no certificate for a server that runs: another one listens beside it before it goes.
      const next = this.#serve(Number(this.#server.port), true);
      const former = this.#server;
      this.#server = next;
      this.#former.add(former);
      void former.stop().then(() => this.#former.delete(former));
    } catch (error) {
      this.#tls = before;
      this.#tellUnusable(error);
      return;
    }
    log.info({ names: tls.names, valid_to: tls.validTo }, "the certificate was read again");
    this.#warnedAt = Number.NEGATIVE_INFINITY;
    this.#warnOfEnd();
  }

  #tellUnusable(error: unknown): void {
    const { message } = toFailure(error);
    this.#options.log.error(
      { reason: message },
      "the new certificate cannot be used; the one before stays in use",
    );
  }

  /** Listens no longer. Resolves when all answers on their way are out. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#server, ...this.#former].map((server) => server.stop()));
  }

  /** Hangs up on whoever is still there. */
  async hangUp(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#server, ...this.#former].map((server) => server.stop(true)));
  }

  #serve(port: number, reusePort: boolean): Bun.Server<unknown> {
    const { hostname, handler, idleSeconds = usualIdleSeconds } = this.#options;
    return Bun.serve({
      hostname,
      port,
      // Bun's own page of an error shows code. Its limit of a body answers without a word: ours are in body.ts.
      development: false,
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      idleTimeout: idleSeconds,
      // Unset, the port would be shared with whoever else listens there, and the requests, too.
      reusePort,
      fetch: handler,
      ...(this.#tls === null ? {} : { tls: { cert: this.#tls.cert, key: this.#tls.key } }),
    });
  }

  #watch(): void {
    const { tls = null } = this.#options;
    if (tls === null || stampOf(tls) === this.#stamp) {
      this.#warnOfEnd();
      return;
    }
    try {
      this.prepareTls()();
    } catch (error) {
      this.#tellUnusable(error);
    }
  }

  /** Once a day. */
  #warnOfEnd(): void {
    if (this.#tls === null) return;
    const now = Date.now();
    const { names, validTo } = this.#tls;
    if (validTo.getTime() - now > warnDays * dayMs || now - this.#warnedAt < dayMs) return;
    this.#warnedAt = now;
    this.#options.log.warn(
      { names, valid_to: validTo },
      "the certificate ends soon: put a new one in its place",
    );
  }
}
