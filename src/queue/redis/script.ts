import { type Script, script as scriptOf } from "../../redis/script.ts";
import { base } from "./lua/base.ts";

/** A script of the queue: one that knows its clocks and ids, see `script` of src/redis. */
export function script(parts: readonly string[], takesRoom = false): Script {
  return scriptOf([base, ...parts], takesRoom);
}
