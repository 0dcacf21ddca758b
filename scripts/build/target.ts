import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Architecture } from "../../src/native/catalog.ts";
import { ownArchitecture } from "./packages.ts";

const root = join(import.meta.dir, "..", "..");

/** The architecture that `--target linux-x64|linux-arm64` names, else this machine's. */
export function requestedArchitecture(): Architecture {
  const { values } = parseArgs({ options: { target: { type: "string" } } });
  switch (values.target) {
    case undefined:
      return ownArchitecture();
    case "linux-x64":
      return "x64";
    case "linux-arm64":
      return "arm64";
    default:
      throw new Error(`There is no target ${values.target}; use linux-x64 or linux-arm64`);
  }
}

/** Where the build puts the executable for an architecture. */
export function executableFor(architecture: Architecture): string {
  const isOwn = architecture === ownArchitecture();
  return join(root, "dist", isOwn ? "ocr-eco" : `ocr-eco-linux-${architecture}`);
}
