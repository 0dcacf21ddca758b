import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AssetName, type CatalogEntry, dataFiles } from "./catalog.ts";
import { embeddedPath, isCompiled, readEmbedded } from "./embedded.ts";

export type { AssetName };

/** The checkout; only meaningful from source. */
const root = join(import.meta.dir, "..", "..");

/** Where a file lies from which the build takes it. `modules` is the folder of the packages. */
export function sourceOf(entry: CatalogEntry, modules: string = join(root, "node_modules")): string {
  return entry.package === null ? join(root, entry.path) : join(modules, entry.package, entry.path);
}

/**
 * A path at which `node:fs` and `Bun.file` can read a model or language file, from source as well as in
 * the executable. Nothing is extracted: in the executable the path is a virtual one, so it must not be
 * handed to another program or to native code. Files that the catalogue says are packed: see `readAsset`.
 */
export function assetPath(name: AssetName): string {
  if (isCompiled) return embeddedPath(assetEntry(name));
  return sourceOf(entryOf(name));
}

/** The content of any model or language file. */
export function readAsset(name: AssetName): Uint8Array<ArrayBuffer> {
  if (!isCompiled) return new Uint8Array(readFileSync(assetPath(name)));
  const content = readEmbedded(assetEntry(name));
  return entryOf(name).packed === true ? Bun.gunzipSync(content) : content;
}

/** The place of a model or language file among the embedded ones. */
export function assetEntry(name: AssetName): string {
  return `data/${name}`;
}

function entryOf(name: AssetName): CatalogEntry {
  const entry = dataFiles.find((file) => file.name === name);
  if (entry === undefined) throw new Error(`There is no embedded file called ${name}.`);
  return entry;
}
