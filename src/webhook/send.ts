import type { IncomingMessage, RequestOptions } from "node:http";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { version } from "../build-info.ts";
import type { ConfiguredAddress } from "../config/destinations.ts";
import { OcrEcoError } from "../errors.ts";
import { redactText } from "../observability/redact.ts";
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
  { id, body }: { readonly id: string; readonly body: string },
): Promise<AttemptResult> {
  const deadline = AbortSignal.timeout(timeoutSeconds * 1000);
  // What the receiver says may repeat what it was sent: the key, and the address that opens the picture.
  const clean = (text: string): string => redactText(apiKey === "" ? text : text.replaceAll(apiKey, "[key]"));
  let status: number | null = null;
  try {
    const url = resultAddress(baseUrl);
    const content = Buffer.from(body);
    const headers = {
      "content-type": "application/json",
      "content-length": String(content.length),
      // Without it Laravel answers what it refuses with a redirect.
      accept: "application/json",
      "user-agent": `ocr-eco/${version}`,
      "x-api-key": apiKey,
      ...webhookHeaders({ id, sentAt: Date.now(), body, secrets }),
    };
    const response = await post(url, { headers, signal: deadline }, content, (line) => {
      status = line;
    });
    status = response.statusCode ?? status ?? 0;
    const retryAfter = retryAfterSeconds(response.headers["retry-after"], Date.now());
    const detail = clean(await beginning(response));
    return { kind: "answered", status, detail, retryAfterSeconds: retryAfter };
  } catch (error) {
    const detail = deadline.aborted ? `no answer within ${timeoutSeconds} s` : describe(error);
    if (status === null) return { kind: "unanswered", detail };
    return { kind: "answered", status, detail, retryAfterSeconds: null };
  }
}

/** Sends `content` and resolves with the head of the answer; `onStatus` hears of the status line before. */
function post(
  url: URL,
  options: RequestOptions,
  content: Buffer,
  onStatus: (status: number) => void,
): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, method: "POST", agent: false });
    sent.on("response", resolve);
    sent.on("error", reject);
    sent.on("socket", (socket) => {
      let head = "";
      socket.on("data", (chunk: Buffer) => {
        if (head.length > 64) return;
        head += chunk.toString("latin1", 0, 64);
        const status = /^HTTP\/1\.\d ([2-5]\d\d)[ \r\n]/.exec(head)?.[1];
        if (status !== undefined) onStatus(Number(status));
      });
    });
    sent.end(content);
  });
}

/** The beginning of an answer's body, as far as it comes. */
async function beginning(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of response) {
      parts.push(part);
      length += part.length;
      if (length >= mostDetail) break;
    }
  } catch {
    // The status has come.
  } finally {
    response.destroy();
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
