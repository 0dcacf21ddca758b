/**
 * Builds the one executable: `bun run build [--target linux-x64|linux-arm64]`.
 * Writes dist/ocr-eco for this machine, dist/ocr-eco-linux-<architecture> for another.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import packageJson from "../package.json";
import { commitOf } from "../src/build-info.ts";
import { bundle } from "../src/dashboard/bundle.ts";
import { assetEntry } from "../src/native/assets.ts";
import { type Architecture, dataFiles } from "../src/native/catalog.ts";
import { packedLibraryName } from "../src/native/manifest.ts";
import { elfArchitecture } from "./build/elf.ts";
import { fillInLayout } from "./build/layout.ts";
import { ingredientsFor } from "./build/packages.ts";
import { nativeAddonsPlugin } from "./build/plugin.ts";
import { stage, stageFolder } from "./build/stage.ts";
import { executableFor, requestedArchitecture } from "./build/target.ts";

const sizeLimitMegabytes = 230;
const root = join(import.meta.dir, "..");

function bundleOptions(plugin: Bun.BunPlugin) {
  return {
    entrypoints: [join(root, "cli", "main.ts")],
    target: "bun",
    format: "esm",
    // Renaming identifiers saves little, breaks libraries that look at names, and spoils stack traces.
    minify: { whitespace: true, syntax: true, identifiers: false },
    define: { OCR_ECO_COMMIT: JSON.stringify(commitOf(root)), "process.env.NODE_ENV": '"production"' },
    plugins: [plugin],
  } as const satisfies Bun.BuildConfig;
}

/** The npm packages whose code ends up in the bundle. Bundling twice costs less than guessing. */
async function bundledPackages(): Promise<Set<string>> {
  const { plugin, assertAllUsed } = nativeAddonsPlugin();
  const { metafile } = await Bun.build({ ...bundleOptions(plugin), metafile: true });
  if (metafile === undefined) throw new Error("The bundler gave no metafile");
  assertAllUsed();
  const names = new Set<string>();
  for (const input of Object.keys(metafile.inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** The result must not remember where it was built: such a path works on this machine alone. */
function assertNoBuildPath(file: string): void {
  if (readFileSync(file).includes(`${root}/`)) {
    throw new Error(`${file} contains the path of this checkout: some package looks for files beside itself`);
  }
}

/** The executable is built on the Bun that runs this script, so it has to be the pinned one. */
function assertPinnedBun(): void {
  if (packageJson.packageManager === `bun@${Bun.version}`) return;
  throw new Error(
    `This is Bun ${Bun.version}, but the project is pinned to ${packageJson.packageManager}; ./scripts/check installs it`,
  );
}

async function build(architecture: Architecture): Promise<string> {
  const { packagesRoot, bun } = ingredientsFor(root, architecture);
  const staged = stageFolder(root, architecture);
  const { files } = stage(staged, packagesRoot, await bundledPackages(), architecture, await bundle());

  const outfile = executableFor(architecture);
  mkdirSync(join(root, "dist"), { recursive: true });
  const { plugin, assertAllUsed } = nativeAddonsPlugin();
  await Bun.build({
    ...bundleOptions(plugin),
    bytecode: true,
    // Each command loads its own part: help needs a fiftieth of it, a worker no HTTP.
    splitting: true,
    sourcemap: "inline",
    compile: {
      target: `bun-linux-${architecture}`,
      executablePath: bun,
      outfile,
      assets: [staged],
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
  assertAllUsed();
  if (elfArchitecture(outfile) !== architecture)
    throw new Error(`${outfile} is not made for ${architecture}`);
  assertNoBuildPath(outfile);
  fillInLayout(outfile, staged, [
    ...files.map(packedLibraryName),
    ...dataFiles.map(({ name }) => assetEntry(name)),
  ]);
  // The executable has the maps inside; the copies that the bundler leaves beside it help nobody.
  for (const name of readdirSync(dirname(outfile)))
    if (name.endsWith(".map")) rmSync(join(dirname(outfile), name));
  return outfile;
}

assertPinnedBun();
const started = performance.now();
const outfile = await build(requestedArchitecture());
const megabytes = statSync(outfile).size / 1e6;
const seconds = (performance.now() - started) / 1000;
console.log(`${outfile}: ${megabytes.toFixed(1)} MB, built in ${seconds.toFixed(1)} s`);
if (megabytes > sizeLimitMegabytes) throw new Error(`That is more than ${sizeLimitMegabytes} MB`);
