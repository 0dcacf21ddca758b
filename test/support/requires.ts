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
