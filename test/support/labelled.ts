import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./temporary.ts";

/** A folder of labelled pictures that only the fake worker can read: as many as there are counts. */
export function quickPictures(...counts: readonly number[]): string {
  const folder = join(temporaryFolder(), "quick");
  mkdirSync(join(folder, "images"), { recursive: true });
  const labels = counts.map((steps, index) => {
    writeFileSync(join(folder, "images", `${index}.png`), `${steps} steps in ${index}`);
    return [`${index}.png`, { steps }] as const;
  });
  writeFileSync(join(folder, "labels.json"), JSON.stringify(Object.fromEntries(labels)));
  return folder;
}
