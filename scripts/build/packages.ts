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
  const fetchBun = '. "$root/scripts/setup.sh"; require_supported_machine; fetch_bun "$1"';
  run(root, ["sh", "-c", fetchBun, "sh", architecture], { root });
  const bun = join(root, ".tools", `bun-${Bun.version}-linux-${architecture}`, "bun");
  if (!existsSync(bun)) throw new Error(`scripts/setup.sh left no ${bun}`);
  return { packagesRoot, bun };
}

/** Whatever is fetched for the checkout stays inside it. */
const cache = join(import.meta.dir, "..", "..", ".tools", "bun-cache");

function run(folder: string, command: string[], env: Record<string, string> = {}): void {
  const { success } = Bun.spawnSync(command, {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      ...env,
      BUN_INSTALL_CACHE_DIR: process.env["BUN_INSTALL_CACHE_DIR"] ?? cache,
    },
  });
  if (!success) throw new Error(`"${command.join(" ")}" failed in ${folder}`);
}
