import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../scripts/common/fixtures.ts";

/** Fills a folder with these labels and, under these names, these fixtures; returns the folder. */
export function setOf(folder: string, pictures: Readonly<Record<string, string>>, labels: object): string {
  for (const [name, source] of Object.entries(pictures)) {
    mkdirSync(join(folder, name.includes("/") ? "negatives" : "images"), { recursive: true });
    copyFileSync(fixture(...source.split("/")), join(folder, name.includes("/") ? name : `images/${name}`));
  }
  writeFileSync(join(folder, "labels.json"), JSON.stringify(labels));
  return folder;
}
