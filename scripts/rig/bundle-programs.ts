import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BunPlugin } from "bun";
import { commitOf } from "../../src/build-info.ts";

/** Programs that tests start by the hundred: most of the time of each goes into reading its sources. */
const programs = ["cli/main.ts", "scripts/rig/serve-quickly.ts"] as const;
/** Packages that look for files beside themselves. */
const external = ["sharp", "onnxruntime-node", "tesseract.js-core", "libheif-js", "swagger-ui-dist"];
/** How the program names itself when it starts itself again. */
const itself = 'join(import.meta.dir, "..", "main.ts")';

/**
 * Bundles the programs into `folder`, which is below the root, or has a link to its packages: each under the name of its source,
 * but with `.js`. What is bundled finds its files where its sources are. With a `version` they are a build of another one: all
 * the same, but for what package.json says.
 */
export async function bundlePrograms(root: string, folder: string, version?: string): Promise<void> {
  let startsItself = false;
  const sources: BunPlugin = {
    name: "sources",
    setup(build) {
      build.onLoad({ filter: /\/package\.json$/ }, ({ path }) => {
        if (version === undefined || path !== join(root, "package.json")) return undefined;
        const contents = JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), version });
        return { contents, loader: "json" };
      });
      build.onLoad({ filter: /\/(?:src|cli|scripts\/rig)\/.*\.ts$/ }, ({ path }) => {
        if (path.includes("/node_modules/")) return undefined;
        const original = readFileSync(path, "utf8");
        startsItself ||= original.includes(itself);
        const contents = original
          .replaceAll(itself, JSON.stringify(join(folder, "cli", "main.js")))
          .replaceAll("import.meta.dir", JSON.stringify(dirname(path)));
        return { contents, loader: "ts" };
      });
    },
  };
  await Bun.build({
    entrypoints: programs.map((program) => join(root, program)),
    root,
    outdir: folder,
    target: "bun",
    splitting: true,
    // Less to read at each start; names stay, for what looks at them.
    minify: { whitespace: true, syntax: true, identifiers: false },
    // Reading maps takes a good third of the processor time of each start.
    sourcemap: "none",
    // Or each start would ask git.
    define: { OCR_ECO_COMMIT: JSON.stringify(version === undefined ? commitOf(root) : `of-${version}`) },
    external,
    plugins: [sources],
  });
  if (!startsItself) throw new Error(`No source contains ${itself} any more.`);
}
