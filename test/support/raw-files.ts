import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** All files in a folder and below. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The files in a folder, and below, in whose bytes a text stands, also those that it was deleted from. */
export function filesThatHold(folder: string, text: string): string[] {
  return filesIn(folder)
    .filter((file) => readFileSync(file).includes(text))
    .toSorted();
}
