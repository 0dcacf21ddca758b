/**
 * Makes dist/ocr-eco_<version>_<architecture>.deb of an executable that is built: `bun scripts/debian-package.ts
 * [--target linux-x64|linux-arm64]`. Needs dpkg-deb, and this machine's executable for what it says of itself.
 */
import { join } from "node:path";
import packageJson from "../package.json";
import { epochSeconds } from "./build/epoch.ts";
import { ownArchitecture } from "./build/packages.ts";
import { executableFor, requestedArchitecture } from "./build/target.ts";
import { buildDebianPackage } from "./debian-package/build.ts";

const architecture = requestedArchitecture();
console.log(
  buildDebianPackage({
    executable: executableFor(architecture),
    architecture,
    runnable: executableFor(ownArchitecture()),
    version: packageJson.version,
    epochSeconds: epochSeconds(),
    compression: "xz",
    into: join(import.meta.dir, "..", "dist"),
  }),
);
