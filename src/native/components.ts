import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedPath, isCompiled } from "./embedded.ts";
import { type Inventory, inventoryName } from "./inventory.ts";

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
