import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BundledFile } from "../../src/dashboard/bundle.ts";
import { dashboardFolder, packed } from "../../src/dashboard/files.ts";
import { type AssetName, assetEntry, sourceOf } from "../../src/native/assets.ts";
import { type Architecture, type CatalogEntry, dataFiles, nativeFiles } from "../../src/native/catalog.ts";
import { collectInventory } from "../../src/native/collect-inventory.ts";
import { embeddedFolder } from "../../src/native/embedded.ts";
import { inventoryName } from "../../src/native/inventory.ts";
import { layoutName, unknownLayout } from "../../src/native/layout.ts";
import {
  type ManifestFile,
  manifestName,
  type NativeManifest,
  packedLibraryName,
} from "../../src/native/manifest.ts";
import { packLibrary } from "../../src/native/packed.ts";
import { isModel, rewritten } from "../../src/reading/engines/onnx/rewrite.ts";
import { elfArchitecture } from "./elf.ts";

/** The drawn pictures that the program carries, see cli/common/samples.ts. */
const samplesFolder = join(import.meta.dir, "..", "..", "cli", "samples");

/** Where the files to embed lie; left there after the build, for the checks that compare. */
export function stageFolder(root: string, architecture: Architecture): string {
  return join(root, ".tools", `stage-linux-${architecture}`, embeddedFolder);
}

/**
 * Lays out everything that is embedded beside the code.
 *
 * @param folder is emptied first; its name is the name of the folder inside the executable
 * @param packagesRoot holds the node_modules of the architecture
 * @param bundled the names of the npm packages whose code is in the bundle
 * @param pages the files of the dashboard
 */
export function stage(
  folder: string,
  packagesRoot: string,
  bundled: Iterable<string>,
  architecture: Architecture,
  pages: readonly BundledFile[],
): NativeManifest {
  rmSync(folder, { recursive: true, force: true });
  const modules = join(packagesRoot, "node_modules");
  for (const file of dataFiles) {
    place(join(folder, assetEntry(file.name)), contentOf(file, modules));
  }
  for (const file of pages) {
    const [name, content] = packed(file);
    place(join(folder, dashboardFolder, name), content);
  }
  cpSync(samplesFolder, join(folder, "samples"), { recursive: true });
  const manifest = stageLibraries(folder, modules, architecture);
  place(join(folder, manifestName), JSON.stringify(manifest));
  place(join(folder, layoutName), unknownLayout);

  const names = new Set([
    ...bundled,
    ...dataFiles.flatMap((file) => file.package ?? []),
    ...nativeFiles(architecture).map((file) => file.package),
  ]);
  const folders = [...names].map((name) => join(modules, name));
  const inventory = collectInventory(packagesRoot, folders, architecture);
  place(join(folder, inventoryName), JSON.stringify(inventory));
  return manifest;
}

/** A model or language file as the executable carries it. `modules` is the folder of the packages. */
export function contentOf(file: CatalogEntry & { readonly name: AssetName }, modules?: string): Uint8Array {
  const content = readFileSync(sourceOf(file, modules));
  if (isModel(file.name)) return rewritten(file.name, content);
  return file.packed === true ? gzipSync(content, { level: 9 }) : content;
}

function stageLibraries(folder: string, modules: string, architecture: Architecture): NativeManifest {
  const files = nativeFiles(architecture).map((entry): ManifestFile => {
    const source = onlyMatch(join(modules, entry.package), entry.path);
    if (elfArchitecture(source) !== architecture)
      throw new Error(`${source} is not made for ${architecture}`);
    const path = `${entry.folder}/${basename(source)}`;
    const content = readFileSync(source);
    const { packed, pieces, checksum } = packLibrary(content);
    place(join(folder, packedLibraryName({ path })), packed);
    return { addon: entry.addon, entry: entry.entry, path, size: content.length, checksum, pieces };
  });
  const digest = new Bun.CryptoHasher("sha256").update(JSON.stringify(files)).digest("hex");
  return { architecture, key: `native-${architecture}-${digest.slice(0, 16)}`, files };
}

/** The one file in `folder` that matches `pattern`; two would mean that the catalogue is not precise. */
export function onlyMatch(folder: string, pattern: string): string {
  const [match, ...others] = [...new Bun.Glob(pattern).scanSync({ cwd: folder })];
  if (match === undefined) throw new Error(`There is no ${pattern} in ${folder}`);
  if (others.length > 0) throw new Error(`Several files match ${pattern} in ${folder}`);
  return join(folder, match);
}

function place(destination: string, content: string | Uint8Array): void {
  mkdirSync(dirname(destination), { recursive: true });
  writeFileSync(destination, content);
}
