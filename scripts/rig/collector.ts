import { type ReceivedSpan, spansIn } from "./otlp.ts";

/** What somebody sent. */
interface Came {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Takes spans as a collector does (OTLP over HTTP, in protobuf), and keeps them. */
export class Collector {
  /** All that came, also what was not taken. */
  readonly came: Came[] = [];
  readonly spans: ReceivedSpan[] = [];
  /** What it does instead of taking them: an answer, or `null` to take them as usual. */
  mood: (came: Came) => Response | null | Promise<Response | null> = () => null;
  #server = this.#listen(0);
  readonly #port = this.#server.port;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Those of one name. */
  named(name: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  /** Nobody listens any more. */
  async goDown(): Promise<void> {
    await this.#server.stop(true);
  }

  comeBack(): void {
    this.#server = this.#listen(this.#port ?? 0);
  }

  async close(): Promise<void> {
    await this.#server.stop(true);
  }

  #listen(port: number): Bun.Server<undefined> {
    return Bun.serve({
      port,
      hostname: "127.0.0.1",
      idleTimeout: 255,
      fetch: async (request) => {
        const body = await request.bytes();
        const came = { path: new URL(request.url).pathname, headers: request.headers.toJSON(), body };
        this.came.push(came);
        const unusual = await this.mood(came);
        if (unusual !== null) return unusual;
        if (came.headers["content-type"] !== "application/x-protobuf")
          return new Response("", { status: 415 });
        this.spans.push(...spansIn(body));
        return new Response(new Uint8Array(), { headers: { "content-type": "application/x-protobuf" } });
      },
    });
  }
}
