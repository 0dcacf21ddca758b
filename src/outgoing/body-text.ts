import type { Answer } from "./exchange.ts";

/** The body of an answer as text. Rejects where it has more than `mostBytes`. */
export async function textOf({ body }: Answer, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Error("the answer does not end");
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}
