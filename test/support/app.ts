import { join } from "node:path";
import { parseServiceConfig } from "../../src/config/service.ts";
import { createApp } from "../../src/http/app.ts";
import { httpContext } from "../../src/http/context.ts";
import { Service } from "../../src/service/service.ts";
import { cleanUp } from "./clean-up.ts";
import { fakeWorker, testPool } from "./pool.ts";
import { temporaryFolder } from "./temporary.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The service's HTTP side in this process, over a real queue; no worker runs, so jobs stay where they are. */
export class TestApp {
  readonly service: Service;
  readonly #app: ReturnType<typeof createApp>;

  private constructor(service: Service) {
    this.service = service;
    this.#app = createApp(httpContext(service, Date.now()), silent);
  }

  /** `settings` go before those of a service that is open to everybody and has two destinations. */
  static async open(settings: Readonly<Record<string, string>> = {}): Promise<TestApp> {
    const config = parseServiceConfig({
      DATA_DIR: join(temporaryFolder(), "data"),
      LARAVEL_API_URL: "http://127.0.0.1:9",
      LARAVEL_API_KEY: "laravel-key",
      RATE_LIMIT: "unlimited",
      ...settings,
    });
    const pool = testPool({ command: fakeWorker("reads") });
    const engines = { engine: "auto", languages: ["eng"], dataFolder: null } as const;
    const service = await Service.open(config, pool, engines, silent);
    cleanUp(() => service.drain());
    return new TestApp(service);
  }

  /** Listens on loopback for the rest of the test; gives back the address. */
  listen(): string {
    this.#app.listen({ hostname: "127.0.0.1", port: 0 });
    cleanUp(() => this.#app.stop(true).then(() => {}));
    return `http://127.0.0.1:${this.#app.server?.port}`;
  }

  /** The answer to a request, as it would go out. */
  async ask(
    method: string,
    path: string,
    { key, body, type }: { key?: string; body?: unknown; type?: string } = {},
  ): Promise<{ status: number; headers: Headers; text: string; body: Record<string, never> }> {
    const isText = typeof body === "string";
    const response = await this.#app.handle(
      new Request(`http://service.test${path}`, {
        method,
        headers: {
          ...(key === undefined ? {} : { "x-api-key": key }),
          ...(body === undefined ? {} : { "content-type": type ?? "application/json" }),
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: json(text) };
  }

  report(report: Record<string, unknown> = {}, key?: string): ReturnType<TestApp["ask"]> {
    const body = { report_id: 101, user_id: 145, s3_url: "https://s3.example.org/a.png", ...report };
    return this.ask("POST", "/api/v1/ocr-ecosteps", { body, ...(key === undefined ? {} : { key }) });
  }
}

function json(text: string): Record<string, never> {
  try {
    return JSON.parse(text) as Record<string, never>;
  } catch {
    return {};
  }
}
