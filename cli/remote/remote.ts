import { z } from "zod";
import { contract, type EndpointName } from "../../src/api/contract.ts";
import { type Asking, type EndpointForm, filled, type Heard } from "../../src/api/endpoint.ts";
import { loadClientKey, loadClientSettings } from "../../src/config/environment.ts";
import { failureCodes, OcrEcoError } from "../../src/errors.ts";
import { jsonIn } from "../common/json-in.ts";
import type { RemoteOptions } from "../common/options.ts";
import { type Answer, type Place, type Question, send } from "./request.ts";

/** How long a question may take, something that changes much, and a picture, in milliseconds. */
const patience = { GET: 10_000, POST: 120_000, picture: 60_000 } as const;

const problemSchema = z.object({ code: z.string(), detail: z.string() });
/** By which a service of ours is known, whatever its version. */
const healthSchema = z.object({ service: z.literal("ocr-ecosteps") });

interface Patience {
  /** How long the service may take, instead of what is usual. */
  readonly milliseconds?: number;
  /** Gives it up, so that nothing keeps the process from ending. */
  readonly signal?: AbortSignal;
}

/**
 * A running service that a command asks. All that goes wrong is an `OcrEcoError`: `SERVER_…` when there is no answer that
 * can be used, `KEY_…` when the key does not let in, and otherwise the code and the sentence of the service itself.
 */
export class Remote {
  readonly #place: Place;
  readonly #key: string | null;

  private constructor(place: Place, key: string | null) {
    this.#place = place;
    this.#key = key;
  }

  /** The service that the options name, else the one of this configuration. Throws `USAGE` or `CONFIG_INVALID`. */
  static from({ url, key }: RemoteOptions): Remote {
    const shown = key ?? loadClientKey();
    // Never the header's own error, which would say the key.
    if (shown !== null && !/^[\x21-\x7e\x80-\xff]([\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/.test(shown))
      throw usage("The key is empty, or has characters that no key has");
    return new Remote(placeOf(url), shown);
  }

  /** The same for what everybody may ask: no key is looked for, nor sent. */
  static withoutKey({ url }: RemoteOptions): Remote {
    return new Remote(placeOf(url), null);
  }

  /** A service that was started by this process. */
  static at(url: string, key: string): Remote {
    return new Remote({ url, certFile: null }, key);
  }

  /** Where it is, without a slash at its end. */
  get url(): string {
    return this.#place.url;
  }

  /** For whoever talks to it in another way than by asking one thing at a time. */
  get place(): Place {
    return this.#place;
  }

  get key(): string | null {
    return this.#key;
  }

  /** Asks an endpoint of the contract, and resolves with its answer as the contract has it. */
  async ask<Name extends EndpointName>(
    name: Name,
    { params, query, body }: Asking<(typeof contract)[Name]> = {},
    { milliseconds, signal }: Patience = {},
  ): Promise<Heard<(typeof contract)[Name]>> {
    const { method, path: pattern, answer: form }: EndpointForm = contract[name];
    const path = pathOf(pattern, params, query);
    const answer = await this.#heard({
      method,
      path,
      milliseconds: milliseconds ?? patience[method],
      signal,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const parsed = form.schema.safeParse(jsonIn(textOf(answer)));
    if (parsed.success) return parsed.data as Heard<(typeof contract)[Name]>;
    const [first] = parsed.error.issues;
    throw await this.#notUnderstood(`does not say ${first?.path.join(".") || "what it should"} in ${path}`);
  }

  /** Why it takes no reports in now, in its own words; `null` when it does. Rejects with what `ask` rejects with. */
  async notReady(milliseconds: number): Promise<string | null> {
    const { method, path } = contract.ready;
    const headers = { accept: "application/json" };
    const answer = await send(this.#place, { method, path, headers, body: null, milliseconds });
    const said = contract.ready.answer.schema.safeParse(jsonIn(textOf(answer)));
    if (!said.success) throw await this.#failureOf(answer, path);
    return said.data.status === "ready" ? null : (said.data.reason ?? "it does not say why");
  }

  /** Asks for the picture that a job was about, as its bytes. Rejects with `PICTURE_GONE` where it is kept no more. */
  async picture(jobId: string): Promise<Uint8Array> {
    const { method, path: pattern } = contract.jobPicture;
    const { bytes } = await this.#heard({
      method,
      path: pathOf(pattern, { job_id: jobId }, undefined),
      milliseconds: patience.picture,
      // Problems come as JSON all the same.
      headers: { accept: "image/*, application/json" },
      body: null,
    });
    return bytes;
  }

  /** Sends a question, with the key, and gives back an answer that is none of a failure. */
  async #heard(question: Question): Promise<Answer> {
    const key = this.#key === null ? {} : { "x-api-key": this.#key };
    const answer = await send(this.#place, { ...question, headers: { ...question.headers, ...key } });
    if (answer.status < 200 || answer.status > 299) throw await this.#failureOf(answer, question.path);
    return answer;
  }

  async #failureOf(answer: Answer, path: string): Promise<OcrEcoError> {
    const { status, location } = answer;
    if (status >= 300 && status <= 399) {
      const where = location === null ? "" : ` to ${withoutPath(location, this.url)}`;
      return new OcrEcoError(
        "SERVER_REDIRECTS",
        `${this.url} leads on${where} (${status}), and a key is not sent after that. Name the right address with --url.`,
      );
    }
    const problem = problemSchema.safeParse(jsonIn(textOf(answer))).data;
    if (status >= 500) {
      const said = problem?.detail ?? "What stands in front of the service may not reach it. Look there.";
      return new OcrEcoError("SERVER_FAILED", `${this.url} answered ${status}. ${said}`);
    }
    if (problem === undefined || ["ROUTE_UNKNOWN", "METHOD_NOT_ALLOWED"].includes(problem.code)) {
      return this.#notUnderstood(`answered ${status} to ${path.replace(/\?.*/, "")}`);
    }
    return this.#refusal(problem);
  }

