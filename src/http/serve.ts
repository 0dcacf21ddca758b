import { Elysia } from "elysia";
import { contract, type EndpointName } from "../api/contract.ts";
import { operationOf } from "../api/document.ts";
import { type Answered, type Asked, type EndpointForm, paramsOf } from "../api/endpoint.ts";
import { auditsDone } from "./audited.ts";
import { readForm, readJson, uploadRoom, valid } from "./body.ts";
import { type HttpContext, requires } from "./context.ts";
import type { UploadRoom } from "./upload-room.ts";
import { namesWhole } from "./whole-id.ts";

type Contract = typeof contract;
type Answer<Name extends EndpointName> = Answered<Contract[Name]> | Response;

/** Answers what is asked of one endpoint, once it is checked. */
export type Handle<Name extends EndpointName> = (
  asked: Asked<Contract[Name]>,
  request: Request,
) => Answer<Name> | Promise<Answer<Name>>;

/**
 * Puts the endpoints of the contract on a router, each with all that the contract says of it: the scope that a request
 * needs, what is checked of it, what is noted about it, what the document says.
 */
export class Serving {
  readonly router = new Elysia({ name: "endpoints" });
  readonly #context: HttpContext;
  readonly #mostMegabytes: number;
  readonly #room: UploadRoom;

  constructor(context: HttpContext) {
    this.#context = context;
    this.#mostMegabytes = context.service.config.DOWNLOAD_MAX_MB;
    this.#room = uploadRoom(this.#mostMegabytes);
  }

  /** Hands every request to an endpoint to `handle`. */
  serve<Name extends EndpointName>(name: Name, handle: Handle<Name>): void {
    const { method, path, body: schema }: EndpointForm = contract[name];
    // Each by its name: a handler that takes the whole of what is known of a request makes the router parse all of it.
    const handler =
      schema === undefined
        ? ({ params, query, request }: Known) =>
            handle({ params, query, body: undefined } as Asked<Contract[Name]>, request)
        : ({ params, query, body, request }: Known) =>
            handle({ params, query, body: valid(schema, body) } as Asked<Contract[Name]>, request);
    this.router.route(method, path, handler, this.#hooks(name, this.#parsers(name)));
  }

  /** The same for what is asked so often that it reads its body itself, as late as it can. */
  serveUnread<Name extends EndpointName>(
    name: Name,
    handle: (request: Request) => Promise<Answer<Name>>,
  ): void {
    const { method, path }: EndpointForm = contract[name];
    this.router.route(method, path, ({ request }: Known) => handle(request), this.#hooks(name, "none"));
  }

  #parsers(name: EndpointName): Parser[] {
    const { body, isForm = false, scope }: EndpointForm = contract[name];
    if (body === undefined) return [];
    if (!isForm || scope === null) return [readJson];
    // Before the body is looked at: it may be a large one.
    return [requires(this.#context, scope), readForm(this.#mostMegabytes, this.#room)];
  }

  #hooks(name: EndpointName, parse: Parser[] | "none") {
    const form: EndpointForm = contract[name];
    const { scope, params, query, isAction = false } = form;
    const { queue } = this.#context.service;
    const named = paramsOf(form);
    return {
      parse,
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      beforeHandle: [
        ...(scope === null ? [] : [requires(this.#context, scope)]),
        ...(named.includes("job_id") ? [namesWhole(queue, "jobs")] : []),
        ...(named.includes("webhook_id") ? [namesWhole(queue, "deliveries")] : []),
      ],
      ...(isAction ? { afterHandle: auditsDone(this.#context) } : {}),
      detail: operationOf(name),
    };
  }
}

/** Makes the body out of a request, or throws. */
type Parser = (known: { readonly request: Request }) => unknown;

/** What the router knows of a request. */
interface Known {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly request: Request;
}
