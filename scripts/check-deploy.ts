/**
 * Tries what is put on other machines, with the executable in dist: the Debian package, installed, updated, removed and purged.
 * Changes nothing on this machine. What it cannot do it says in one line.
 */
import { join } from "node:path";
import { checkPackage } from "./check-deploy/package.ts";
import { Steps } from "./smoke/steps.ts";

const executable = join(import.meta.dir, "..", "dist", "ocr-eco");
const steps = new Steps();
await checkPackage(steps, executable);
process.exitCode = steps.finish("deploy");
