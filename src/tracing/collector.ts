import type { TracingConfig } from "../config/tracing.ts";
import { withDeadline } from "../outgoing/deadline.ts";
import { exchange } from "../outgoing/exchange.ts";
import { retryAfterSeconds } from "../retry-after.ts";

/** What became of a request: `later` may go better, `too-large` in parts, and `refused` will not. */
export type SendResult =
  | { readonly kind: "sent" }
  /** `afterMs`: how long it asked to be left alone, in milliseconds; 0 where it did not. */
  | { readonly kind: "later"; readonly why: string; readonly afterMs: number }
  | { readonly kind: "too-large" | "refused"; readonly why: string };

/** Statuses after which OTLP has a client try again. */
const passing: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
const tooLarge = 413;

/**
 * Sends spans to whoever takes them (OTLP over HTTP, in protobuf). The status is the answer: the rest of it is not waited for. Never
 * rejects, and takes no longer than `milliseconds`.
 */
export async function sendSpans(
  { url, headers }: Pick<TracingConfig, "url" | "headers">,
  body: Uint8Array,
  milliseconds: number,
): Promise<SendResult> {
  const request = {
    url,
    method: "POST",
    headers: { ...headers, "content-type": "application/x-protobuf" },
    body,
  };
  try {
    const { status, headers: told } = await withDeadline(milliseconds, (deadline) =>
      exchange(request, deadline, async (answer) => answer),
    );
    if (status >= 200 && status < 300) return { kind: "sent" };
    const why = `it answered ${status}`;
    if (!passing.has(status)) return { kind: status === tooLarge ? "too-large" : "refused", why };
    return { kind: "later", why, afterMs: 1000 * (retryAfterSeconds(told["retry-after"], Date.now()) ?? 0) };
  } catch (error) {
    // The runtime's sentences may name what was sent; its codes do not.
    const code = error instanceof Error && "code" in error ? String(error.code) : "no answer in time";
    return { kind: "later", why: code, afterMs: 0 };
  }
}
