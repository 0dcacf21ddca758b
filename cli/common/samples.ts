import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Label, labelsFromJson } from "../../src/eval/labels.ts";
import { embeddedPath, isCompiled } from "../../src/native/embedded.ts";

/** A screenshot that was drawn for this program, and what it shows. */
export interface Sample {
  /** Name of its file. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly label: Label;
}

/** Drawn by `bun scripts/draw/main.ts --samples`; the build puts them into the executable. */
const folder = isCompiled ? embeddedPath("samples") : join(import.meta.dir, "..", "samples");

/** The pictures that the program carries, for whoever has none at hand. */
export function samples(): Sample[] {
  const file = join(folder, "labels.json");
  return [...labelsFromJson(readFileSync(file, "utf8"), file)].map(([name, label]) => ({
    name,
    bytes: new Uint8Array(readFileSync(join(folder, "images", name))),
    label,
  }));
}
