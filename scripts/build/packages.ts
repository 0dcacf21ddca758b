import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Architecture } from "../../src/native/catalog.ts";

/** What an executable is made of besides our own code. */
export interface Ingredients {
  /** A folder with node_modules that has the native packages of the architecture. */
  readonly packagesRoot: string;
  /** The Bun program the executable is built on. */
  readonly bun: string;
}

/** The architecture of this machine. */
export function ownArchitecture(): Architecture {
  if (process.arch === "x64" || process.arch === "arm64") return process.arch;
  throw new Error(`ocr-eco is built on x64 and arm64, not on ${process.arch}`);
}

/**
 * Finds the packages and the Bun for an architecture; those for another one than this machine's are fetched
 * into `.tools`. The lock file decides versions and checksums of the packages, scripts/setup.sh those of Bun.
 */
export function ingredientsFor(root: string, architecture: Architecture): Ingredients {
  if (architecture === ownArchitecture()) return { packagesRoot: root, bun: process.execPath };
  const packagesRoot = join(root, ".tools", `packages-linux-${architecture}`);
  mkdirSync(packagesRoot, { recursive: true });
  for (const name of ["package.json", "bun.lock", "bunfig.toml"]) {
    copyFileSync(join(root, name), join(packagesRoot, name));
  }
  run(packagesRoot, [
    process.execPath,
    "install",
    "--frozen-lockfile",
    "--ignore-scripts",
    "--os=linux",
    `--cpu=${architecture}`,
  ]);
  run(root, ["sh", join(root, "scripts", "setup.sh"), "fetch-bun", architecture]);
  const bun = join(root, ".tools", `bun-${Bun.version}-linux-${architecture}`, "bun");
  if (!existsSync(bun)) throw new Error(`scripts/setup.sh left no ${bun}`);
  return { packagesRoot, bun };
}

function run(folder: string, command: string[]): void {
  const { success } = Bun.spawnSync(command, {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      // Whatever is fetched for the checkout stays inside it.
      BUN_INSTALL_CACHE_DIR: process.env["BUN_INSTALL_CACHE_DIR"] ?? join(folder, "..", "bun-cache"),
    },
  });
  if (!success) throw new Error(`"${command.join(" ")}" failed in ${folder}`);
}
