import { join } from "node:path";
import type { ApiKey } from "../../src/config/keys.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { scopeNeeded } from "../../src/http/access.ts";
import { type HttpContext, httpContext } from "../../src/http/context.ts";
import { createHandler, type Handler } from "../../src/http/handler.ts";
import { Service } from "../../src/service/service.ts";
import { cleanUp } from "./clean-up.ts";
import { fakeWorker, testPool } from "./pool.ts";
import { temporaryFolder } from "./temporary.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A line of the log. */
interface Line {
  readonly level: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly key?: string;
  /** Texts and bytes go out as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly type?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The other end of the connection. */
  readonly address?: string;
}

/** The service's HTTP side in this process, over a real queue. Until it is started no worker runs, and jobs stay where they are. */
export class TestApp {
  readonly service: Service;
  /** What the HTTP side logged. */
  readonly log: Line[] = [];
  readonly #context: HttpContext;
  readonly #handler: Handler;

  private constructor(service: Service) {
    this.service = service;
    const log = {
      debug: this.#write("debug"),
      info: this.#write("info"),
      warn: this.#write("warn"),
      error: this.#write("error"),
    };
    this.#context = httpContext(service, Date.now(), log);
    this.#handler = createHandler(this.#context, log);
  }

  /**
   * `settings` go before those of a service that is open to everybody and has two destinations, and `keys` before the
   * ones of the settings.
   */
  static async open(
    settings: Readonly<Record<string, string>> = {},
    keys?: readonly ApiKey[],
  ): Promise<TestApp> {
    const parsed = parseServiceConfig({
      DATA_DIR: join(temporaryFolder(), "data"),
      LARAVEL_API_URL: "http://127.0.0.1:9",
      LARAVEL_API_KEY: "laravel-key",
      RATE_LIMIT: "unlimited",
      ...settings,
    });
    const config = keys === undefined ? parsed : { ...parsed, keys };
    const pool = testPool({ command: fakeWorker("reads"), keepWarm: true });
    const engines = { engine: "auto", languages: ["eng"], dataFolder: null } as const;
    const service = await Service.open(config, pool, engines, silent);
    cleanUp(() => service.drain());
    return new TestApp(service);
  }

  #write(level: string): (details: object, message: string) => void {
    return (details, message) => this.log.push({ level, message, details: { ...details } });
  }

  /** Listens on loopback for the rest of the test; gives back the address. */
  listen(): string {
    const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: this.#handler });
    cleanUp(() => server.stop(true));
    return `http://127.0.0.1:${server.port}`;
  }

  /** The answer to a request, as it would go out. */
  async ask(
    method: string,
    path: string,
    { key, body, type, host = "localhost", headers = {}, address = "192.0.2.1" }: Asked = {},
  ): Promise<{ status: number; headers: Headers; text: string; body: Record<string, never> }> {
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    const response = await this.#handler(
      new Request(`http://${host}${path}`, {
        method,
        headers: {
          host,
          ...(key === undefined ? {} : { "x-api-key": key }),
          ...(body === undefined ? {} : { "content-type": type ?? "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
      }),
      { requestIP: () => ({ address }) },
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: json(text) };
  }

  /** The same with a key that no first look at the request refuses: what the route itself says. */
  askPastTheFirstCheck(method: string, path: string): ReturnType<TestApp["ask"]> {
    const { access } = this.#context;
    const check = access.check.bind(access);
    let calls = 0;
    access.check = (request, scope) => (calls++ === 0 ? null : check(request, scope));
    const isOpen = scopeNeeded(method, path) === null;
    if (isOpen) access.check = check;
    return this.ask(method, path).finally(() => {
      access.check = check;
    });
  }

  report(report: Record<string, unknown> = {}, key?: string, asked: Asked = {}): ReturnType<TestApp["ask"]> {
    const body = { report_id: 101, user_id: 145, s3_url: "https://s3.example.org/a.png", ...report };
    return this.ask("POST", "/api/v1/ocr-ecosteps", {
      body,
      ...(key === undefined ? {} : { key }),
      ...asked,
    });
  }
}

function json(text: string): Record<string, never> {
  try {
    return JSON.parse(text) as Record<string, never>;
  } catch {
    return {};
  }
}
