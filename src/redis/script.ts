import { base } from "./base.ts";

/** A script that runs in the server: nobody else does anything meanwhile. What it wrote before an error of its own stays, so it checks first. */
export interface Script {
  readonly source: string;
  /** By which the server knows it. */
  readonly sha1: string;
}

/**
 * Makes a script of its parts, which are put behind what all of them need. One that ends or frees something also runs where the
 * server has no memory left; one that `takesRoom` is refused there before it has done anything.
 */
export function script(parts: readonly string[], takesRoom = false): Script {
  const source = [`#!lua${takesRoom ? "" : " flags=allow-oom"}`, base, ...parts].join("\n");
  return { source, sha1: new Bun.CryptoHasher("sha1").update(source).digest("hex") };
}
