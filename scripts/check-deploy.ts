/**
 * Tries what is put on other machines, with the executable in dist: the Debian package, installed, updated, removed and purged,
 * and the image, built and run. Changes nothing on this machine. What it cannot do it says in one line.
 */
import { join } from "node:path";
import { checkImage } from "./check-deploy/image.ts";
import { checkPackage } from "./check-deploy/package.ts";
import { Steps } from "./smoke/steps.ts";

const executable = join(import.meta.dir, "..", "dist", "ocr-eco");
const steps = new Steps();
await checkPackage(steps, executable);
await checkImage(steps);
process.exitCode = steps.finish("deploy");
