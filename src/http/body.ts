import type { z } from "zod";
import { collect } from "../collect.ts";
import { OcrEcoError } from "../errors.ts";
import { detailsOf } from "./schemas.ts";

/** Bytes of a body that is JSON: a hundred reports with long addresses have less. */
const mostJsonBytes = 1_000_000;
/** How deep JSON may be nested. Ours is three deep; what walks through thousands of levels takes others' time. */
const deepest = 20;

/** What the service before this one said of every request of a wrong form. */
export const invalidMessage = "Data yang dikirim tidak valid";

/** A request of the wrong form; each detail says where and how. */
export class InvalidRequestError extends OcrEcoError {
  constructor(readonly details: readonly string[]) {
    super("REQUEST_INVALID", invalidMessage);
  }
}

/**
 * The JSON of a request's body, whatever its content type says; `null` for an empty one. A router's hook: it
 * answers for each route itself, so that nothing of a large or deep body is looked at by anybody else. Throws
 * `REQUEST_TOO_LARGE` or `REQUEST_MALFORMED`.
 */
export async function readJson({ request }: { readonly request: Request }): Promise<unknown> {
  const tooLarge = () =>
    new OcrEcoError(
      "REQUEST_TOO_LARGE",
      `The body has more than ${mostJsonBytes / 1e6} MB. Send less at once.`,
    );
  if (request.body === null) return null;
  const bytes = await collect(request.body, mostJsonBytes, tooLarge);
  if (bytes.length === 0) return null;
  try {
    // Bytes that are no UTF-8 would all become the same character, and different ids one.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (depthOf(text) > deepest) throw new Error("it is nested too deeply");
    return JSON.parse(text);
  } catch {
    throw new OcrEcoError("REQUEST_MALFORMED", "The body is no JSON in UTF-8. Send a JSON object.");
  }
}

/** How deep brackets are nested, outside of texts. */
function depthOf(text: string): number {
  let [depth, most, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (quoted) {
      if (char === 0x5c) at++;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x7b || char === 0x5b) most = Math.max(most, ++depth);
    else if (char === 0x7d || char === 0x5d) depth--;
  }
  return most;
}

/** The body as its schema wants it. Throws an `InvalidRequestError` that says what is wrong with it. */
export function valid<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new InvalidRequestError(detailsOf("body", result.error));
  return result.data;
}
