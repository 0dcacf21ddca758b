import { existsSync } from "node:fs";
import { join } from "node:path";

/** In continuous integration nothing may be skipped for want of a program. */
const isCi = process.env["CI"] === "true";

/**
 * Whether a program that some tests need is installed, for `test.skipIf(!hasProgram("strace", "strace"))`.
 * Says in one line which Debian package is missing; with `CI=true` that is an error.
 */
export function hasProgram(program: string, debianPackage: string): boolean {
  if (Bun.which(program) !== null) return true;
  const sentence = `${program} is not installed (Debian package ${debianPackage})`;
  if (isCi) throw new Error(sentence);
  console.warn(`skipped: ${sentence}`);
  return false;
}

/**
 * Where a shared library is that some tests need, `null` without it: then the same holds as for programs. `name` is
 * its path below the folder of libraries.
 */
export function libraryFile(name: string, debianPackage: string): string | null {
  const folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const sentence = `${name} is not installed (Debian package ${debianPackage})`;
  if (isCi) throw new Error(sentence);
  console.warn(`skipped: ${sentence}`);
  return null;
}

/**
 * The folder of real screenshots that lies beside the checkout on some machines, or `undefined`. They show
 * real people's days and are therefore not part of the project; tests that need them are skipped without.
 */
export function realScreenshots(): string | undefined {
  const folder = join(import.meta.dir, "..", "..", "..", "shared", "screenshots");
  if (existsSync(folder)) return folder;
  console.warn("skipped: there are no real screenshots in ../shared/screenshots");
  return undefined;
}

/** Whether this user may mount something in a namespace of its own; with `CI=true` not being able to is an error. */
export function canMount(): boolean {
  if (!hasProgram("unshare", "util-linux")) return false;
  const { exitCode } = Bun.spawnSync([...inNamespace, "true"], { stdout: "ignore", stderr: "ignore" });
  if (exitCode === 0) return true;
  if (isCi) throw new Error("nothing can be mounted, also not in a namespace");
  console.warn("skipped: nothing can be mounted, also not in a namespace");
  return false;
}

const inNamespace = ["unshare", "--map-root-user", "--mount"] as const;

/** Runs a command with a disk of its own at `folder`, which exists. `options` are those of a tmpfs: `size=64k`, `ro`. */
export function withDisk(folder: string, options: string, command: readonly string[]): string[] {
  const script = 'mount -t tmpfs -o "$1" none "$2" && shift 2 && exec "$@"';
  return [...inNamespace, "sh", "-c", script, "sh", options, folder, ...command];
}
