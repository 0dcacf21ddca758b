import type { z } from "zod";
import type { Scope } from "../config/keys.ts";
import { type FailureCode, httpStatus } from "../errors.ts";

/** What an endpoint is about, for the document of the API. */
export const tags = {
  Reports: "What comes in, and what became of it",
  "Direct readings": "Read while you wait",
  Service: "Whether it runs, and how",
  Administration: "For the operator",
  Review: "Where people decide about doubtful reports",
  Dashboard: "For the page in a browser, and whoever is signed in there",
} as const;

/** One answer that is no problem. */
export interface AnswerForm {
  readonly status: number;
  readonly description: string;
  readonly schema: z.ZodType;
  /** `application/json` where it is left out. */
  readonly type?: string;
}

/**
 * One thing that can be asked of the service. All that has to do with it follows from here: who may ask, before anything
 * of the request is looked at; what is checked; what the document says; what is noted for the operator; how the command
 * line asks.
 */
export interface EndpointForm {
  readonly method: "GET" | "POST";
  /** As in `/admin/jobs/:job_id`. A parameter called `job_id` or `webhook_id` may be the beginning of an id. */
  readonly path: string;
  /** What a key must be for; `null` where nobody needs one. */
  readonly scope: Scope | null;
  readonly tag: keyof typeof tags;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Whether the body is a form with a file, and not JSON. */
  readonly isForm?: boolean;
  readonly answer: AnswerForm;
  /** Other answers that are no problems. */
  readonly others?: readonly AnswerForm[];
  /** Ways to fail of its own; those that follow from the rest are in `problemsOf`. */
  readonly problems?: readonly FailureCode[];
  /** Whether it changes something as the operator: then it is noted who did that, and what came of it. */
  readonly isAction?: boolean;
}

/** Declares an endpoint, with all of its types. */
export function endpoint<const Form extends EndpointForm>(form: Form): Form {
  return form;
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Typed<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** What a request to an endpoint holds, once it is checked. */
export interface Asked<Form extends EndpointForm> {
  readonly params: Parsed<Form["params"]>;
  readonly query: Parsed<Form["query"]>;
  readonly body: Parsed<Form["body"]>;
}

/** What a caller gives to ask. */
export interface Asking<Form extends EndpointForm> {
  readonly params?: Typed<Form["params"]>;
  readonly query?: Typed<Form["query"]>;
  readonly body?: Typed<Form["body"]>;
}

/** What an endpoint answers, as it is sent. */
export type Answered<Form extends EndpointForm> = z.input<Form["answer"]["schema"]>;
/** The same as its caller has it, once it is checked. */
export type Heard<Form extends EndpointForm> = z.output<Form["answer"]["schema"]>;

/** The parameters of a path, by their names. */
export function paramsOf({ path }: Pick<EndpointForm, "path">): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
}

/** A path with the values of its parameters. */
export function filled(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
}

/** Every way in which a request to an endpoint can be refused or fail, without what can happen to all of them. */
export function problemsOf(form: EndpointForm): FailureCode[] {
  const { scope, params, query, body, problems = [] } = form;
  const codes: FailureCode[] = [
    ...(scope === null ? [] : (["KEY_MISSING", "KEY_REFUSED"] as const)),
    ...(body === undefined
      ? []
      : (["REQUEST_MALFORMED", "REQUEST_TIMEOUT", "REQUEST_TOO_LARGE", "REQUEST_INVALID"] as const)),
    ...(params === undefined && query === undefined ? [] : (["REQUEST_INVALID"] as const)),
    ...(namesIds(form) ? (["ID_AMBIGUOUS"] as const) : []),
    ...problems,
    // What several instances share may be on its way elsewhere, or be a newer program's by now.
    ...(problems.includes("QUEUE_UNREACHABLE") ? (["QUEUE_MOVED", "QUEUE_NEWER"] as const) : []),
    "URL_TOO_LONG",
  ];
  return [...new Set(codes)].sort((a, b) => httpStatus(a) - httpStatus(b));
}

/** Whether its parameter may be the beginning of an id. */
function namesIds(form: EndpointForm): boolean {
  return paramsOf(form).some((name) => name === "job_id" || name === "webhook_id");
}
