import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Shorter texts do not get shorter by it. */
const shortest = 120;
/** What a kept text begins with: as it is, or deflated. */
const [plain, deflated] = ["=", "z"];

/** A text as it is kept: memory is what a queue in Redis costs, and readings and bodies are most of it. */
export function packed(text: string): string | Buffer {
  if (text.length < shortest) return plain + text;
  const small = deflateRawSync(text, { level: 6 });
  return small.length + 1 < Buffer.byteLength(text)
    ? Buffer.concat([Buffer.from(deflated), small])
    : plain + text;
}

/** The text that `packed` was given. */
export function unpacked(kept: Buffer): string {
  const rest = kept.subarray(1);
  return kept[0] === deflated.charCodeAt(0) ? inflateRawSync(rest).toString() : rest.toString();
}
