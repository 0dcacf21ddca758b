import { readFileSync } from "node:fs";
import { join } from "node:path";

const fixtures = join(import.meta.dir, "..", "..", "test", "fixtures");
const file = "samsung-daily-activity-en-light.png";

/** The drawn screenshot that everything is tried with (the one that ./scripts/try reads), and its step count. */
export function sample(): { path: string; steps: number } {
  const labels: Record<string, { steps: number }> = JSON.parse(
    readFileSync(join(fixtures, "labels.json"), "utf8"),
  );
  const label = labels[file];
  if (label === undefined) throw new Error(`test/fixtures/labels.json says nothing of ${file}`);
  return { path: join(fixtures, "images", file), steps: label.steps };
}
