import type { ConfiguredAddress } from "../config/destinations.ts";
import { OcrEcoError } from "../errors.ts";
import { redactText } from "../observability/redact.ts";
import { DeadlineError, withDeadline } from "../outgoing/deadline.ts";
import { type Answer, exchange } from "../outgoing/exchange.ts";
import { retryAfterSeconds } from "../retry-after.ts";
import { withoutQuery } from "../without-query.ts";
import { webhookHeaders } from "./sign.ts";

/** Where an environment's results go. */
export interface Destination {
  /** The application's address; a path in it is kept, as in `https://example.org/laravel/`. */
  readonly baseUrl: ConfiguredAddress;
  readonly apiKey: string;
  /** See parseSecrets. */
  readonly secrets: readonly Uint8Array[];
  /** From the connection to the end of the answer. */
  readonly timeoutSeconds: number;
}

/** What is sent there. */
interface Letter {
  readonly id: string;
  readonly body: string;
  /** What the receiver is told of the trace that it is a part of. */
  readonly traceparent?: string | null;
}

/** What came of one attempt. */
export type AttemptResult =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** The beginning of the answer, without keys and without queries of addresses. */
      readonly detail: string;
      readonly retryAfterSeconds: number | null;
    }
  /** No status came back. The receiver may have got the delivery all the same. */
  | { readonly kind: "unanswered"; readonly detail: string };

/** Bytes of an answer that are read: enough for Laravel's list of what it refuses. */
const mostDetail = 4096;

/** Where results are sent. Throws `CONFIG_INVALID` for a base that is no http or https address. */
export function resultAddress(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new OcrEcoError(
      "CONFIG_INVALID",
      `${withoutQuery(baseUrl) || "An empty text"} is no address. Write it as in https://laravel.example.org.`,
    );
  }
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/ocr/result`;
  [url.search, url.hash] = ["", ""];
  return url;
}

/**
 * Makes one attempt of a delivery. Redirects are not followed. Never rejects.
 *
 * The status line is the answer: once it has come, what happens to the rest of the answer changes nothing. Laravel
 * books every call, and has booked this one when it begins to say 200; to send it again because the connection broke
 * a moment later would book it twice. For the same reason each attempt has a connection of its own: clients send
 * again by themselves when a kept one turns out to be closed.
 */
export async function send(
  { baseUrl, apiKey, secrets, timeoutSeconds }: Destination,
  { id, body, traceparent = null }: Letter,
): Promise<AttemptResult> {
  // What the receiver says may repeat what it was sent: the key, and the address that opens the picture.
  const clean = (text: string): string => redactText(apiKey === "" ? text : text.replaceAll(apiKey, "[key]"));
  let status: number | null = null;
  try {
    const request = {
      url: resultAddress(baseUrl),
      method: "POST",
      headers: {
        "content-type": "application/json",
        // Without it Laravel answers what it refuses with a redirect.
        accept: "application/json",
        "x-api-key": apiKey,
        ...webhookHeaders({ id, sentAt: Date.now(), body, secrets }),
        ...(traceparent === null ? {} : { traceparent }),
      },
      body: Buffer.from(body),
      onStatus: (line: number) => {
        status = line;
      },
    };
    return await withDeadline(timeoutSeconds * 1000, (deadline) =>
      exchange(request, deadline, async (answer) => {
        status = answer.status;
        const retryAfter = retryAfterSeconds(answer.headers["retry-after"], Date.now());
        return {
          kind: "answered",
          status,
          detail: clean(await beginning(answer)),
          retryAfterSeconds: retryAfter,
        };
      }),
    );
  } catch (error) {
    const detail = error instanceof DeadlineError ? `no answer within ${timeoutSeconds} s` : describe(error);
    if (status === null) return { kind: "unanswered", detail };
    return { kind: "answered", status, detail, retryAfterSeconds: null };
  }
}

/** The beginning of an answer's body, as far as it comes. */
async function beginning({ body }: Answer): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of body) {
      parts.push(part);
      length += part.length;
      if (length >= mostDetail) break;
    }
  } catch {
    // The status has come.
  }
  const text = new TextDecoder().decode(Buffer.concat(parts).subarray(0, mostDetail));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out, because terminals obey them.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
}

/** The runtime's sentences may name what was sent; its codes do not. */
function describe(error: unknown): string {
  if (error instanceof OcrEcoError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return code.startsWith("HPE_") ? `the answer is no HTTP (${code})` : `the connection failed (${code})`;
}
