import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What is loaded before the first command runs: our files, and what they have of others. */
function loadedAtOnce(): { files: Set<string>; others: Set<string> } {
  const files = new Set<string>();
  const others = new Set<string>();
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  const load = (file: string): void => {
    if (files.has(file) || file.endsWith(".json")) return;
    files.add(file);
    // Imports of types alone are not among these.
    for (const { kind, path } of transpiler.scanImports(readFileSync(file, "utf8"))) {
      if (kind !== "import-statement") continue;
      if (path.startsWith(".")) load(join(dirname(file), path));
      else others.add(path);
    }
  };
  load(join(import.meta.dir, "..", "..", "cli", "main.ts"));
  return { files, others };
}

test("help and version load no package but commander, and nothing of node that is slow to load", () => {
  const { files, others } = loadedAtOnce();
  expect([...files].filter((file) => file.endsWith("/command.ts")).length).toBeGreaterThan(20);
  expect([...others].sort()).toEqual(["commander", "node:fs", "node:path"]);
});
