import { join } from "node:path";

const root = join(import.meta.dir, "..", "..");

/**
 * The time that what is built bears, in seconds since 1970, so that the same commit gives the same bytes: `SOURCE_DATE_EPOCH`
 * (reproducible-builds.org), else when the commit was made.
 */
export function epochSeconds(): number {
  const named = process.env["SOURCE_DATE_EPOCH"] ?? "";
  if (/^\d+$/.test(named)) return Number(named);
  const { stdout, success } = Bun.spawnSync(["git", "-C", root, "log", "-1", "--format=%ct"]);
  if (!success) throw new Error("There is no commit to take the time from: set SOURCE_DATE_EPOCH.");
  return Number(stdout.toString().trim());
}
