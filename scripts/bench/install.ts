import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const source = import.meta.dir;
const tools = join(source, "..", "..", ".tools");

/** Where the peers are run: their programs lie beside their packages, which are no part of this project's. */
export const peersFolder = join(tools, "bench");

/**
 * Installs the peers' packages as the lock file says, where that was not done before, and lays their programs beside them.
 * `null`, or why there are none.
 */
export function installPeers(): string | null {
  mkdirSync(peersFolder, { recursive: true });
  for (const name of ["package.json", "bun.lock"]) copyFileSync(join(source, name), join(peersFolder, name));
  rmSync(join(peersFolder, "peers"), { recursive: true, force: true });
  cpSync(join(source, "peers"), join(peersFolder, "peers"), { recursive: true });
  const lock = readFileSync(join(peersFolder, "bun.lock"), "utf8");
  const installed = join(peersFolder, "node_modules", ".installed");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return null;
  console.error("bench: installs the packages of the others (450 MB)");
  const words = ["install", "--frozen-lockfile", "--ignore-scripts"];
  const { success, stderr } = Bun.spawnSync([process.execPath, ...words], {
    cwd: peersFolder,
    env: { ...process.env, BUN_INSTALL_CACHE_DIR: join(tools, "bun-cache") },
    stdout: "ignore",
    stderr: "pipe",
  });
  if (!success) return `its packages could not be installed: ${lastLine(stderr.toString())}`;
  writeFileSync(installed, lock);
  return null;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}
