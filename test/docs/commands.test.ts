import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commandsIn, type Typed, unknownOf } from "../support/typed-commands.ts";

const root = join(import.meta.dir, "..", "..");
const pages = ["README.md", ...readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"))];

/** All commands on a page, in code and in lines of shells. */
function commandsOn(page: string): Typed[] {
  const text = readFileSync(join(root, page === "README.md" ? page : `docs/${page}`), "utf8");
  const blocks = [...text.matchAll(/^```(?:sh|console)\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
    block.split("\n"),
  );
  const spans = [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, span = ""]) => span,
  );
  return commandsIn([...blocks, ...spans]);
}

test("every command and option that our pages show is one that the program has", async () => {
  const found = pages.map((page) => [page, commandsOn(page)] as const);
  const unknown = await Promise.all(
    found.map(async ([page, typed]) => [page, await unknownOf(typed)] as const),
  );
  expect(unknown.filter(([, each]) => each.length > 0)).toEqual([]);
  expect(found.flatMap(([, typed]) => typed).length).toBeGreaterThan(80);
});
