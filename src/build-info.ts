import { version as packageVersion } from "../package.json";

/** The build puts the commit here; from source the name does not exist. */
declare const OCR_ECO_COMMIT: string | undefined;

/** The version of the program, as in package.json. */
export const version: string = packageVersion;

/**
 * The commit this program was made from, with a `+` when files had been changed since; `unknown` where no
 * git can tell.
 */
export function commit(): string {
  if (typeof OCR_ECO_COMMIT === "string") return OCR_ECO_COMMIT;
  return commitOf(import.meta.dir);
}

/** Asks git for the commit of the checkout that `folder` is in; `unknown` without git or without a commit. */
export function commitOf(folder: string): string {
  const git = (...words: string[]) => {
    try {
      const { stdout, success } = Bun.spawnSync(["git", "-C", folder, ...words], { stderr: "ignore" });
      return success ? stdout.toString().trim() : undefined;
    } catch {
      return undefined;
    }
  };
  // The page that measurements write is none of it.
  const program = ["--", ":/", ":(top,exclude)docs/figures.md"];
  const head = git("rev-parse", "--short=12", "HEAD");
  if (head === undefined || head === "") return "unknown";
  return git("status", "--porcelain", "--untracked-files=no", ...program) === "" ? head : `${head}+`;
}
