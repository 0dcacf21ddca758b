/**
 * Makes all that a version consists of in dist/release/<version>: executables and Debian packages for both architectures, what is
 * inside of them (CycloneDX), the notes from CHANGELOG.md, and the sums of all of it.
 *
 *   bun scripts/release.ts [--draft] [--target linux-x64|linux-arm64]
 *
 * With --draft also where files are changed or changes wait for a version, with --target for one architecture alone. All but the
 * executables is the same bytes of the same parts; the time of it is that of the commit, or SOURCE_DATE_EPOCH.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import packageJson from "../package.json";
import { commitOf } from "../src/build-info.ts";
import type { Architecture } from "../src/native/catalog.ts";
import { inventoryName } from "../src/native/inventory.ts";
import { epochSeconds } from "./build/epoch.ts";
import { ownArchitecture } from "./build/packages.ts";
import { stageFolder } from "./build/stage.ts";
import { executableFor } from "./build/target.ts";
import { buildDebianPackage } from "./debian-package/build.ts";
import { releaseNotes } from "./release/notes.ts";
import { billOfMaterials } from "./release/sbom.ts";

const root = join(import.meta.dir, "..");
const { version } = packageJson;
const into = join(root, "dist", "release", version);
const { values } = parseArgs({ options: { draft: { type: "boolean" }, target: { type: "string" } } });

function architectures(): Architecture[] {
  const all = ["x64", "arm64"] as const;
  const asked = all.filter((each) => values.target === undefined || values.target === `linux-${each}`);
  if (asked.length === 0)
    throw new Error(`There is no target ${values.target}; use linux-x64 or linux-arm64`);
  return asked;
}

function sum(file: string): string {
  return new Bun.CryptoHasher("sha256").update(readFileSync(file)).digest("hex");
}

function build(architecture: Architecture): void {
  const target = architecture === ownArchitecture() ? [] : ["--target", `linux-${architecture}`];
  const command = [process.execPath, join(root, "scripts", "build.ts"), ...target];
  if (!Bun.spawnSync(command, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).success)
    throw new Error(`${command.join(" ")} failed`);
}

function release(architecture: Architecture): void {
  const target = `linux-${architecture}`;
  const executable = join(into, `ocr-eco-${version}-${target}`);
  copyFileSync(executableFor(architecture), executable);
  const inventory = JSON.parse(readFileSync(join(stageFolder(root, architecture), inventoryName), "utf8"));
  const about = { version, target, sha256: sum(executable), epochSeconds: epochSeconds() };
  writeFileSync(`${executable}.cdx.json`, `${JSON.stringify(billOfMaterials(inventory, about), null, 2)}\n`);
  buildDebianPackage({
    executable,
    architecture,
    runnable: executableFor(ownArchitecture()),
    version,
    epochSeconds: epochSeconds(),
    compression: "xz",
    into,
  });
}

const isDraft = values.draft === true;
const commit = commitOf(root);
if (!isDraft && /\+$|^unknown$/.test(commit))
  throw new Error(`Files were changed since the commit (${commit}): what is released must be in one.`);
const notes = releaseNotes(readFileSync(join(root, "CHANGELOG.md"), "utf8"), version, isDraft);
rmSync(into, { recursive: true, force: true });
mkdirSync(into, { recursive: true });
writeFileSync(join(into, "RELEASE-NOTES.md"), notes);
// This machine's first: it says of itself what stands in the packages.
const asked = architectures();
for (const architecture of new Set([ownArchitecture(), ...asked])) build(architecture);
for (const architecture of asked) release(architecture);
const files = readdirSync(into).sort();
writeFileSync(join(into, "SHA256SUMS"), files.map((name) => `${sum(join(into, name))}  ${name}\n`).join(""));
console.log([...files, "SHA256SUMS"].map((name) => join(into, name)).join("\n"));
