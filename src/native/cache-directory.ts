import { lstatSync, mkdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/** The variable with which a person chooses where native libraries are written. */
export const cacheVariable = "OCR_ECO_CACHE_DIR";

/** What decides where the cache lies; a parameter so that tests need not change this process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly temporaryFolder: string;
  /** The numeric id of the user this process runs as. */
  readonly user: number;
}

/**
 * The folders in which the libraries may be kept, best first: the one that was asked for, the user's own
 * cache, and one in the temporary folder that carries the user's id, so that users do not meet there.
 * Relative paths are ignored, as the XDG specification demands: they would depend on where one stands.
 */
export function cacheCandidates({ env, temporaryFolder, user }: Surroundings): string[] {
  const chosen = env[cacheVariable];
  const candidates: string[] = [];
  if (chosen !== undefined && isAbsolute(chosen)) candidates.push(chosen);
  const xdg = env["XDG_CACHE_HOME"];
  const home = env["HOME"];
  if (xdg !== undefined && isAbsolute(xdg)) candidates.push(join(xdg, "ocr-eco"));
  if (home !== undefined && isAbsolute(home)) candidates.push(join(home, ".cache", "ocr-eco"));
  candidates.push(join(temporaryFolder, `ocr-eco-${user}`));
  return [...new Set(candidates)];
}

/**
 * Creates `folder` and `folder/key` where missing and returns the latter. Throws when either cannot be
 * created, or when somebody else could put files there: what lies there is loaded into this process.
 */
export function prepareFolder(folder: string, key: string, user: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  refuseUnsafe(folder, user, "parent");
  const own = join(folder, key);
  mkdirSync(own, { recursive: true, mode: 0o755 });
  refuseUnsafe(own, user, "own");
  return own;
}

/** The system's administrator can replace the program itself, so folders of theirs are as good as ours. */
function isTrusted(owner: number, user: number): boolean {
  return owner === user || owner === 0;
}

function refuseUnsafe(path: string, user: number, role: "parent" | "own"): void {
  // A person may use a symbolic link as the parent, but then whoever made the link must be trusted too.
  if (!isTrusted(lstatSync(path).uid, user)) throw new Error(`${path} belongs to another user`);
  const stats = role === "parent" ? statSync(path) : lstatSync(path);
  if (!stats.isDirectory()) throw new Error(`${path} is not a folder`);
  if (!isTrusted(stats.uid, user)) throw new Error(`${path} belongs to another user`);
  // A parent may be open to its group, as home folders often are, and to everybody where the sticky bit
  // (as on /tmp) lets them add files but not rename ours. The folder of the libraries may not.
  const sticky = (stats.mode & 0o1000) !== 0;
  const forbidden = role === "own" ? 0o022 : sticky ? 0 : 0o002;
  if ((stats.mode & forbidden) !== 0) throw new Error(`${path} can be written to by other users`);
}
