import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedPath, isCompiled } from "./assets.ts";

/** One piece of other people's work inside the program. */
export interface Component {
  readonly kind: "runtime" | "package" | "library" | "model";
  readonly name: string;
  /** Empty where the maker gives none. */
  readonly version: string;
  /** As its maker states it; an SPDX expression for npm packages. */
  readonly license: string;
  /** Where its source can be had. */
  readonly source: string;
}

/** A licence text, and the components that ship it. */
export interface LicenseText {
  readonly title: string;
  readonly text: string;
}

/** Everything that is inside the program. */
export interface Inventory {
  readonly components: readonly Component[];
  readonly texts: readonly LicenseText[];
  /** The facts `--version` prints. */
  readonly versions: EngineVersions;
}

/** Versions of what reads the pictures. */
interface EngineVersions {
  readonly onnxruntime: string;
  readonly tesseractCore: string;
  readonly sharp: string;
  readonly libvips: string;
  readonly ocrModels: string;
}

/** The place of the inventory among the embedded files. */
export const inventoryName = "inventory.json";

/**
 * What is inside: in the executable as the build found it, from source as the packages lie in
 * node_modules (there it also names packages that an executable would leave out).
 */
export async function readInventory(): Promise<Inventory> {
  // The build wrote it with this very type.
  if (isCompiled) return JSON.parse(readFileSync(embeddedPath(inventoryName), "utf8")) as Inventory;
  const { collectInventory, productionPackages } = await import("./collect-inventory.ts");
  const root = join(import.meta.dir, "..", "..");
  if (!existsSync(join(root, "node_modules"))) throw new Error("The packages are not installed.");
  return collectInventory(root, productionPackages(root), process.arch === "arm64" ? "arm64" : "x64");
}
