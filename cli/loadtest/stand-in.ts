import { OcrEcoError } from "../../src/errors.ts";
import { readDeliverySchema } from "../../src/webhook/schema.ts";
import { jsonIn } from "../common/json-in.ts";
import { type Entry, Ledger } from "./ledger.ts";
import { type LoadPicture, marked } from "./pictures.ts";

/** Bytes of a delivery beyond which it is none of ours: a picture's whole text has a hundredth of that. */
const mostBytes = 10_000_000;

/**
 * Stands in for the server of the pictures and for the application that results are delivered to. It books nothing, keeps
 * Laravel's rules (what it cannot understand is answered 422), and writes everything into a ledger.
 */
export class StandIn {
  readonly #server: Bun.Server<undefined>;
  readonly #pictures: readonly LoadPicture[];
  readonly #isUnique: boolean;
  #url = "";
  /** What deliveries are written into. */
  ledger = new Ledger("none");
  /** Called when the result of a report was delivered. */
  onDelivery: (entry: Entry) => void = () => {};

  private constructor(pictures: readonly LoadPicture[], isUnique: boolean, listen: Listen) {
    this.#pictures = pictures;
    this.#isUnique = isUnique;
    try {
      this.#server = Bun.serve({
        hostname: listen.host,
        port: listen.port,
        maxRequestBodySize: mostBytes,
        fetch: (request) => (request.method === "POST" ? this.#take(request) : this.#show(request)),
        error: () => new Response(null, { status: 500 }),
      });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      throw new OcrEcoError(
        "PORT_UNAVAILABLE",
        `Pictures and results cannot be served at ${listen.host}:${listen.port} (${code}). Name another address with --listen.`,
        { cause: error },
      );
    }
  }

  /**
   * Listens. `announced`: the host, or the whole address, by which the service finds it; `isUnique`: each picture is served
   * with other bytes each time, so that all of them are read. Throws `PORT_UNAVAILABLE`.
   */
  static open(
    pictures: readonly LoadPicture[],
    { isUnique, listen, announced }: { isUnique: boolean; listen: Listen; announced: string },
  ): StandIn {
    const standIn = new StandIn(pictures, isUnique, listen);
    const host = announced.includes(":") ? `[${announced}]` : announced;
    standIn.#url = announced.includes("://")
      ? announced.replace(/\/+$/, "")
      : `http://${host}:${standIn.#server.port}`;
    return standIn;
  }

  /** Where the service finds it. */
  get url(): string {
    return this.#url;
  }

  /** The address of the picture that the report of this number shows. */
  pictureUrl(run: string, number: number): { url: string; picture: LoadPicture } {
    const index = number % this.#pictures.length;
    const picture = this.#pictures[index];
    if (picture === undefined) throw new Error("There are no pictures.");
    const variant = this.#isUnique ? `${run}-${number}` : "0";
    return { picture, url: `${this.#url}/pictures/${variant}/${index}` };
  }

  async close(): Promise<void> {
    await this.#server.stop(true);
  }

  #show(request: Request): Response {
    const [, variant = "", index = ""] =
      /\/pictures\/([^/]+)\/(\d+)$/.exec(new URL(request.url).pathname) ?? [];
    const picture = this.#pictures[Number(index)];
    if (picture === undefined || index === "") return new Response(null, { status: 404 });
    const etag = `"${variant}-${index}"`;
    if (request.headers.get("if-none-match") === etag)
      return new Response(null, { status: 304, headers: { etag } });
    const bytes = this.#isUnique ? marked(picture.bytes, variant) : picture.bytes;
    return new Response(bytes, { headers: { etag } });
  }

  async #take(request: Request): Promise<Response> {
    const text = await request.text();
    const body = readDeliverySchema.safeParse(jsonIn(text)).data ?? null;
    if (body !== null && this.ledger.isOfOthers(String(body.report_id))) {
      // Taken, so that it is not sent for days: nobody waits for it.
      this.ledger.ofOthers++;
      return Response.json({ success: true });
    }
    const entry = this.ledger.noteDelivery(body, request.headers.get("webhook-id"));
    if (entry === null)
      return Response.json({ success: false, message: "It is of no report." }, { status: 422 });
    this.onDelivery(entry);
    return Response.json({ success: true });
  }
}

/** Where to listen. */
export interface Listen {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
}
