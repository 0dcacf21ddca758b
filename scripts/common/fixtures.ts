import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of drawn pictures: `images` and `negatives` with the labels of the former, and `broken`. */
const folder = join(import.meta.dir, "..", "..", "test", "fixtures");

/** A fixture's path, for programs. */
export function fixture(...names: readonly string[]): string {
  return join(folder, ...names);
}

/** A fixture's bytes. */
export function fixtureBytes(...names: readonly string[]): Uint8Array {
  return new Uint8Array(readFileSync(fixture(...names)));
}
