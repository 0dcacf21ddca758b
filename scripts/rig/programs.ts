import { join } from "node:path";

const root = join(import.meta.dir, "..", "..");

/** Where scripts/run-tests.ts leaves programs that are bundled: they start in a third of the time. */
const bundled = process.env["BUNDLED_PROGRAMS"];

/** The first file of a program of ours, named from the root; its source where nothing was bundled. */
export function programFile(source: string): string {
  return bundled === undefined ? join(root, source) : join(bundled, source.replace(/\.ts$/, ".js"));
}