  #refusal({ code, detail }: z.infer<typeof problemSchema>): OcrEcoError {
    const set = "with API_KEY or API_KEY_FILE";
    if (code === "KEY_MISSING")
      return new OcrEcoError(code, `${this.url} wants a key, and none is set. Set one ${set}.`);
    if (code === "KEY_REFUSED")
      return new OcrEcoError(code, `${this.url} refuses the key. ${detail} Set another one ${set}.`);
    const known = failureCodes.find((each) => each === code);
    return new OcrEcoError(known ?? "SERVER_FAILED", known === undefined ? `${this.url}: ${detail}` : detail);
  }

  /** Finds out whether it is one of ours that does not know what was asked for. */
  async #notUnderstood(what: string): Promise<OcrEcoError> {
    const isOurs = await send(this.#place, {
      method: "GET",
      path: "/health",
      milliseconds: patience.GET,
      headers: { accept: "application/json" },
      body: null,
    }).then(
      (answer) => answer.status === 200 && healthSchema.safeParse(jsonIn(textOf(answer))).success,
      () => false,
    );
    return isOurs
      ? new OcrEcoError(
          "SERVER_OLDER",
          `${this.url} ${what}: it is of another version than this command. Update it.`,
        )
      : new OcrEcoError(
          "SERVER_UNKNOWN",
          `${this.url} ${what}: it is no ocr-eco. Name the right address with --url.`,
        );
  }
}

function textOf({ bytes }: Answer): string {
  return new TextDecoder().decode(bytes);
}

/** The service that is named, else the one of this configuration. Throws `USAGE` or `CONFIG_INVALID`. */
function placeOf(url: string | undefined): Place {
  if (url !== undefined) return { url: baseOf(url), certFile: null };
  const settings = loadClientSettings();
  if (settings.url === null) throw usage("PORT is 0, so only the service knows its port: name it with --url");
  return { url: settings.url, certFile: settings.certFile };
}

/** The path of an endpoint with its parameters and its query. */
function pathOf(pattern: string, params: unknown, query: unknown): string {
  return filled(pattern, params as Readonly<Record<string, string>>) + queryOf(query as object | undefined);
}

/** The members that have a value, behind a `?`; nothing without any. */
function queryOf(members: object = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(members))
    if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? "" : `?${query}`;
}

/** The address to put paths behind. Throws `USAGE`. */
function baseOf(text: string): string {
  const form = "Write it as in https://ocr.example.org";
  const url = URL.parse(text);
  // What looks like a user's name may be a key: it is not said again.
  if (text.includes("@")) throw usage(`--url must not have a user or password in it. ${form}`);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw usage(`--url ${text} is no http or https address. ${form}`);
  if (url.search !== "" || url.hash !== "") throw usage(`--url must not have a ? or # in it. ${form}`);
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** Where a redirect leads, without what may be secret. */
function withoutPath(location: string, base: string): string {
  return URL.parse(location, base)?.origin ?? "another address";
}

function usage(message: string): OcrEcoError {
  return new OcrEcoError("USAGE", `${message}.`);
}
