import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const docs = join(import.meta.dir, "..", "..", "docs");

/** The page that benchmarks write their sections to. */
export const benchmarksPage = join(docs, "benchmarks.md");

/** Puts a plot where the page shows it. */
export function writePlot(name: "times" | "accuracy" | "workers" | "memory", svg: string): void {
  const file = join(docs, "benchmarks", `${name}.svg`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, svg);
}
