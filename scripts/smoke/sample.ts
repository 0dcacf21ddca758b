import { readFileSync } from "node:fs";
import { join } from "node:path";

const fixtures = join(import.meta.dir, "..", "..", "test", "fixtures");
/** The drawn screenshot that everything is tried with (the one that ./scripts/try reads), and its step count. */
export function sample(): { path: string; steps: number } {
  const labels: Record<string, { steps: number }> = JSON.parse(
    readFileSync(join(fixtures, "labels.json"), "utf8"),
  );
  const entry = Object.entries(labels).find(([name]) => name.startsWith("samsung-home-en-"));
  if (entry === undefined) throw new Error("test/fixtures/labels.json has no samsung-home-en-… picture");
  const [file, { steps }] = entry;
  return { path: join(fixtures, "images", file), steps };
}
