import { readFileSync } from "node:fs";
import { fixture } from "../common/fixtures.ts";

/** How a path is answered: with a picture, or as a test wants. */
type Answer = (request: Request) => Response | Promise<Response>;

/** Serves drawn screenshots on loopback, with an ETag each, and counts who asks. */
export class PictureServer {
  readonly #answers = new Map<string, Answer>();
  readonly #server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 255,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      this.asked.push(pathname.slice(1));
      const name = pathname.slice(1);
      return (
        this.#answers.get(name)?.(request) ?? this.otherwise(name) ?? new Response(null, { status: 404 })
      );
    },
  });
  /** Names that were asked for, each as often as it was. */
  readonly asked: string[] = [];

  /** Answers for names that nothing is served under; `null` for a picture that does not exist. */
  otherwise: (name: string) => Response | null = () => null;

  constructor() {
    this.serve("steps.png", readFileSync(fixture("images/samsung-daily-activity-en-light.png")));
  }

  url(name: string): string {
    return `http://127.0.0.1:${this.#server.port}/${name}`;
  }

  /** Serves these bytes under a name, from now on. */
  serve(name: string, bytes: Uint8Array): void {
    const etag = `"${Bun.hash(bytes).toString(16)}"`;
    this.answer(name, (request) =>
      request.headers.get("if-none-match") === etag
        ? new Response(null, { status: 304, headers: { etag } })
        : new Response(new Uint8Array(bytes), { headers: { etag, "content-type": "image/png" } }),
    );
  }

  /** Serves what the fake worker takes for a screenshot of so many steps; different ones under different names. */
  serveSteps(name: string, steps: number): string {
    this.serve(name, new TextEncoder().encode(`${steps} steps in ${name}`));
    return this.url(name);
  }

  answer(name: string, answer: Answer): void {
    this.#answers.set(name, answer);
  }

  /** Keeps who asks for a name waiting until the function that this gives is called with what each of them is answered. */
  hold(name: string): (answer: Answer) => void {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.answer(name, async (request) => (await promise)(request));
    return resolve;
  }

  async close(): Promise<void> {
    await this.#server.stop(true);
  }
}
