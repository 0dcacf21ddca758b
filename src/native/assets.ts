import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AssetName, type CatalogEntry, dataFiles } from "./catalog.ts";

export type { AssetName };

/** True inside the one executable, false when the program runs from its source files. */
export const isCompiled: boolean = Bun.isStandaloneExecutable;

/** The folder inside the executable that the build puts all embedded files into. */
export const embeddedFolder = "embedded";

/** Where the executable keeps its embedded files: a path that exists only inside this process. */
export function embeddedPath(name: string): string {
  return join(import.meta.dir, embeddedFolder, name);
}

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
  if (isCompiled) return embeddedPath(join("data", name));
  return sourceOf(entryOf(name));
}

/** The content of any embedded file. */
export function readAsset(name: AssetName): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(readFileSync(assetPath(name)));
  return isCompiled && entryOf(name).packed === true ? Bun.gunzipSync(content) : content;
}

function entryOf(name: AssetName): CatalogEntry {
  const entry = dataFiles.find((file) => file.name === name);
  if (entry === undefined) throw new Error(`There is no embedded file called ${name}.`);
  return entry;
}
