import { OcrEcoError } from "../errors.ts";
import type { Handler } from "./handler.ts";

/** Seconds that a connection may be silent, and that a request may take from its first byte to its answer's last. */
const usualIdleSeconds = 60;

interface ListenerOptions {
  readonly hostname: string;
  readonly port: number;
  readonly handler: Handler;
  readonly idleSeconds?: number;
}

/** What listens on the service's address, and hands every request to its handler. */
export class Listener {
  readonly #server: Bun.Server<unknown>;

  private constructor(server: Bun.Server<unknown>) {
    this.#server = server;
  }

  /** Throws `PORT_UNAVAILABLE`. */
  static open({ hostname, port, handler, idleSeconds = usualIdleSeconds }: ListenerOptions): Listener {
    try {
      const server = Bun.serve({
        hostname,
        port,
        // Bun's own page of an error shows code. Its limit of a body answers without a word: ours are in body.ts.
        development: false,
        maxRequestBodySize: Number.MAX_SAFE_INTEGER,
        idleTimeout: idleSeconds,
        // Unset, the port would be shared with whoever else listens there, and the requests, too.
        reusePort: false,
        fetch: handler,
      });
      return new Listener(server);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      throw new OcrEcoError(
        "PORT_UNAVAILABLE",
        `Nobody can listen on ${hostname}:${port} (${code}). Set PORT or HOST, or end what listens there.`,
      );
    }
  }

  get address(): string {
    return this.#server.url.href;
  }

  /** Listens no longer. Resolves when all answers on their way are out. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Hangs up on whoever is still there. */
  hangUp(): Promise<void> {
    return this.#server.stop(true);
  }
}
