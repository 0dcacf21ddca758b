import { readFileSync } from "node:fs";
import { join } from "node:path";

const fixtures = join(import.meta.dir, "..", "..", "test", "fixtures");
const file = "samsung-home-en-dark.png";

/** The drawn screenshot that everything is tried with, and the step count it shows. */
export function sample(): { path: string; steps: number } {
  const labels: Record<string, { steps: number }> = JSON.parse(
    readFileSync(join(fixtures, "labels.json"), "utf8"),
  );
  const label = labels[file];
  if (label === undefined) throw new Error(`test/fixtures/labels.json says nothing of ${file}`);
  return { path: join(fixtures, "images", file), steps: label.steps };
}
