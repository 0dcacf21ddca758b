import { type Script, script as scriptOf } from "../../redis/script.ts";
import { base } from "./lua/base.ts";

/** What its pieces do at the end is done where the rest failed in its middle, too: what it wrote before stays, and has to be counted. */
const atItsEnd = `
local isDone, answer = pcall(main)
for _, act in ipairs(atEnd) do act() end
if not isDone then error(answer, 0) end
return answer
`;

/** A script of the queue: one that knows its clocks and ids, see `script` of src/redis. */
export function script(parts: readonly string[], takesRoom = false): Script {
  return scriptOf([base, "local function main()", ...parts, "end", atItsEnd], takesRoom);
}
