/**
 * Prints how the folders of `src`, `cli`, `scripts` and `test` import each other: each arrow with its imports, types too, and
 * what runs in circles.
 *
 *   bun scripts/import-graph.ts [root of another checkout]
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const [root = join(import.meta.dir, "..")] = process.argv.slice(2);
/** The folders whose files are looked at. */
const tops = ["src", "cli", "scripts", "test"];
const arrows = new Map<string, Map<string, number>>();
for (const file of tops.flatMap(filesIn)) {
  const from = folderOf(file);
  for (const [, path = ""] of readFileSync(join(root, file), "utf8").matchAll(
    /\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g,
  )) {
    const to = folderOf(normalize(join(dirname(file), path)));
    if (to === from || !tops.includes(to.split("/")[0] ?? "")) continue;
    const own = arrows.get(from) ?? new Map<string, number>();
    arrows.set(from, own.set(to, (own.get(to) ?? 0) + 1));
  }
}

const pairs = [...arrows].flatMap(([from, own]) => [...own].map(([to, count]) => ({ from, to, count })));
for (const { from, to, count } of pairs.sort((one, other) => one.from.localeCompare(other.from)))
  console.log(
    `${String(count).padStart(5)}  ${from} → ${to}${arrows.get(to)?.has(from) ? "  (and back)" : ""}`,
  );
const folders = new Set(pairs.flatMap(({ from, to }) => [from, to]));
const circles = [...new Set([...folders].map(circleOf).filter((circle) => circle !== ""))];
// Of two folders that import each other, the lesser number runs back.
const back = pairs.reduce(
  (sum, { from, to, count }) => sum + (from < to ? Math.min(count, arrows.get(to)?.get(from) ?? 0) : 0),
  0,
);
console.log(
  `${folders.size} folders, ${pairs.length} arrows, ${back} imports that run back, ${circles.length} circles`,
);
for (const circle of circles) console.log(`  circle: ${circle}`);

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file}`);
}

/** The first two folders of a path; what stands directly in one of the four is a folder of its own. */
function folderOf(path: string): string {
  const parts = path.split("/");
  return parts.length === 2 ? `${parts[0]}/*` : parts.slice(0, 2).join("/");
}

/** The folders that a folder reaches and that reach it, as a text; "" when there are none. */
function circleOf(folder: string): string {
  const around = [...reachedFrom(folder)].filter((each) => reachedFrom(each).has(folder));
  return around.length === 0 ? "" : around.sort().join(", ");
}

function reachedFrom(folder: string, reached = new Set<string>()): Set<string> {
  for (const to of arrows.get(folder)?.keys() ?? []) {
    if (reached.has(to)) continue;
    reached.add(to);
    reachedFrom(to, reached);
  }
  return reached;
}
