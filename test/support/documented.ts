import { apiKey, type RunningService } from "../../scripts/rig/running-service.ts";
import { inlined } from "./inlined.ts";
import { type Schema, violations } from "./json-schema.ts";

interface Operation {
  readonly security?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

interface Call {
  /** Members of the path, as in `{job_id}`, and `?` with a query behind it. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** Sent as JSON; a text as it is; a form as one. */
  readonly body?: unknown;
  readonly key?: string | null;
}

/** Calls a running service, and holds each answer against the document of its API. */
export class DocumentedService {
  readonly #running: RunningService;
  readonly #operations: ReadonlyMap<string, Operation>;
  readonly #called = new Map<string, Set<number>>();
  /** What the document says otherwise than the service does, as sentences. */
  readonly differences: string[] = [];

  private constructor(running: RunningService, operations: ReadonlyMap<string, Operation>) {
    this.#running = running;
    this.#operations = operations;
  }

  static async of(running: RunningService): Promise<DocumentedService> {
    const document = await running.get("/docs/json");
    const { paths } = inlined(document) as { paths: Record<string, Record<string, Operation>> };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
      ),
    );
    return new DocumentedService(running, new Map(operations));
  }

  /** Every route, as in `GET /health`, with what is said of it. */
  get routes(): readonly {
    readonly name: string;
    readonly needsKey: boolean;
    readonly takesBody: boolean;
  }[] {
    return [...this.#operations].map(([name, { security, requestBody }]) => ({
      name,
      needsKey: (security?.length ?? 0) > 0,
      takesBody: requestBody !== undefined,
    }));
  }

  /** Routes that were not called, or never with success. */
  get uncalled(): string[] {
    return this.routes
      .map(({ name }) => name)
      .filter((name) => ![...(this.#called.get(name) ?? [])].some((status) => status < 300));
  }

  /** Calls a route, which must answer with `status` and as it is documented. Gives the answer's body. */
  async call(route: string, status: number, call: Call = {}): Promise<Record<string, unknown>> {
    return (await this.begin(route, status, call)).ended;
  }

  /** The same, as soon as the answer has begun: it is held against the document when it has ended. */
  async begin(route: string, status: number, { path = {}, query = "", body, key = apiKey }: Call = {}) {
    const [method = "", template = ""] = route.split(" ");
    const address = template.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? "none") + query;
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.#running.url}${address}`, {
      method,
      headers: {
        ...(key === null ? {} : { "x-api-key": key }),
        ...(body === undefined || isForm ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined
        ? {}
        : { body: isForm || typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { ended: response.text().then((text) => this.#hear(route, status, response, text)) };
  }

  #hear(route: string, status: number, response: Response, text: string): Record<string, unknown> {
    if (response.status !== status)
      this.#differs(route, `answered ${response.status} instead of ${status}: ${text}`);
    this.#called.set(route, (this.#called.get(route) ?? new Set()).add(response.status));
    return this.#check(route, response, text);
  }

  #check(route: string, response: Response, text: string): Record<string, unknown> {
    const type = response.headers.get("content-type")?.split(";")[0] ?? "nothing";
    const documented = this.#operations.get(route)?.responses[response.status]?.content;
    const schema = documented?.[type]?.schema;
    if (documented === undefined) this.#differs(route, `does not say that it may answer ${response.status}`);
    else if (schema === undefined)
      this.#differs(route, `does not say that ${response.status} may be ${type}`);
    const value = parsed(text);
    if (schema !== undefined)
      for (const each of violations(closed(schema), /^(text|image)\//.test(type) ? text : value))
        this.#differs(route, `${response.status}: ${each}`);
    return value;
  }

  #differs(route: string, how: string): void {
    this.differences.push(`${route} ${how}`);
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The schema, with no members allowed but those that it names. */
function closed(schema: Schema): Schema {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    return typeof value === "object" && value !== null ? closed(value as Schema) : value;
  };
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, inside(value)]));
  const isObject = typeof schema["properties"] === "object" && schema["type"] === "object";
  return isObject && !("additionalProperties" in copy) ? { ...copy, additionalProperties: false } : copy;
}
