import { collect } from "../collect.ts";
import type { Answer } from "./exchange.ts";

/** The body of an answer as text. Rejects where it has more than `mostBytes`. */
export async function textOf({ body }: Answer, mostBytes: number): Promise<string> {
  const tooLong = (): Error => new Error("the answer does not end");
  return new TextDecoder().decode(await collect(body, mostBytes, tooLong));
}
