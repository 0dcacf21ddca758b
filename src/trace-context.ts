/**
 * Where something stands in a trace, as services tell each other in the header `traceparent` (W3C Trace Context, level 2). Ids are
 * hexadecimal, in lower case.
 */
export interface TraceContext {
  readonly traceId: string;
  /** The span that what comes next is a part of. */
  readonly spanId: string;
  /** One byte, in hexadecimal. */
  readonly flags: string;
}

/** A span that is recorded, before anybody knows how long it takes. */
export interface Span {
  readonly traceId: string;
  readonly id: string;
  /** `null` for the first one of its trace. */
  readonly parentId: string | null;
  readonly flags: string;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const sampledBit = 1;
/** All flags of the versions that are known: sampled, and that the trace's id is random. */
const knownBits = 3;

/** What a `traceparent` says; `null` for one that is malformed. A later version may say more, which nobody understands here. */
export function parseTraceparent(text: string | null): TraceContext | null {
  const [, version, traceId = "", spanId = "", flags = "", more] = form.exec(text ?? "") ?? [];
  if (version === undefined || version === "ff" || (version === "00" && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, flags: byte(Number.parseInt(flags, 16) & knownBits) };
}

/** The `traceparent` that says it. */
export function traceparentOf({ traceId, spanId, flags }: TraceContext): string {
  return `00-${traceId}-${spanId}-${flags}`;
}

/** The trace that a `traceparent` which was kept is of; `null` without one, or for one that the disk has changed. */
export function traceIdOf(traceparent: string | null): string | null {
  return parseTraceparent(traceparent)?.traceId ?? null;
}

/** Whether whoever began the trace has it recorded. */
export function isSampled({ flags }: Pick<TraceContext, "flags">): boolean {
  return (Number.parseInt(flags, 16) & sampledBit) !== 0;
}

/** The same, as far as recording is concerned said anew. */
export function sampled(context: TraceContext, is: boolean): TraceContext {
  const bits = Number.parseInt(context.flags, 16);
  return { ...context, flags: byte(is ? bits | sampledBit : bits & ~sampledBit) };
}

/** What comes next is a part of this span. */
export function contextIn({ traceId, id, flags }: Span): TraceContext {
  return { traceId, spanId: id, flags };
}

/** A new span that is a part of what has been told. */
export function spanIn({ traceId, spanId, flags }: TraceContext): Span {
  return { traceId, id: randomId(8), parentId: spanId, flags };
}

/** A new span that is a part of another one. */
export function partOf(span: Span): Span {
  return spanIn(contextIn(span));
}

/** The first span of a new trace, which is recorded. */
export function firstSpan(): Span {
  return { traceId: randomId(16), id: randomId(8), parentId: null, flags: byte(knownBits) };
}

/** Asking the system for random bytes costs more than all else about a span: they are asked for by the page. */
const randomPage = 4096;
let randomDigits = "";
let used = 0;

function randomId(bytes: number): string {
  if (used + 2 * bytes > randomDigits.length) {
    randomDigits = crypto.getRandomValues(new Uint8Array(randomPage)).toHex();
    used = 0;
  }
  used += 2 * bytes;
  return randomDigits.slice(used - 2 * bytes, used);
}

function byte(bits: number): string {
  return bits.toString(16).padStart(2, "0");
}
