import { deliverySchema } from "../../src/webhook/schema.ts";

/** One call as the receiver saw it. */
export interface Call {
  readonly webhookId: string;
  readonly key: string | null;
  readonly body: Record<string, unknown>;
  /** What it was answered; 0 for a connection that was closed. */
  readonly status: number;
}

/** What a receiver does with a call instead of booking it: an answer, or `null` to book it as usual. */
export type Mood = (call: Came) => Response | null | Promise<Response | null>;
type Came = Omit<Call, "status"> & Sent;

/** A call as it came. */
interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * A receiver that takes results as the Laravel application does: it wants its key, JSON, a report and a user that are
 * integers or numeric texts, and it books every call that it answers 2xx, twice if it comes twice.
 */
export class Laravel {
  readonly key: string;
  readonly calls: Call[] = [];
  mood: Mood = () => null;
  readonly #port: number;
  #server: Bun.Server<undefined>;

  constructor(key = "laravel-key") {
    this.key = key;
    this.#server = this.#listen(0);
    this.#port = Number(this.#server.port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Calls that were booked. */
  get booked(): Call[] {
    return this.calls.filter(({ status }) => status >= 200 && status < 300);
  }

  /** Ids of the reports that were booked, each as often as it was. */
  get bookedReports(): string[] {
    return this.booked.map(({ body }) => String(body["report_id"]));
  }

  /** Nobody listens any more, as when the machine is restarted. */
  async goDown(): Promise<void> {
    await this.#server.stop(true);
  }

  comeBack(): void {
    this.#server = this.#listen(this.#port);
  }

  async close(): Promise<void> {
    await this.#server.stop(true);
  }

  #listen(port: number): Bun.Server<undefined> {
    return Bun.serve({
      port,
      hostname: "127.0.0.1",
      idleTimeout: 255,
      fetch: (request) => this.#answer(request),
    });
  }

  async #answer(request: Request): Promise<Response> {
    const text = await request.text();
    const call = {
      webhookId: request.headers.get("webhook-id") ?? "",
      key: request.headers.get("x-api-key"),
      body: parsed(text),
    };
    const unusual = await this.mood({ ...call, text, headers: request.headers.toJSON() });
    const response = unusual ?? this.#usual(request, text, call);
    this.calls.push({ ...call, status: response.status });
    return response;
  }

  #usual(request: Request, text: string, { key, body }: Omit<Call, "status">): Response {
    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || pathname !== "/api/ocr/result")
      return new Response(null, { status: 404 });
    if (key !== this.key) return Response.json({ message: "Unauthorized" }, { status: 401 });
    const wrong = ["report_id", "user_id"].filter((name) => !/^\d+$/.test(String(body[name])));
    if (wrong.length > 0 || !deliverySchema.safeParse(JSON.parse(text)).success) {
      // Without this header Laravel leads a browser back to its form.
      if (request.headers.get("accept") !== "application/json")
        return new Response(null, { status: 302, headers: { location: "/" } });
      return Response.json(
        {
          message: "The given data was invalid.",
          errors: Object.fromEntries(wrong.map((name) => [name, [`The ${name} field must be an integer.`]])),
        },
        { status: 422 },
      );
    }
    return Response.json({ success: true });
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
