import type { z } from "zod";
import { invalidMessage } from "../api/problems.ts";
import { collect } from "../collect.ts";
import { OcrEcoError } from "../errors.ts";
import { nextTurn } from "../next-turn.ts";
import { callerOf } from "./caller.ts";
import { isOfSession } from "./sign-in.ts";
import { UploadRoom } from "./upload-room.ts";

/** Bytes of a body that is JSON, a hundred reports with long addresses have less, and seconds until all of it is here. */
const json = { mostBytes: 1_000_000, seconds: 10 };
/**
 * Seconds for an upload, bytes that a form has beside the file in it, and how many of the largest ones, or as much in others,
 * are in memory at the same time, of all callers and of one: each is there up to three times on its way to a worker.
 */
const upload = { seconds: 30, reserveBytes: 100_000, largestInHand: 2, largestOfOne: 1 };
/** How deep JSON may be nested. Ours is three deep; what walks through thousands of levels takes others' time. */
const deepest = 20;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** A request of the wrong form; each detail says where and how. */
export class InvalidRequestError extends OcrEcoError {
  constructor(readonly details: readonly string[]) {
    super("REQUEST_INVALID", invalidMessage);
  }
}

/** A router's hook: what `jsonOf` gives, where nothing more came behind it. */
export async function readJson({ request }: { readonly request: Request }): Promise<unknown> {
  const body = await jsonOf(request);
  await nextTurn();
  refuseIfGone(request);
  return body;
}

/**
 * The JSON of a request's body, whatever its content type says; `null` for an empty one. Each route answers for itself, so
 * that nothing of a large or deep body is looked at by anybody else. The router makes a stream of the body before it calls
 * hooks: routes that are asked often call this themselves, and `refuseIfGone` later. Throws `REQUEST_TOO_LARGE`,
 * `REQUEST_TIMEOUT` or `REQUEST_MALFORMED`.
 */
export async function jsonOf(request: Request): Promise<unknown> {
  const bytes = await receive(request, json);
  if (bytes.length === 0) return null;
  try {
    // Bytes that are no UTF-8 would all become the same character, and different ids one.
    const text = decoder.decode(bytes);
    if (depthOf(text) > deepest) throw new Error("it is nested too deeply");
    return JSON.parse(text);
  } catch {
    throw new OcrEcoError("REQUEST_MALFORMED", "The body is no JSON in UTF-8. Send a JSON object.");
  }
}

/** Room for uploads of up to so many megabytes, of all endpoints together. */
export function uploadRoom(mostMegabytes: number): UploadRoom {
  const mostBytes = mostMegabytes * 1e6 + upload.reserveBytes;
  return new UploadRoom(upload.largestInHand * mostBytes, upload.largestOfOne * mostBytes);
}

/**
 * The same hook for a form with a file of up to so many megabytes: the fields by their names. Throws `WORKERS_BUSY`, too,
 * where others' uploads take all the memory that is meant for them.
 */
export function readForm(mostMegabytes: number, room: UploadRoom) {
  const mostBytes = mostMegabytes * 1e6 + upload.reserveBytes;
  return async ({ request }: { readonly request: Request }): Promise<unknown> => {
    const caller = callerOf(request);
    // Who shows a key is one caller wherever it sends from; who needs none is known by its address alone.
    const kind = caller.key !== null && isOfSession(caller.key) ? "person" : "key";
    const holder = caller.key === null ? `address ${caller.address}` : `${kind} ${caller.key.name}`;
    let held = 0;
    let isAnswered = false;
    caller.onAnswered = () => {
      isAnswered = true;
      room.giveBack(holder, held);
    };
    const onBytes = (bytes: number): void => {
      // What still comes after the time was over is nobody's.
      if (isAnswered) throw new Error("its request is answered");
      room.take(holder, bytes);
      held += bytes;
    };
    const bytes = await receive(request, { mostBytes, seconds: upload.seconds, onBytes });
    await nextTurn();
    refuseIfGone(request);
    const headers = { "content-type": request.headers.get("content-type") ?? "" };
    try {
      const form = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers }).formData();
      return Object.fromEntries(form);
    } catch {
      throw new OcrEcoError("REQUEST_MALFORMED", "The body is no form. Send multipart/form-data.");
    }
  };
}

interface Bounds {
  readonly mostBytes: number;
  /** Until all of it is here. */
  readonly seconds: number;
  /** Hears of all that comes, and may throw to have no more of it. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * All bytes of a body, no more than `mostBytes` and no later than in `seconds`: whoever sends one byte a second would
 * else hold on to memory for as long as it likes.
 */
async function receive(request: Request, { mostBytes, seconds, onBytes }: Bounds): Promise<Uint8Array> {
  const tooLarge = () =>
    new OcrEcoError("REQUEST_TOO_LARGE", `The body has more than ${mostBytes / 1e6} MB. Send less at once.`);
  const length = request.headers.get("content-length");
  if (length !== null && Number(length) > mostBytes) throw tooLarge();
  // What says how long it is gets no longer, and needs no stream; anything else is counted while it comes.
  const body = length === null || onBytes !== undefined ? request.body : null;
  if (length === null && body === null) return new Uint8Array();
  const reading = body === null ? request.bytes() : collect(heard(body, onBytes), mostBytes, tooLarge);
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const timer = setTimeout(() => {
    const message = `The body did not come in whole within ${seconds} s. Send it faster, or less at once.`;
    reject(new OcrEcoError("REQUEST_TIMEOUT", message));
  }, seconds * 1000);
  reading.then(resolve, reject);
  try {
    return await promise;
  } catch (error) {
    if (error instanceof OcrEcoError) throw error;
    // Its sender hung up, or it is no body at all.
    throw incomplete();
  } finally {
    clearTimeout(timer);
  }
}

async function* heard(
  body: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  for await (const part of body) {
    onBytes(part.length);
    yield part;
  }
}

/**
 * Throws `REQUEST_MALFORMED` where a request's connection is closed. Bun answers 400, or nothing, and hangs up, where bytes
 * that it makes nothing of come right behind a body: trailers, more than was announced, another request. It finds
 * out after it has handed the body over, in the same turn of the event loop: what it refused must not be done after that.
 */
export function refuseIfGone(request: Request): void {
  if (callerOf(request).isGone) throw incomplete();
}

function incomplete(): OcrEcoError {
  return new OcrEcoError("REQUEST_MALFORMED", "The body did not come in whole. Send it again.");
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

/** Sentences of a failed check, in the form of the service before this one. */
export function detailsOf(where: string, error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => `${[where, ...path.map(String)].join(" -> ")}: ${message}`);
}
